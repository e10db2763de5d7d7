/** A recorded sweep: a median a depth with its quartiles, the nuclear norm among them. */
import type { FigureState } from '../../essay/figure';
import { Band } from '../../plots/Band';
import { Line } from '../../plots/Line';
import { Points } from '../../plots/Points';
import type { Category } from '../../plots/tones';
import type { DrawsFrame, DrawsParams } from './completion-draws';

/** One curve of the sweep; depth 0 is the nuclear norm. */
export interface SweepCurve {
  readonly depth: number;
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly median: readonly number[];
  readonly high: readonly number[];
}

export function curvesOf({ recorded }: DrawsFrame): readonly SweepCurve[] {
  const rows = Array.from({ length: recorded.shape[0] }, (_, i) => Array.from(recorded.data.slice(5 * i, 5 * i + 5)));
  return [...new Set(rows.map(([depth]) => depth))].map((depth) => {
    const own = rows.filter((row) => row[0] === depth);
    const column = (index: number) => own.map((row) => row[index]);
    return { depth, x: column(1), low: column(2), median: column(3), high: column(4) };
  });
}

/** The same colour in every figure: the nuclear norm purple, depths 2, 3 and 4 blue, vermilion and green. */
export const colourOfDepth = (depth: number): Category => ([4, 5, 1, 2, 3, 6] as const)[depth] ?? 6;

export const nameOfDepth = (depth: number): string => (depth === 0 ? 'nuclear norm' : `depth ${depth}`);

/** Marks for a chart: bands first, so that no line is under one. */
export function sweepMarks(curves: readonly SweepCurve[]) {
  return [
    ...curves.map(({ depth, x, low, high }) => (
      <Band key={`band ${depth}`} x={x} low={low} high={high} category={colourOfDepth(depth)} />
    )),
    ...curves.map(({ depth, x, median }) => (
      <Line key={`line ${depth}`} name={nameOfDepth(depth)} x={x} y={median} category={colourOfDepth(depth)} />
    )),
  ];
}

/** The draws at one place of the horizontal axis, a little apart from each other; nuclear norm beside descent. */
function drawnAt(frame: DrawsFrame, spread: (part: number) => number) {
  const count = frame.points.shape[0];
  const x = Array.from({ length: count }, (_, i) => spread((i - (count - 1) / 2) / 4));
  return {
    x,
    descent: x.map((_, i) => frame.points.data[2 * i]),
    convex: x.map((_, i) => frame.points.data[2 * i + 1]),
  };
}

type Spread = (params: DrawsParams) => (part: number) => number;

/** Marks for the live draws, and for those of a pinned run in the colour of its own depth. */
export function liveMarks({ params, frame, ghost }: FigureState<DrawsParams, DrawsFrame>, spread: Spread) {
  const { x, descent, convex } = drawnAt(frame, spread(params));
  const pinned = ghost && drawnAt(ghost.frame, spread(ghost.params));
  const [norm, own] = [colourOfDepth(0), colourOfDepth(params.depth)];
  return [
    pinned && <Points key="pinned norm" tone="ghost" x={pinned.x} y={pinned.convex} category={norm} size={5} />,
    pinned && (
      <Points
        key="pinned"
        tone="ghost"
        x={pinned.x}
        y={pinned.descent}
        category={colourOfDepth(ghost.params.depth)}
        size={7}
      />
    ),
    <Points key="norm" name="live, nuclear norm" x={x} y={convex} category={norm} size={3} hollow />,
    <Points key="own" name={`live, depth ${params.depth}`} x={x} y={descent} category={own} size={5} />,
  ];
}
