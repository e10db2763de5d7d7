/**
 * The minimal cut of a circuit's tensor network, and the bounds on ranks that are written with it.
 * Levine, Yakira, Cohen, Shashua 2018: the rank of a matricization is at most the weight of the minimal cut that parts
 * the two sets of inputs. A pooled channel index joins both children and the parent, and is paid once.
 */
import { type CircuitShape, depthOf, leavesOf } from './theory';

/** An index of the network that the cut crosses. */
export interface CutIndex {
  /** −1 for the index between an input and its first convolution, else the layer whose channels are pooled. */
  readonly layer: number;
  /** Input (layer −1) or pooling window within the layer. */
  readonly location: number;
  /** Its dimension, a factor of the cut's weight. */
  readonly dimension: number;
}

export interface MinimalCut {
  /** Product of the dimensions of the indices cut: the bound on the rank. */
  readonly weight: number;
  readonly indices: readonly CutIndex[];
  /** `sides[l][j]`: whether the convolution at layer l, location j, lies on the first side. */
  readonly sides: readonly (readonly boolean[])[];
}

/** Cheapest way to cut a subtree while its top lies on a given side, with the choice below that attains it. */
interface Plan {
  readonly weight: number;
  readonly below?: readonly [boolean, boolean];
}

const both = [true, false] as const;

/** Two-state dynamic programming up the tree: O(N). `firstSide` parts the inputs. */
export function minimalCut(shape: CircuitShape, firstSide: readonly boolean[]): MinimalCut {
  const depth = depthOf(shape);
  const leaves = leavesOf(shape, firstSide);
  const plan = (
    side: boolean,
    left: ReadonlyMap<boolean, Plan>,
    right: ReadonlyMap<boolean, Plan>,
    width: number,
  ): Plan =>
    both
      .flatMap((l) => both.map((r) => [l, r] as const))
      .map(([l, r]) => ({
        weight: weightOf(left, l) * weightOf(right, r) * (l === side && r === side ? 1 : width),
        below: [l, r] as const,
      }))
      .reduce((best, next) => (next.weight < best.weight ? next : best));
  const weightOf = (plans: ReadonlyMap<boolean, Plan>, side: boolean): number =>
    plans.get(side)?.weight ?? Number.POSITIVE_INFINITY;

  const levels: ReadonlyMap<boolean, Plan>[][] = [
    leaves.map((leaf) => new Map(both.map((side) => [side, { weight: side === leaf ? 1 : shape.representation }]))),
  ];
  for (let l = 0; l < depth; l++) {
    const below = levels[l];
    levels.push(
      Array.from(
        { length: below.length / 2 },
        (_, j) => new Map(both.map((side) => [side, plan(side, below[2 * j], below[2 * j + 1], shape.widths[l])])),
      ),
    );
  }
  const top = levels[depth][0];
  const rootSide = weightOf(top, true) <= weightOf(top, false);
  return { weight: weightOf(top, rootSide), ...traced(shape, leaves, levels, rootSide) };
}

/** Follows the choices of the cheapest plan down from the output. */
function traced(
  shape: CircuitShape,
  leaves: readonly boolean[],
  levels: readonly (readonly ReadonlyMap<boolean, Plan>[])[],
  rootSide: boolean,
): Pick<MinimalCut, 'indices' | 'sides'> {
  const indices: CutIndex[] = [];
  const sides: boolean[][] = [];
  let above: readonly boolean[] = [rootSide];
  for (let level = levels.length - 1; level > 0; level--) {
    const layer = level - 1;
    const here: boolean[] = [];
    for (const [location, side] of above.entries()) {
      const [left, right] = levels[level][location].get(side)?.below ?? [side, side];
      here.push(left, right);
      if (left !== side || right !== side) indices.push({ layer, location, dimension: shape.widths[layer] });
    }
    sides[layer] = here;
    above = here;
  }
  for (const [location, side] of above.entries()) {
    if (side !== leaves[location]) indices.push({ layer: -1, location, dimension: shape.representation });
  }
  return { indices, sides };
}

/**
 * The closed form of the minimal cut where blocks of 2^s inputs alternate between the sides (s = 0 is odd/even,
 * s = L−1 left/right): min(r_s, r_{s−1}, r_{s−2}², …, r_0^{2^{s−1}}, M^{2^s})^{N/2^{s+1}}; for s = 0 min(r_0, M)^{N/2}.
 */
export function alternatingCut(shape: CircuitShape, s: number): number {
  const depth = depthOf(shape);
  if (s < 0 || s >= depth) throw new RangeError(`Blocks of 2^${s} inputs do not alternate among ${shape.inputs}.`);
  const own = shape.widths[s];
  const earlier = Array.from({ length: s }, (_, l) => shape.widths[l] ** (2 ** (s - 1 - l)));
  return Math.min(own, ...earlier, shape.representation ** (2 ** s)) ** (shape.inputs / 2 ** (s + 1));
}

/** Blocks of 2^s inputs, taken in turn to either side. */
export const alternatingPartition = (inputs: number, s: number): readonly boolean[] =>
  Array.from({ length: inputs }, (_, i) => Math.floor(i / 2 ** s) % 2 === 0);

/** A shallow circuit of Z hidden channels (CP decomposition) gives every matricization a rank of at most Z. */
export const shallowRankBound = (channels: number, representation: number, rowModes: number, inputs: number): number =>
  Math.min(channels, representation ** Math.min(rowModes, inputs - rowModes));

/** Channels that a shallow circuit needs to copy a generic deep one: min(r_0, M)^{N/2} (Cohen, Sharir, Shashua 2016, Thm 1). */
export const shallowChannelsNeeded = (shape: CircuitShape): number =>
  Math.min(shape.widths[0], shape.representation) ** (shape.inputs / 2);

/**
 * The least relative squared error with which a matrix of flat spectrum (`rank` equal singular values) can be met by
 * one of rank at most `bound` (Eckart–Young): 1 − bound/rank.
 */
export const flatSpectrumFloor = (rank: number, bound: number): number => Math.max(0, 1 - bound / rank);
