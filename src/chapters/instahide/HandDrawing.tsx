/** A pad of 28 × 28 pixels to draw on: press and drag to draw, begin on a drawn pixel to rub out. */
import { useRef } from 'react';
import type { Cell } from '../../plots/CellArea';
import { Heatmap } from '../../plots/Heatmap';
import { side } from './image-size';
import { useBitmap } from './useBitmap';

interface Props {
  readonly drawing: string;
  readonly onDraw: (drawing: string) => void;
}

/** A pen is two pixels wide. */
function withStroke(bits: Uint8Array, { row, column }: Cell, ink: number): Uint8Array {
  const next = bits.slice();
  for (let dy = 0; dy < 2; dy++) {
    for (let dx = 0; dx < 2; dx++) {
      if (row + dy < side && column + dx < side) next[(row + dy) * side + column + dx] = ink;
    }
  }
  return next;
}

export function HandDrawing({ drawing, onDraw }: Props) {
  const { bits, latest, edit } = useBitmap(drawing, onDraw);
  const ink = useRef(1);
  const draw = (cell: Cell, phase: 'press' | 'move') => {
    if (phase === 'press') ink.current = 1 - latest.current[cell.row * side + cell.column];
    edit((before) => withStroke(before, cell, ink.current));
  };
  return (
    <div>
      <Heatmap
        label="Your drawing"
        title="Draw here"
        rows={side}
        columns={side}
        values={bits}
        map="grey"
        domain={[0, 1]}
        colourBar={false}
        maximumHeight={220}
        onCell={draw}
        describe={(_, value) => (value > 0 ? 'drawn' : 'empty')}
      />
      <button type="button" className="quiet-button" onClick={() => edit((before) => before.map(() => 0))}>
        Clear the pad
      </button>
    </div>
  );
}
