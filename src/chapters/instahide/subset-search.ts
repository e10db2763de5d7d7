/** Searches for the k vectors behind a sum that can be paused anywhere: each call of `advance` tries a bounded number. */
import { choose, type VectorSet } from './subset-sum-theory';

export interface SubsetSearch {
  /** Tries up to `budget` more sums. */
  advance(budget: number): void;
  /** Sums tried so far. */
  readonly tried: number;
  /** The members once they are found. */
  readonly found: readonly number[] | null;
  /** True once found, or once there is nothing left to try. */
  readonly finished: boolean;
}

/** Steps through the r-subsets of 0 … n − 1 in order; false after the last. */
export function nextSubset(subset: Int32Array, n: number): boolean {
  const r = subset.length;
  let i = r - 1;
  while (i >= 0 && subset[i] === n - r + i) i--;
  if (i < 0) return false;
  subset[i]++;
  for (let j = i + 1; j < r; j++) subset[j] = subset[j - 1] + 1;
  return true;
}

const firstSubset = (r: number): Int32Array => Int32Array.from({ length: r }, (_, i) => i);

/** Whether the vectors add up to the target in every coordinate; behind a mask, up to a sign in each. */
function addsUp(vectors: VectorSet, members: ArrayLike<number>, target: ArrayLike<number>, masked: boolean): boolean {
  const { dimension, data } = vectors;
  for (let c = 0; c < dimension; c++) {
    let sum = 0;
    for (let i = 0; i < members.length; i++) sum += data[members[i] * dimension + c];
    const miss = masked ? Math.abs(sum) - Math.abs(target[c]) : sum - target[c];
    if (Math.abs(miss) > 1e-6) return false;
  }
  return true;
}

/** Tries all C(N, k) subsets, one after the other. */
export function bruteForceSearch(
  vectors: VectorSet,
  target: ArrayLike<number>,
  k: number,
  masked: boolean,
): SubsetSearch {
  const subset = firstSubset(k);
  let [tried, finished] = [0, false];
  let found: readonly number[] | null = null;
  return {
    advance(budget) {
      for (let left = budget; left > 0 && !finished; left--) {
        tried++;
        if (addsUp(vectors, subset, target, masked)) found = [...subset];
        finished = found !== null || !nextSubset(subset, vectors.count);
      }
    },
    get tried() {
      return tried;
    },
    get found() {
      return found;
    },
    get finished() {
      return finished;
    },
  };
}

/** A hash table of h-subsets by the first coordinate of their sum. */
class SumTable {
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly members: Int32Array;
  private size = 0;

  constructor(
    entries: number,
    private readonly h: number,
    private readonly spread: number,
  ) {
    this.heads = new Int32Array(Math.max(16, entries)).fill(-1);
    this.next = new Int32Array(entries);
    this.members = new Int32Array(entries * h);
  }

  private bucket(value: number): number {
    const share = (value / this.spread + 1) / 2;
    return Math.min(this.heads.length - 1, Math.max(0, Math.floor(share * this.heads.length)));
  }

  add(value: number, subset: Int32Array): void {
    const bucket = this.bucket(value);
    this.members.set(subset, this.size * this.h);
    this.next[this.size] = this.heads[bucket];
    this.heads[bucket] = this.size++;
  }

  /** Visits the subsets whose sum may be `value`; stops once `visit` returns true. */
  lookUp(value: number, visit: (subset: Int32Array) => boolean): boolean {
    const last = this.bucket(value + 1e-6);
    for (let bucket = this.bucket(value - 1e-6); bucket <= last; bucket++) {
      for (let entry = this.heads[bucket]; entry >= 0; entry = this.next[entry]) {
        if (visit(this.members.subarray(entry * this.h, (entry + 1) * this.h))) return true;
      }
    }
    return false;
  }
}

/** Where a table would take more memory than a browser gives. */
export const mostTableEntries = 4_000_000;

/**
 * Meet in the middle: a table of all ⌊k/2⌋-subsets by the first coordinate of their sum, then one look-up for each of
 * the other subsets. Behind a mask the first coordinate is known up to its sign: two look-ups.
 * Throws a RangeError where the table would not fit.
 */
export function meetInTheMiddleSearch(
  vectors: VectorSet,
  target: ArrayLike<number>,
  k: number,
  masked: boolean,
): SubsetSearch {
  const { count, dimension, data } = vectors;
  const h = Math.floor(k / 2);
  const entries = choose(count, h);
  if (entries > mostTableEntries) throw new RangeError(`The table would need ${entries} entries.`);
  const table = new SumTable(entries, h, 5 * Math.sqrt(h));
  const sides = masked ? [target[0], -target[0]] : [target[0]];
  const firstCoordinate = (subset: Int32Array): number => {
    let sum = 0;
    for (let i = 0; i < subset.length; i++) sum += data[subset[i] * dimension];
    return sum;
  };
  let subset = firstSubset(h);
  let building = true;
  let [tried, finished] = [0, false];
  let found: readonly number[] | null = null;

  const lookUp = (): void => {
    const value = firstCoordinate(subset);
    for (const side of sides) {
      table.lookUp(side - value, (half) => {
        if (half.some((member) => subset.includes(member))) return false;
        const members = [...half, ...subset];
        if (!addsUp(vectors, members, target, masked)) return false;
        found = members.sort((a, b) => a - b);
        return true;
      });
    }
    finished = found !== null || !nextSubset(subset, count);
  };
  const build = (): void => {
    table.add(firstCoordinate(subset), subset);
    if (nextSubset(subset, count)) return;
    building = false;
    subset = firstSubset(k - h);
  };
  return {
    advance(budget) {
      for (let left = budget; left > 0 && !finished; left--) {
        tried++;
        if (building) build();
        else lookUp();
      }
    },
    get tried() {
      return tried;
    },
    get found() {
      return found;
    },
    get finished() {
      return finished;
    },
  };
}
