import { symbol } from 'd3-shape';
import { useId } from 'react';
import { linePath } from './Line';
import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { opacityOf, shapeOf, strokeProps, type Tone, textColourOf, toneData } from './tones';

export interface TrajectoryProps extends Coloured {
  readonly name?: string;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly tone?: Tone;
}

/** A path through the plane in the order of its points: hollow where it starts, an arrow head where it stands. */
export const Trajectory = defineMark<TrajectoryProps>({
  name: 'Trajectory',
  extent: ({ x, y }) => ({ x: [x], y: [y] }),
  // A path may turn back: it is named, and has no value at an x.
  series: ({ name, tone = 'practice', category = 'ink' }) =>
    name ? [{ name, tone, category, x: [], y: [], labelled: true }] : [],
  counts: ({ tone = 'practice' }) => tone === 'practice',
  Draw({ name, x, y, tone = 'practice', category }) {
    const plot = usePlot();
    const head = useId();
    const stroke = strokeProps(category, tone);
    const [startX, startY] = [plot.x.place(x[0]), plot.y.place(y[0])];
    const last = Math.min(x.length, y.length) - 1;
    const [endX, endY] = [plot.x.place(x[last]), plot.y.place(y[last])];
    const flipped = endX > (plot.left + plot.right) / 2;
    return (
      <g className="plot-trajectory" {...toneData(tone)} clipPath={`url(#${plot.clip})`}>
        <marker
          id={head}
          viewBox="0 0 10 10"
          refX="7"
          refY="5"
          markerUnits="userSpaceOnUse"
          markerWidth={plot.fontSize}
          markerHeight={plot.fontSize}
          orient="auto"
        >
          <path d="M0,0L10,5L0,10Z" fill={stroke.stroke} fillOpacity={opacityOf(tone)} />
        </marker>
        <path d={linePath(x, y, plot)} {...stroke} markerEnd={last > 0 ? `url(#${head})` : undefined} />
        {Number.isFinite(startX) && Number.isFinite(startY) && (
          <path
            d={symbol(shapeOf(category), 4 * plot.fontSize)() ?? undefined}
            transform={`translate(${startX.toFixed(1)},${startY.toFixed(1)})`}
            fill="var(--plot-paper)"
            stroke={stroke.stroke}
            strokeOpacity={opacityOf(tone)}
            strokeWidth="var(--plot-thin-line)"
          />
        )}
        {name && !plot.keyed && Number.isFinite(endX) && Number.isFinite(endY) && (
          <text
            className="plot-halo"
            x={endX + (flipped ? -0.7 : 0.7) * plot.fontSize}
            y={endY}
            dy="-0.5em"
            textAnchor={flipped ? 'end' : 'start'}
            style={{ fill: textColourOf(category) }}
          >
            {name}
          </text>
        )}
      </g>
    );
  },
});
