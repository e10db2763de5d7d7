import { line, symbol } from 'd3-shape';
import { decimated, placesOf } from './decimate';
import { type Coloured, defineMark, type Numbers, type Series } from './mark';
import { lastPlace } from './Names';
import { type Plot, usePlot } from './plotContext';
import { shapeOf, strokeProps, type Tone, toneData } from './tones';

export interface LineProps extends Coloured {
  /** Drawn at the line's end, and in the read-out. */
  readonly name?: string;
  /** Its index stands for x where there is none. */
  readonly x?: Numbers;
  readonly y: Numbers;
  readonly tone?: Tone;
  /** Half-width to be read with each value ("0.31 ± 0.02"); draw it with `Band`. */
  readonly error?: Numbers;
  /** false: the name is for the read-out alone. */
  readonly labelled?: boolean;
}

const indices = (length: number): Numbers => Array.from({ length }, (_, i) => i);

function seriesOf({ name = '', x, y, tone = 'practice', category, error, labelled = true }: LineProps): Series {
  return { name, x: x ?? indices(y.length), y, tone, category: category ?? 'ink', error, labelled };
}

/** The path through the values, broken at gaps. */
export function linePath(x: Numbers | undefined, y: Numbers, plot: Pick<Plot, 'x' | 'y' | 'left' | 'right'>): string {
  const path = line<readonly [number, number]>()
    .defined(([px, py]) => Number.isFinite(px) && Number.isFinite(py))
    .digits(1);
  return path([...decimated(placesOf(x, y, plot.x.place, plot.y.place), plot.right - plot.left)]) ?? '';
}

const within = ([x, y]: readonly [number, number], { left, right, top, bottom }: Plot): boolean =>
  x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;

/** Values against x, as a line: named at its end, told from others by colour, symbol and dash. */
export const Line = defineMark<LineProps>({
  name: 'Line',
  extent: ({ x, y }) => ({ x: [x ?? [0, Math.max(0, y.length - 1)]], y: [y] }),
  series: (props) => [seriesOf(props)],
  counts: ({ name, tone = 'practice' }) => name !== undefined && tone === 'practice',
  Draw(props) {
    const { x, y, category, tone = 'practice' } = props;
    const plot = usePlot();
    const stroke = strokeProps(category, tone);
    const end = tone === 'practice' ? lastPlace(seriesOf(props), plot) : undefined;
    return (
      <g className="plot-line" {...toneData(tone)}>
        <path clipPath={`url(#${plot.clip})`} d={linePath(x, y, plot)} {...stroke} />
        {end && within(end, plot) && (
          <path
            d={symbol(shapeOf(category), 3 * plot.fontSize)() ?? undefined}
            transform={`translate(${end[0].toFixed(1)},${end[1].toFixed(1)})`}
            fill={stroke.stroke}
          />
        )}
      </g>
    );
  },
});
