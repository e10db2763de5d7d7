/** The values of all series at one x: under the pointer, or by arrow keys once the chart has the focus. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { silent } from './aria';
import { formatValue, textWidth } from './format';
import type { Series } from './mark';
import { usePlot } from './plotContext';
import { type Reading, readAt, stops } from './reading';
import type { AxisOptions } from './scales';
import { strokeProps } from './tones';

interface Props {
  readonly label: string;
  readonly xOptions: AxisOptions;
  readonly series: readonly Series[];
  /** The marks: above the area that feels the pointer, below the card. */
  readonly children?: ReactNode;
}

const keySteps: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (i) => i + 1,
  ArrowLeft: (i) => i - 1,
  PageUp: (i, last) => i + Math.max(1, Math.round(last / 10)),
  PageDown: (i, last) => i - Math.max(1, Math.round(last / 10)),
  Home: () => 0,
  End: (_, last) => last,
};

export function ReadOut({ label, xOptions, series, children }: Props) {
  const plot = usePlot();
  const [at, setAt] = useState<number>();
  const places = stops(series, plot.x);
  const last = places.length - 1;
  if (last < 0) return children;
  const nearest = (value: number): number => {
    let best = 0;
    const target = plot.x.place(value);
    places.forEach((stop, i) => {
      if (Math.abs(plot.x.place(stop) - target) < Math.abs(plot.x.place(places[best]) - target)) best = i;
    });
    return best;
  };
  const shown = at === undefined ? undefined : nearest(at);
  const readings = readAt(series, places[shown ?? last], plot.x);
  const title = (value: number) => {
    const text = plot.x.names?.[value] ?? (xOptions.format ?? formatValue)(value);
    return plot.x.names ? text : `${xOptions.label} ${text}${xOptions.unit ? ` ${xOptions.unit}` : ''}`;
  };
  const x = places[shown ?? last];
  const spoken = [title(x), ...readings.map(({ name, text }) => `${name} ${text}`)].join(', ');

  const point = (event: PointerEvent<SVGRectElement>) => {
    const svg = event.currentTarget.ownerSVGElement;
    const matrix = svg?.getScreenCTM();
    if (!svg || !matrix) return;
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    setAt(plot.x.value(place.x));
  };
  const press = (event: KeyboardEvent<SVGRectElement>) => {
    if (event.key === 'Escape') setAt(undefined);
    const move = keySteps[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(places[Math.min(last, Math.max(0, move(shown ?? last, last)))]);
  };
  return (
    <>
      <rect
        className="plot-read-out plot-read-area"
        x={plot.left}
        y={plot.top}
        width={Math.max(0, plot.right - plot.left)}
        height={plot.bottom - plot.top}
        fill="transparent"
        role="slider"
        tabIndex={0}
        aria-label={`Read values: ${label}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={shown ?? last}
        aria-valuetext={spoken}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') setAt(undefined);
        }}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setAt((now) => now ?? places[last]);
        }}
        onBlur={() => setAt(undefined)}
        onKeyDown={press}
      />
      {children}
      {shown !== undefined && <Card title={title(x)} at={plot.x.place(x)} readings={readings} />}
    </>
  );
}

/** The hair line, a dot on each series, and the card with names and values. */
function Card({ title, at, readings }: { title: string; at: number; readings: readonly Reading[] }) {
  const { left, right, top, bottom, y, fontSize } = usePlot();
  const dots = readings
    .flatMap(({ values, stroke }) => values.map((value) => ({ place: y.place(value), stroke })))
    .filter(({ place }) => place >= top - 1 && place <= bottom + 1);
  const line = 1.45 * fontSize;
  const nameWidth = Math.max(0, ...readings.map(({ name }) => textWidth(name))) * fontSize;
  const valueWidth = Math.max(0, ...readings.map(({ text }) => textWidth(text))) * fontSize;
  const width = Math.max(textWidth(title) * fontSize, nameWidth + valueWidth + 2.4 * fontSize) + 1.2 * fontSize;
  const height = (readings.length + 1) * line + 0.7 * fontSize;
  const beside = at + 0.8 * fontSize + width <= right ? at + 0.8 * fontSize : at - 0.8 * fontSize - width;
  const x = Math.max(left - fontSize, Math.min(beside, right - width));
  return (
    <g className="plot-read-out plot-card" pointerEvents="none" {...silent}>
      <line className="plot-hair" x1={at} x2={at} y1={top} y2={bottom} />
      {dots.map(({ place, stroke }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: readings have the order of the marks
        <circle key={i} cx={at} cy={place} r={3.5} fill={stroke} />
      ))}
      <g transform={`translate(${x},${top})`}>
        <rect className="plot-card-paper" width={width} height={height} rx={4} />
        <text className="plot-title" x={0.6 * fontSize} y={1.3 * fontSize}>
          {title}
        </text>
        {readings.map(({ name, text, tone, category }, i) => {
          const base = 1.3 * fontSize + (i + 1) * line;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: readings have the order of the marks
            <g key={i}>
              <line
                x1={0.6 * fontSize}
                x2={1.8 * fontSize}
                y1={base - 0.32 * fontSize}
                y2={base - 0.32 * fontSize}
                {...strokeProps(category, tone)}
              />
              <text x={2.2 * fontSize} y={base}>
                {name}
              </text>
              <text x={width - 0.6 * fontSize} y={base} textAnchor="end">
                {text}
              </text>
            </g>
          );
        })}
      </g>
    </g>
  );
}
