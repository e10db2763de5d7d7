import { ImageGrid } from '../../plots/ImageGrid';
import type { BirthdayFrame } from './birthday.experiment';
import { type Board, cardsOf, type Mark } from './marks';

interface Props {
  readonly frame: BirthdayFrame;
  readonly board: Board;
  /** What the pairs are, for those who do not see them. */
  readonly label: string;
  readonly marked?: readonly number[];
  readonly onPicture?: (index: number) => void;
}

const signs: Readonly<Record<Mark, string>> = { duplicate: '=', different: '≠', unsure: '?' };

/** The two pictures of every card side by side, with a column between them: cards × 14 × 30. */
function pairPictures({ cards }: BirthdayFrame): Uint8Array {
  const [count, each, rows, columns] = cards.shape;
  const wide = 2 * columns + 2;
  const pictures = new Uint8Array(count * rows * wide).fill(120);
  for (let card = 0; card < count; card++) {
    for (let side = 0; side < 2; side++) {
      for (let row = 0; row < rows; row++) {
        const from = ((card * each + side) * rows + row) * columns;
        pictures.set(cards.data.subarray(from, from + columns), (card * rows + row) * wide + side * (columns + 2));
      }
    }
  }
  return pictures;
}

/** All pairs, small, each with its mark; once revealed, a star tells which one was planted. */
export function PairGrid({ frame, board, label, marked, onPicture }: Props) {
  const [count, , rows, columns] = frame.cards.shape;
  const captions = cardsOf(frame).map(({ planted }, i) => {
    const made = board.marks[i];
    return `${i + 1}${made ? ` ${signs[made]}` : ''}${planted && board.revealed ? ' ∗' : ''}`;
  });
  return (
    <ImageGrid
      label={label}
      images={pairPictures(frame)}
      count={count}
      rows={rows}
      columns={2 * columns + 2}
      perRow={6}
      domain={[0, 255]}
      captions={captions}
      marked={marked}
      maximumSize={96}
      onPicture={onPicture}
    />
  );
}
