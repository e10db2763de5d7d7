/**
 * The human in the loop: the closest pairs of a sample, marked one by one by click or by key, a running estimate of
 * how many different things there are, and the reveal.
 */
import type { KeyboardEvent } from 'react';
import { ImageGrid } from '../../plots/ImageGrid';
import type { BirthdayFrame } from './birthday.experiment';
import { EstimateCharts } from './EstimateCharts';
import { Revealed } from './Revealed';
import './marking.css';
import { type Board, cardsOf, emptyBoard, type Mark, nextUnmarked, verdictOf } from './marks';
import { PairGrid } from './PairGrid';
import type { PinnedEstimate } from './pinned-estimate';
import { about } from './words';

interface Props {
  readonly frame: BirthdayFrame;
  readonly board: Board;
  readonly pinned: PinnedEstimate | undefined;
  readonly onChange: (board: Board) => void;
}

const choices: readonly { readonly mark: Mark; readonly label: string; readonly key: string }[] = [
  { mark: 'duplicate', label: 'Duplicate', key: 'd' },
  { mark: 'different', label: 'Different', key: 'f' },
  { mark: 'unsure', label: 'Unsure', key: 'u' },
];

export function MarkingBoard({ frame, board, pinned, onChange }: Props) {
  const cards = cardsOf(frame);
  const { marks, current, revealed } = board;
  const [, each, rows, columns] = frame.cards.shape;
  const size = each * rows * columns;
  const verdict = verdictOf(cards, marks, frame.step);

  const mark = (chosen: Mark) => {
    if (revealed) return;
    const next = marks.map((old, i) => (i === current ? chosen : old));
    onChange({ ...board, marks: next, current: nextUnmarked(next, current) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const choice = choices.find(({ key }) => key === event.key.toLowerCase());
    if (!choice) return;
    event.preventDefault();
    event.stopPropagation();
    mark(choice.mark);
  };
  const card = frame.cards.data.subarray(current * size, (current + 1) * size);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a board with keys of its own.
    <div
      className="marking"
      role="group"
      aria-label="Mark the closest pairs: D duplicate, F different, U unsure"
      onKeyDown={press}
    >
      <div className="marking-current">
        <ImageGrid
          label={`Pair ${current + 1} of ${cards.length}, and the training digit nearest to its first`}
          images={card}
          count={3}
          rows={rows}
          columns={columns}
          perRow={3}
          domain={[0, 255]}
          captions={['first', 'second', 'training']}
          maximumSize={110}
        />
        <div className="marking-choices">
          <p>
            Pair {current + 1} of {cards.length}: is it the same digit, drawn twice?
          </p>
          {choices.map(({ mark: made, label, key }) => (
            <button
              key={made}
              type="button"
              aria-pressed={marks[current] === made}
              aria-keyshortcuts={key}
              disabled={revealed}
              onClick={() => mark(made)}
            >
              {label} <kbd>{key.toUpperCase()}</kbd>
            </button>
          ))}
        </div>
      </div>
      <PairGrid
        label={`The ${cards.length} pairs, from the closest; choose one to mark it`}
        frame={frame}
        board={board}
        marked={[current]}
        onPicture={(chosen) => onChange({ ...board, current: chosen })}
      />
      <p className="marking-estimate" aria-live="polite">
        {estimateSentence(verdict, cards.length)}
      </p>
      <EstimateCharts frame={frame} board={board} pinned={pinned} />
      {revealed ? (
        <Revealed frame={frame} cards={cards} marks={marks} />
      ) : (
        <p className="marking-choices">
          <button type="button" disabled={verdict.marked === 0} onClick={() => onChange({ ...board, revealed: true })}>
            Reveal how many there are
          </button>
          {/* Never disabled: it would lose the focus by its own press. */}
          <button type="button" onClick={() => onChange(emptyBoard(cards))}>
            Clear all marks
          </button>
        </p>
      )}
    </div>
  );
}

/** The running estimate in words. */
function estimateSentence(
  { marked, duplicates, unsure, estimate, exhausted }: ReturnType<typeof verdictOf>,
  cards: number,
): string {
  if (marked === 0) return 'Mark the first pair to get an estimate.';
  const doubts = unsure > 0 ? ` (${unsure} unsure)` : '';
  const found = `${marked} of ${cards} marked, ${duplicates} ${duplicates === 1 ? 'duplicate' : 'duplicates'}${doubts}: `;
  if (duplicates === 0)
    return `${found}no duplicate yet, so at least ${about(estimate.lower)} different digits are likely (95 %).`;
  const more = exhausted
    ? ' All pairs that are shown are duplicates: there may be more, and fewer different digits.'
    : '';
  return `${found}about ${about(estimate.estimate)} different digits; 95 % interval ${about(estimate.lower)} to ${about(estimate.upper)}.${more}`;
}
