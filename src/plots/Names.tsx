/** What the series are called: at the ends of lines, moved apart where they would collide, or in a key above. */
import { symbol } from 'd3-shape';
import type { KeyEntry } from './layout';
import { sampleLength } from './layout';
import type { Series } from './mark';
import { usePlot } from './plotContext';
import { patchProps, shapeOf, strokeProps, textColourOf } from './tones';

/** Places as near to where they were as a gap between neighbours allows, within [low, high]. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const spreadOut = [...places];
  let floor = low;
  for (const i of order) {
    spreadOut[i] = Math.max(places[i], floor);
    floor = spreadOut[i] + gap;
  }
  let ceiling = high;
  for (const i of order.reverse()) {
    spreadOut[i] = Math.min(spreadOut[i], ceiling);
    ceiling = spreadOut[i] - gap;
  }
  return spreadOut;
}

/** The last point of a series that has a place on the chart. */
export function lastPlace(series: Series, plot: ReturnType<typeof usePlot>): readonly [number, number] | undefined {
  for (let i = Math.min(series.x.length, series.y.length) - 1; i >= 0; i--) {
    const x = plot.x.place(series.x[i]);
    const y = plot.y.place(series.y[i]);
    if (Number.isFinite(x) && Number.isFinite(y)) return [x, y];
  }
  return undefined;
}

const clamped = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Names to the right of the chart, each at the height where its line ends. */
export function EndNames({ series }: { readonly series: readonly Series[] }) {
  const plot = usePlot();
  const { top, bottom, right, fontSize } = plot;
  const ends = series.flatMap((one) => {
    const end = one.labelled && one.name ? lastPlace(one, plot) : undefined;
    return end ? [{ ...one, at: clamped(end[1], top, bottom), from: clamped(end[0], plot.left, right) }] : [];
  });
  const places = spread(
    ends.map(({ at }) => at),
    1.2 * fontSize,
    top,
    bottom,
  );
  return (
    <g className="plot-names">
      {ends.map(({ name, category, tone, at, from }, i) => (
        <g key={`${name} ${category} ${tone}`}>
          {Math.abs(places[i] - at) > 2 && from > right - 2 && (
            <path
              className="plot-leader"
              d={`M${right + 2},${at.toFixed(1)}L${(right + 0.7 * fontSize).toFixed(1)},${places[i].toFixed(1)}`}
            />
          )}
          <text
            className="plot-halo"
            x={right + 0.8 * fontSize}
            y={places[i]}
            dy="0.32em"
            style={{ fill: textColourOf(category) }}
            fillOpacity={tone === 'ghost' ? 0.75 : undefined}
          >
            {name}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The key above a chart: a sample of each line and its name. */
export function Key({ entries, fontSize }: { readonly entries: readonly KeyEntry[]; readonly fontSize: number }) {
  return (
    <g className="plot-key">
      {entries.map(({ name, tone, category, filled, x, row }) => {
        const y = (row * 1.6 + 0.75) * fontSize;
        const middle = x + 0.85 * fontSize;
        return (
          <g key={`${name} ${tone} ${category}`}>
            {filled ? (
              <rect
                x={x + 0.5 * fontSize}
                y={y - 0.45 * fontSize}
                width={1.2 * fontSize}
                height={0.9 * fontSize}
                {...patchProps(category, tone)}
              />
            ) : (
              <line x1={x} x2={x + 1.7 * fontSize} y1={y} y2={y} {...strokeProps(category, tone)} />
            )}
            {!filled && category !== 'ink' && tone !== 'ghost' && (
              <path
                d={symbol(shapeOf(category), 3.2 * fontSize)() ?? undefined}
                transform={`translate(${middle},${y})`}
                fill={strokeProps(category, tone).stroke}
              />
            )}
            <text x={x + sampleLength * fontSize} y={y} dy="0.32em">
              {name}
            </text>
          </g>
        );
      })}
    </g>
  );
}
