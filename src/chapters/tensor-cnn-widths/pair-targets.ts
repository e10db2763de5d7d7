/**
 * Targets made of pairs: a product of two-input tables H, one a pair, each a Hadamard matrix. Across any cut the
 * spectrum is flat, with as many equal singular values as the product of the ranks of the pairs that the cut parts, so
 * that the least error at a given rank is exactly 1 − bound/rank.
 */
import { minimalCut } from './minimal-cut';
import { type CircuitShape, leavesOf } from './theory';

/** One input is a number 0 … 3, two bits (a, b) with a the high one. */
export interface Pair {
  readonly inputs: readonly [number, number];
  /** 4: (−1)^(a a' + b b'); 2: (−1)^(a a'), blind to the low bit. */
  readonly rank: 2 | 4;
}

export type TargetName = 'short-range' | 'long-range' | 'mirror-pairs';

/** Pairs of eight inputs: neighbours; inputs half the line apart; mirror images. */
export const targets: Readonly<Record<TargetName, readonly Pair[]>> = {
  'short-range': [0, 2, 4, 6].map((i) => ({ inputs: [i, i + 1], rank: 4 })),
  'long-range': [0, 2].map((i) => ({ inputs: [i, i + 4], rank: 2 })),
  'mirror-pairs': [0, 1, 2, 3].map((i) => ({ inputs: [i, 7 - i], rank: 4 })),
};

/** Leaf orders: square windows pool neighbours; mirror windows pool an input with its reflection, then neighbouring pairs. */
export const leafOrders = {
  square: [0, 1, 2, 3, 4, 5, 6, 7],
  mirror: [0, 7, 1, 6, 2, 5, 3, 4],
} as const;

const sign = (pair: Pair, x: number, y: number): number => {
  const high = (x >> 1) & (y >> 1);
  const low = pair.rank === 4 ? x & y & 1 : 0;
  return high ^ low ? -1 : 1;
};

/** The target over the leaves of a tree, 4^8 entries of one size with unit Frobenius norm, leaf 0 slowest. */
export function targetTensor(pairs: readonly Pair[], leafOrder: readonly number[]): Float32Array {
  const inputs = leafOrder.length;
  const size = 4 ** inputs;
  const unit = 1 / Math.sqrt(size);
  const placeOf = leafOrder.map((_, input) => leafOrder.indexOf(input));
  const digit = (flat: number, input: number) => (flat >> (2 * (inputs - 1 - placeOf[input]))) & 3;
  return Float32Array.from({ length: size }, (_, flat) =>
    pairs.reduce((value, pair) => value * sign(pair, digit(flat, pair.inputs[0]), digit(flat, pair.inputs[1])), unit),
  );
}

/** The rank of a target across a partition of the inputs: the product over the pairs that it parts. */
export const targetRank = (pairs: readonly Pair[], firstSide: readonly boolean[]): number =>
  pairs.reduce((rank, { inputs: [i, j], rank: own }) => (firstSide[i] === firstSide[j] ? rank : rank * own), 1);

/** The partition that binds, and the relative squared error below which no weights can go. */
export interface Floor {
  readonly error: number;
  readonly firstSide: readonly boolean[];
}

/**
 * Largest Eckart–Young floor over all partitions of the inputs: 1 − (minimal cut)/(rank of the target), at least 0.
 * Published bound: Levine et al. 2018; the floor is its consequence for squared error.
 */
export function predictedFloor(shape: CircuitShape, pairs: readonly Pair[]): Floor {
  let floor: Floor = {
    error: 0,
    firstSide: leavesOf(
      shape,
      Array.from({ length: shape.inputs }, (_, i) => i === 0),
    ),
  };
  for (let mask = 1; mask < 2 ** (shape.inputs - 1); mask++) {
    const firstSide = Array.from({ length: shape.inputs }, (_, i) => (mask & (1 << i)) !== 0);
    const error = 1 - minimalCut(shape, firstSide).weight / targetRank(pairs, firstSide);
    if (error > floor.error) floor = { error, firstSide };
  }
  return floor;
}
