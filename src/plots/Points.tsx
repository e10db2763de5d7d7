import { symbol } from 'd3-shape';
import { placesOf } from './decimate';
import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { opacityOf, shapeOf, strokeOf, type Tone, toneData } from './tones';
import { defaultFontSize } from './useSize';

export interface PointsProps extends Coloured {
  readonly name?: string;
  readonly x: Numbers;
  readonly y: Numbers;
  /** Half-height of an error bar at each point. */
  readonly error?: Numbers;
  /** Radius in pixels, for type of the usual size; it grows with the type. */
  readonly size?: number;
  readonly tone?: Tone;
  /** Rings; so is, unasked, what was computed, published or pinned. */
  readonly hollow?: boolean;
  /** Below 1 where many points overlap. */
  readonly opacity?: number;
  /** true: the name stands at the last point. */
  readonly labelled?: boolean;
  /** false: too many, or too much of a cloud, to be read off one by one. */
  readonly readable?: boolean;
}

/** Symbols are drawn whole or not at all: a fixed domain leaves out what lies beyond it. */
const onChart = (place: number, low: number, high: number): boolean => place >= low - 2 && place <= high + 2;

/** A scatter of symbols, with error bars where given. */
export const Points = defineMark<PointsProps>({
  name: 'Points',
  extent: ({ x, y, error }) => ({
    x: [x],
    y: error ? [y, Array.from(y, (v, i) => v - error[i]), Array.from(y, (v, i) => v + error[i])] : [y],
  }),
  series: ({ name = '', x, y, error, tone = 'practice', category, labelled = false, readable = true }) =>
    readable && (name || tone === 'ghost') ? [{ name, x, y, error, tone, category: category ?? 'ink', labelled }] : [],
  counts: ({ name, tone = 'practice' }) => name !== undefined && tone === 'practice',
  Draw({ x, y, error, size = 3.5, category, tone = 'practice', hollow = tone !== 'practice', opacity }) {
    const plot = usePlot();
    const colour = strokeOf(category, tone);
    const radius = (size * plot.fontSize) / defaultFontSize;
    const shape = symbol(shapeOf(category), Math.PI * radius * radius)() ?? undefined;
    return (
      <g className="plot-points" {...toneData(tone)} fillOpacity={opacity} strokeOpacity={opacityOf(tone) ?? opacity}>
        {placesOf(x, y, plot.x.place, plot.y.place).map(([px, py], i) => {
          if (!onChart(px, plot.left, plot.right) || !onChart(py, plot.top, plot.bottom)) return null;
          const half = error?.[i];
          const low = half ? plot.y.place(y[i] - half) : Number.NaN;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the list
            <g key={i}>
              {half !== undefined && half > 0 && (
                <line
                  clipPath={`url(#${plot.clip})`}
                  x1={px}
                  x2={px}
                  y1={Number.isFinite(low) ? low : plot.bottom}
                  y2={plot.y.place(y[i] + half)}
                  stroke={colour}
                  strokeWidth="var(--plot-thin-line)"
                />
              )}
              <path
                d={shape}
                transform={`translate(${px.toFixed(1)},${py.toFixed(1)})`}
                fill={tone === 'ghost' ? 'none' : hollow ? 'var(--plot-paper)' : colour}
                stroke={hollow ? colour : undefined}
                strokeWidth={tone === 'ghost' ? 'var(--plot-line)' : hollow ? 'var(--plot-thin-line)' : undefined}
              />
            </g>
          );
        })}
      </g>
    );
  },
});
