import { usePlot } from './plotContext';
import { type AxisOptions, axisTitle } from './scales';

interface Props {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  /** Whether the names of categories lean. */
  readonly leaning: boolean;
  readonly height: number;
}

/** Grid, ticks and titles: the grid is thin, the titles stand at the ends of their axes. */
export function Axes({ x: xOptions, y: yOptions, leaning, height }: Props) {
  const { x, y, left, right, top, bottom, fontSize } = usePlot();
  return (
    <g className="plot-axes">
      <g className="plot-grid">
        {y.ticks.map(({ at, text }) =>
          y.names ? null : <line key={at} x1={left} x2={right} y1={at} y2={at} strokeOpacity={text ? 1 : 0.4} />,
        )}
        {x.ticks.map(({ at, text }) =>
          x.names ? null : <line key={at} x1={at} x2={at} y1={top} y2={bottom} strokeOpacity={text ? 0.6 : 0.25} />,
        )}
      </g>
      <line className="plot-baseline" x1={left} x2={right} y1={bottom} y2={bottom} />
      <g textAnchor="end">
        {y.ticks.map(({ at, text }) =>
          text ? (
            <text key={at} x={left - 0.45 * fontSize} y={at} dy="0.32em">
              {text}
            </text>
          ) : null,
        )}
      </g>
      <g textAnchor={leaning ? 'end' : 'middle'}>
        {x.ticks.map(({ at, text }) =>
          text ? (
            <text
              key={at}
              x={at}
              y={bottom + 0.35 * fontSize}
              dy="0.9em"
              transform={leaning ? `rotate(-40 ${at} ${bottom + 0.7 * fontSize})` : undefined}
            >
              {text}
            </text>
          ) : null,
        )}
      </g>
      <text className="plot-title" x={right} y={height - 0.35 * fontSize} textAnchor="end">
        {axisTitle(xOptions)}
      </text>
      <text className="plot-title" x={0} y={top - 0.75 * fontSize}>
        {axisTitle(yOptions)}
      </text>
    </g>
  );
}
