/** The part of a grid that the reader touches: pointer and arrow keys move a cursor over its cells. */
import type { KeyboardEvent, PointerEvent } from 'react';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Props {
  readonly label: string;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly rows: number;
  readonly columns: number;
  readonly hovered: Cell | undefined;
  readonly onHover: (cell: Cell | undefined) => void;
  readonly onCell?: (cell: Cell, phase: 'press' | 'move') => void;
  /** A cell in words. */
  readonly said: (cell: Cell) => string;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));

export function CellArea({ label, box, rows, columns, hovered, onHover, onCell, said }: Props) {
  if (rows < 1 || columns < 1) return null;
  const current = hovered ?? { row: 0, column: 0 };
  const cellAt = (event: PointerEvent<SVGRectElement>): Cell => {
    const area = event.currentTarget.getBoundingClientRect();
    return {
      row: within(Math.floor(((event.clientY - area.top) / area.height) * rows), rows),
      column: within(Math.floor(((event.clientX - area.left) / area.width) * columns), columns),
    };
  };
  const move = (event: PointerEvent<SVGRectElement>) => {
    const cell = cellAt(event);
    if (hovered && cell.row === hovered.row && cell.column === hovered.column) return;
    onHover(cell);
    if (event.buttons & 1) onCell?.(cell, 'move');
  };
  const press = (event: KeyboardEvent<SVGRectElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = moves[event.key];
    const acts = onCell && (event.key === 'Enter' || event.key === ' ');
    if (event.key === 'Escape') onHover(undefined);
    if (!step && !acts) return;
    event.preventDefault();
    event.stopPropagation();
    if (acts) onCell(current, 'press');
    else onHover({ row: within(current.row + step[0], rows), column: within(current.column + step[1], columns) });
  };
  const size = { width: box.width / columns, height: box.height / rows };
  return (
    <>
      <rect
        className="plot-cells"
        {...box}
        fill="transparent"
        role="slider"
        tabIndex={0}
        aria-label={onCell ? `Read and change cells: ${label}` : `Read cells: ${label}`}
        aria-valuemin={0}
        aria-valuemax={rows * columns - 1}
        aria-valuenow={current.row * columns + current.column}
        aria-valuetext={said(current)}
        style={onCell ? { touchAction: 'none', cursor: 'pointer' } : undefined}
        onPointerMove={move}
        onPointerDown={(event) => {
          const cell = cellAt(event);
          onHover(cell);
          if (onCell && event.button === 0) onCell(cell, 'press');
        }}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') onHover(undefined);
        }}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) onHover(current);
        }}
        onBlur={() => onHover(undefined)}
        onKeyDown={press}
      />
      {hovered && (
        <rect
          className="plot-cursor"
          x={box.x + hovered.column * size.width}
          y={box.y + hovered.row * size.height}
          {...size}
        />
      )}
    </>
  );
}
