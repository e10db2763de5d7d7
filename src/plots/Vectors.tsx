import { useId } from 'react';
import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { opacityOf, strokeOf, type Tone, toneData } from './tones';

export interface VectorsProps extends Coloured {
  /** Where each starts. */
  readonly x: Numbers;
  readonly y: Numbers;
  /** How far each goes, in the units of the axes. */
  readonly dx: Numbers;
  readonly dy: Numbers;
  readonly tone?: Tone;
}

/** Arrows: a gradient, a flow, one step. */
export const Vectors = defineMark<VectorsProps>({
  name: 'Vectors',
  extent: ({ x, y, dx, dy }) => ({
    x: [x, Array.from(x, (v, i) => v + dx[i])],
    y: [y, Array.from(y, (v, i) => v + dy[i])],
  }),
  Draw({ x, y, dx, dy, category = 'ink', tone = 'practice' }) {
    const plot = usePlot();
    const head = useId();
    const colour = strokeOf(category, tone);
    return (
      <g className="plot-vectors" {...toneData(tone)} opacity={opacityOf(tone)} clipPath={`url(#${plot.clip})`}>
        <marker id={head} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5" markerHeight="5" orient="auto">
          <path d="M0,0L10,5L0,10Z" fill={colour} />
        </marker>
        {Array.from(x, (from, i) => {
          const ends = [plot.x.place(from), plot.y.place(y[i]), plot.x.place(from + dx[i]), plot.y.place(y[i] + dy[i])];
          if (!ends.every(Number.isFinite)) return null;
          const [x1, y1, x2, y2] = ends.map((end) => end.toFixed(1));
          const long = Math.hypot(ends[2] - ends[0], ends[3] - ends[1]) > 1;
          return (
            <line
              // biome-ignore lint/suspicious/noArrayIndexKey: a vector is its place in the list
              key={i}
              {...{ x1, y1, x2, y2 }}
              stroke={colour}
              strokeWidth="var(--plot-thin-line)"
              markerEnd={long ? `url(#${head})` : undefined}
            />
          );
        })}
      </g>
    );
  },
});
