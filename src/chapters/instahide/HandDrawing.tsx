/** A pad of 28 × 28 pixels to draw on: press and drag to draw, begin on a drawn pixel to rub out. */
import { useRef } from 'react';
import type { Cell } from '../../plots/CellArea';
import { Heatmap } from '../../plots/Heatmap';
import { bitmapFrom, textOf } from './bitmap';
import { side } from './image-size';

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
  const ink = useRef(1);
  const latest = useRef({ given: drawing, bits: bitmapFrom(drawing) });
  // A drag is faster than the figure's state: strokes are added to what was drawn last, not to what was shown last.
  if (latest.current.given !== drawing) latest.current = { given: drawing, bits: bitmapFrom(drawing) };
  const draw = (cell: Cell, phase: 'press' | 'move') => {
    const { bits } = latest.current;
    if (phase === 'press') ink.current = 1 - bits[cell.row * side + cell.column];
    const next = withStroke(bits, cell, ink.current);
    const text = textOf(next);
    latest.current = { given: latest.current.given, bits: next };
    onDraw(text);
  };
  return (
    <div>
      <Heatmap
        label="Your drawing"
        title="Draw here"
        rows={side}
        columns={side}
        values={latest.current.bits}
        map="grey"
        domain={[0, 1]}
        colourBar={false}
        maximumHeight={220}
        onCell={draw}
        describe={(_, value) => (value > 0 ? 'drawn' : 'empty')}
      />
      <button type="button" className="quiet-button" onClick={() => onDraw('')}>
        Clear
      </button>
    </div>
  );
}
