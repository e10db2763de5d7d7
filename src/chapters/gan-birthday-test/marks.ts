/** What a reader's marks on the closest pairs say of the pool. Pure. */
import type { BirthdayFrame } from './birthday.experiment';
import { estimateEffectiveSupport, type SupportEstimate } from './theory';

export type Mark = 'duplicate' | 'different' | 'unsure';

/** One mark a card; undefined where none is made yet. */
export type Marks = readonly (Mark | undefined)[];

export interface Card {
  /** Numbers of the two draws; −1 for the catch pair. */
  readonly first: number;
  readonly second: number;
  /** Whether they are duplicates; undefined where nobody knows. */
  readonly truth: boolean | undefined;
  readonly planted: boolean;
}

export const cardsOf = ({ answers }: Pick<BirthdayFrame, 'answers'>): readonly Card[] =>
  Array.from({ length: answers.length / 3 }, (_, i) => {
    const [first, second, answer] = answers.slice(3 * i, 3 * i + 3);
    return { first, second, truth: answer < 0 ? undefined : answer === 1, planted: first < 0 };
  });

/** Triples of draws of which all three pairs are marked. */
function trianglesOf(pairs: readonly Card[]): number {
  const linked = new Set(pairs.flatMap(({ first, second }) => [`${first}-${second}`, `${second}-${first}`]));
  let triangles = 0;
  for (let i = 0; i < pairs.length; i++) {
    for (let j = i + 1; j < pairs.length; j++) {
      const [a, b] = [pairs[i], pairs[j]];
      const common = [a.first, a.second].find((draw) => draw === b.first || draw === b.second);
      if (common === undefined) continue;
      const others = [a, b].map((pair) => (pair.first === common ? pair.second : pair.first));
      if (linked.has(`${others[0]}-${others[1]}`)) triangles++;
    }
  }
  // Each was met once for every two of its sides.
  return triangles / 3;
}

export interface Verdict {
  readonly marked: number;
  readonly duplicates: number;
  readonly unsure: number;
  readonly estimate: SupportEstimate;
  /** Every pair shown counts as a duplicate, so there may be more that are not shown. */
  readonly exhausted: boolean;
}

/** The estimate from the pairs marked as duplicates; the planted pair does not count. */
export function verdictOf(cards: readonly Card[], marks: Marks, sampleSize: number): Verdict {
  const own = cards.map((card, i) => ({ card, mark: marks[i] })).filter(({ card }) => !card.planted);
  const duplicates = own.filter(({ mark }) => mark === 'duplicate').map(({ card }) => card);
  return {
    marked: marks.filter((mark) => mark !== undefined).length,
    duplicates: duplicates.length,
    unsure: own.filter(({ mark }) => mark === 'unsure').length,
    estimate: estimateEffectiveSupport(sampleSize, duplicates.length, trianglesOf(duplicates)),
    exhausted: own.length > 0 && duplicates.length === own.length,
  };
}

/** How the marks compare with what is known: for the reveal. */
export function comparisonOf(cards: readonly Card[], marks: Marks) {
  const own = cards.map((card, i) => ({ ...card, mark: marks[i] })).filter((card) => !card.planted);
  const known = own.filter(({ truth }) => truth !== undefined);
  return {
    known: known.length > 0,
    trueDuplicates: known.filter(({ truth }) => truth).length,
    found: known.filter(({ truth, mark }) => truth && mark === 'duplicate').length,
    falsely: known.filter(({ truth, mark }) => truth === false && mark === 'duplicate').length,
  };
}

/** What the planted pair was, and how it was marked, in a sentence. */
export function plantedSentence(cards: readonly Card[], marks: Marks): string {
  const place = cards.findIndex(({ planted }) => planted);
  if (place < 0) return '';
  const was = cards[place].truth ? 'one digit twice' : 'two different digits';
  const right = marks[place] === (cards[place].truth ? 'duplicate' : 'different');
  return `Pair ${place + 1} was planted: ${was}. You marked it ${marks[place] ?? 'not at all'}${right ? ', which is right' : ''}.`;
}

/** What the reader has done with the pairs of one sample. */
export interface Board {
  readonly marks: Marks;
  /** The pair that is shown large. */
  readonly current: number;
  /** Whether the size of the pool has been asked for. */
  readonly revealed: boolean;
}

export const emptyBoard = (cards: readonly Card[]): Board => ({
  marks: cards.map(() => undefined),
  current: 0,
  revealed: false,
});

/** How many pairs of the recorded sample are marked before the reader does anything. */
export const exampleMarks = 12;

/** A board begun by one who knows the answers, to show what marks lead to. */
export function exampleBoard(cards: readonly Card[]): Board {
  const marks = cards.map(({ truth }, i) =>
    i >= exampleMarks || truth === undefined ? undefined : truth ? 'duplicate' : 'different',
  );
  return { marks, current: nextUnmarked(marks, -1), revealed: false };
}

/** The next card without a mark, from `from` on and round again; where all have one, `from` itself or the first. */
export function nextUnmarked(marks: Marks, from: number): number {
  for (let i = 1; i <= marks.length; i++) {
    const candidate = (from + i) % marks.length;
    if (marks[candidate] === undefined) return candidate;
  }
  return Math.max(0, from);
}

/** The verdict as the marks of the pairs 1, 2, … come in: before the first, and after each that is marked. */
export function runningVerdicts(cards: readonly Card[], marks: Marks, sampleSize: number) {
  const places = [0, ...marks.map((_, i) => i + 1).filter((i) => marks[i - 1] !== undefined)];
  const until = (place: number) => marks.map((mark, i) => (i < place ? mark : undefined));
  return { places, verdicts: places.map((place) => verdictOf(cards, until(place), sampleSize)) };
}
