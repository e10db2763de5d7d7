/** A picture with the windows that a pixel has met, level by level: nearest ones darkest. */
import { useState } from 'react';
import { group } from '../../plots/aria';
import { type Cell, CellArea } from '../../plots/CellArea';
import { type Geometry, pooledWith, poolingOrder } from './pooling-order';

interface Props {
  readonly geometry: Geometry;
  readonly side: number;
  /** side² values, ink where 1. */
  readonly image: ArrayLike<number>;
}

const cell = 10;
const levels = [3, 2, 1] as const;

export function PoolingWindows({ geometry, side, image }: Props) {
  const [chosen, setChosen] = useState<Cell>({ row: 5, column: 5 });
  const [hovered, setHovered] = useState<Cell>();
  const pixel = chosen.row * side + chosen.column;
  const order = poolingOrder(geometry, side);
  const place = (k: number) => ({ x: (k % side) * cell, y: Math.floor(k / side) * cell, width: cell, height: cell });
  const inked = Array.from({ length: side * side }, (_, k) => k).filter((k) => image[k] === 1);
  const label = `${geometry === 'square' ? 'Square' : 'Mirror'} windows over an example`;
  return (
    <div className="windows-place">
      <svg
        data-plot="windows"
        className="windows"
        {...group}
        aria-label={label}
        viewBox={`-1 -1 ${side * cell + 2} ${side * cell + 24}`}
      >
        <rect className="windows-paper" width={side * cell} height={side * cell} />
        {inked.map((k) => (
          <rect key={k} className="windows-ink" {...place(k)} />
        ))}
        {levels.map((level) =>
          Array.from(pooledWith(order, pixel, level)).map((k) => (
            <rect key={`${level} ${k}`} className={`windows-level-${level}`} {...place(k)} />
          )),
        )}
        <rect className="windows-pixel" {...place(pixel)} />
        <text x={(side * cell) / 2} y={side * cell + 17} textAnchor="middle">
          {geometry} windows
        </text>
        <CellArea
          label={label}
          box={{ x: 0, y: 0, width: side * cell, height: side * cell }}
          rows={side}
          columns={side}
          hovered={hovered}
          onHover={(at) => {
            setHovered(at);
            if (at) setChosen(at);
          }}
          said={({ row, column }) =>
            `Row ${row + 1}, column ${column + 1} meets ${Array.from(pooledWith(order, row * side + column, 1))
              .map((k) => `row ${Math.floor(k / side) + 1} column ${(k % side) + 1}`)
              .join(', ')} first`
          }
        />
      </svg>
    </div>
  );
}
