import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatValue } from './format';
import { type Coloured, defineMark } from './mark';
import { type Plot, usePlot } from './plotContext';
import type { AxisScale } from './scales';
import { strokeOf } from './tones';

export interface HandleProps extends Coloured {
  /** What it moves: 'Starting point', 'Threshold'. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Told while it is dragged, or moved by the arrow keys. */
  readonly onMove: (to: { readonly x: number; readonly y: number }) => void;
  /** Which way it can be moved. */
  readonly axis?: 'x' | 'y' | 'both';
  /** How far an arrow key moves it, as a part of the axis; ten times as far with Shift. */
  readonly keyStep?: number;
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The value of a place, kept within the axis. */
function valueWithin(scale: AxisScale, place: number): number {
  const [low, high] = [Math.min(...scale.range), Math.max(...scale.range)];
  return scale.value(Math.min(high, Math.max(low, place)));
}

function words({ x, y, axis = 'both' }: HandleProps, { x: xScale, y: yScale }: Plot): string {
  const part = (scale: AxisScale, value: number) => scale.names?.[Math.round(value)] ?? formatValue(value);
  if (axis === 'both') return `${part(xScale, x)}, ${part(yScale, y)}`;
  return axis === 'x' ? part(xScale, x) : part(yScale, y);
}

/** A point that the reader takes hold of: by pointer, touch or arrow keys. Its target is larger than its dot. */
export const Handle = defineMark<HandleProps>({
  name: 'Handle',
  interactive: true,
  extent: ({ x, y }) => ({ x: [[x]], y: [[y]] }),
  Draw(props) {
    const { name, x, y, onMove, axis = 'both', keyStep = 0.01, category = 'ink' } = props;
    const plot = usePlot();
    const held = useRef(false);
    const [px, py] = [plot.x.place(x), plot.y.place(y)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return null;
    const moveTo = (atX: number, atY: number) =>
      onMove({
        x: axis === 'y' ? x : valueWithin(plot.x, atX),
        y: axis === 'x' ? y : valueWithin(plot.y, atY),
      });
    const drag = (event: PointerEvent<SVGGElement>) => {
      const matrix = event.currentTarget.ownerSVGElement?.getScreenCTM();
      if (!held.current || !matrix) return;
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      moveTo(place.x, place.y);
    };
    const press = (event: KeyboardEvent<SVGGElement>) => {
      const [right, up] = directions[event.key] ?? [0, 0];
      const moves = (axis !== 'y' && right !== 0) || (axis !== 'x' && up !== 0);
      if (!moves || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const step = keyStep * (event.shiftKey ? 10 : 1);
      moveTo(px + right * step * (plot.right - plot.left), py - up * step * (plot.bottom - plot.top));
    };
    const along = axis === 'y' ? plot.y : plot.x;
    const colour = strokeOf(category, 'practice');
    return (
      <g
        className="plot-handle"
        data-axis={axis}
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-orientation={axis === 'y' ? 'vertical' : 'horizontal'}
        aria-valuemin={Math.min(...along.domain)}
        aria-valuemax={Math.max(...along.domain)}
        aria-valuenow={axis === 'y' ? y : x}
        aria-valuetext={words(props, plot)}
        transform={`translate(${px.toFixed(1)},${py.toFixed(1)})`}
        onPointerDown={(event) => {
          held.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          event.stopPropagation();
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          held.current = false;
        }}
        onPointerCancel={() => {
          held.current = false;
        }}
        onKeyDown={press}
      >
        <circle className="plot-handle-target" r={22} fill="transparent" />
        <circle className="plot-handle-dot" r={0.55 * plot.fontSize} fill="var(--plot-paper)" stroke={colour} />
        <circle r={0.2 * plot.fontSize} fill={colour} />
      </g>
    );
  },
});
