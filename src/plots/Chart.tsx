/**
 * A chart: axes around marks. Everything is drawn from props alone, on the server and in the browser.
 *
 *     <Chart
 *       label="Test error against training step, measured and predicted"
 *       x={{ label: 'Step' }}
 *       y={{ label: 'Test error', unit: 'relative', scale: 'log' }}
 *     >
 *       <Band x={steps} low={tenth} high={ninetieth} category={1} />
 *       <Line name="depth 3" x={steps} y={history.metrics.testError} />
 *       <Line name="depth 2" x={steps} y={other} />
 *       <Line tone="theory" x={times} y={predicted} />
 *       <Rule y={0.02} label="as published" tone="published" />
 *     </Chart>
 *
 * - Data are lists or typed arrays. NaN, infinities, and what is not positive on a logarithmic axis are gaps.
 * - Domains come from the marks; `domain={[0, undefined]}` fixes one end of an axis.
 * - Marks are direct children of the chart; lists and fragments of them are fine, other components are drawn but have
 *   no say in domains and names. Inside a chart `usePlot()` gives the scales.
 * - `tone`: 'practice' (the default), 'theory' (dashed), 'published' (dotted), 'ghost' (a pinned run: broad and pale, named once in the key).
 *   Named lines take colours 1, 2, 3, … in order; `category={2}` names one, so that a theory has its measurement's.
 */
import { type ReactNode, useId, useRef } from 'react';
import { Axes } from './Axes';
import { silent } from './aria';
import { textWidth } from './format';
import { layoutOf } from './layout';
import { placeMarks } from './mark';
import { EndNames, Key } from './Names';
import { PlotContext } from './plotContext';
import { ReadOut } from './ReadOut';
import { type AxisOptions, axisTitle } from './scales';
import { defaultFontSize, useFontSize, useWidth } from './useSize';

export interface ChartProps {
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  /** In CSS pixels, for type of the usual size: it grows with the type. The width is the container's. */
  readonly height?: number;
  /** Names at the ends of lines (in a key above where there is no room), in a key above, or nowhere. */
  readonly legend?: 'ends' | 'top' | 'none';
  /** Whether values can be read off under the pointer and by arrow keys. */
  readonly readOut?: boolean;
  readonly children?: ReactNode;
}

export function Chart({
  label,
  x,
  y,
  height: usualHeight = 300,
  legend = 'ends',
  readOut = true,
  children,
}: ChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const { width, measured } = useWidth(container);
  const fontSize = useFontSize();
  const height = Math.round((usualHeight * fontSize) / defaultFontSize);
  const id = useId();
  const { nodes, marks } = placeMarks(children);
  const series = marks.flatMap(({ definition, props }) => definition.series?.(props) ?? []);
  const layout = layoutOf({ marks, series, x, y, width, height, fontSize, legend });
  const { left, right, top, bottom, key, keyed, leaning, empty } = layout;
  const titleEnd = textWidth(axisTitle(y)) * fontSize;
  const clip = `clip${id}`;
  const readable = readOut && series.some(({ x: values }) => values.length > 0);
  const interactive = readable || marks.some(({ definition }) => definition.interactive);
  const drawn = (
    <g className="plot-marks">
      {nodes}
      {legend === 'ends' && !keyed && <EndNames series={series} />}
    </g>
  );
  return (
    <div ref={container} className="plot">
      <svg
        data-plot="chart"
        data-measured={measured || undefined}
        data-expected={width > 560 ? 'wide' : undefined}
        role={interactive ? 'group' : 'img'}
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        style={{ height: `calc(${usualHeight} * var(--plot-font-size) / ${defaultFontSize})` }}
      >
        <PlotContext value={{ x: layout.x, y: layout.y, left, right, top, bottom, titleEnd, fontSize, keyed, clip }}>
          <clipPath id={clip}>
            <rect x={left - 1} y={top - 6} width={Math.max(0, right - left + 2)} height={bottom - top + 9} />
          </clipPath>
          <g {...silent}>
            <Axes x={x} y={y} leaning={leaning} height={height} />
            <Key entries={key} fontSize={fontSize} />
            {empty && (
              <text x={(left + right) / 2} y={(top + bottom) / 2} dy="0.32em" textAnchor="middle">
                no data yet
              </text>
            )}
          </g>
          {readable ? (
            <ReadOut label={label} xOptions={x} series={series}>
              {drawn}
            </ReadOut>
          ) : (
            drawn
          )}
        </PlotContext>
      </svg>
    </div>
  );
}
