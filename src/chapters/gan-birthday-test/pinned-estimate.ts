/** What a pinned run says of its pool, in terms that the next run's charts have: by its own count, or by the reader's. */
import type { FigureState } from '../../essay/figure';
import type { BirthdayFrame, BirthdayParams } from './birthday.experiment';
import { type Board, cardsOf, runningVerdicts } from './marks';
import { collisionCurve } from './theory';

export interface PinnedEstimate {
  /** The estimate as pairs were marked; empty where nothing was marked by hand. */
  readonly byPair: { readonly x: readonly number[]; readonly y: readonly number[] };
  /** The estimate as digits were drawn; empty where the count was left to the reader. */
  readonly byDraw: { readonly x: readonly number[]; readonly y: readonly number[] };
  /** The last estimate; NaN where there is none. */
  readonly estimate: number;
  /** What is known of the pool; NaN where it is for the reader to find out. */
  readonly truth: number;
  /** P of a duplicate for samples of 1, 2, …: as known of the pool, or by the reader's estimate; NaN without either. */
  readonly curve: { readonly x: readonly number[]; readonly y: Float64Array };
}

type Pinned = NonNullable<FigureState<BirthdayParams, BirthdayFrame>['ghost']>;

const nothing = { x: [], y: [] } as const;

/** The estimate after each draw with its interval, which has no upper end before the first duplicate. */
export function estimatesByDraw({ estimates }: BirthdayFrame) {
  const x = Array.from({ length: estimates.length / 3 }, (_, i) => i + 1);
  const column = (k: number) => x.map((_, i) => estimates[3 * i + k]);
  const [estimate, lower, upper] = [0, 1, 2].map(column);
  const unbounded = (i: number) => Number.isNaN(upper[i]) && lower[i] > 0;
  return { x, estimate, lower, upper: upper.map((end, i) => (unbounded(i) ? 1e6 : end)) };
}

/** The estimate of the marks of the pairs 1, 2, …: NaN until one is a duplicate. */
export function estimatesOf(frame: BirthdayFrame, board: Board) {
  const { places, verdicts } = runningVerdicts(cardsOf(frame), board.marks, frame.step);
  const y = verdicts.map(({ duplicates, estimate }) => (duplicates > 0 ? estimate.estimate : Number.NaN));
  return { x: places, y, verdicts };
}

const curveBy = (estimate: number, largest: number): Float64Array =>
  Number.isNaN(estimate) ? new Float64Array(largest).fill(estimate) : collisionCurve(Math.max(1, estimate), largest);

export function pinnedEstimate({ params, frame }: Pinned, board: Board): PinnedEstimate {
  const byHand = params.marking === 'by-hand';
  const marked = byHand ? estimatesOf(frame, board) : nothing;
  const estimate = (byHand ? marked.y.at(-1) : frame.metrics.estimate) ?? Number.NaN;
  const { x, estimate: y } = byHand ? { x: [], estimate: [] } : estimatesByDraw(frame);
  const drawn = { x, y };
  const sizes = Array.from(frame.curve, (_, i) => i + 1);
  return {
    byPair: marked,
    byDraw: drawn,
    estimate,
    truth: byHand ? Number.NaN : frame.effectiveSupport,
    curve: { x: sizes, y: byHand ? curveBy(estimate, sizes.length) : frame.curve },
  };
}
