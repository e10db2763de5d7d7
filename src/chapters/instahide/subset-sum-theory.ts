/**
 * k-vector subset sum: given v_1 … v_N and the sum of k of them, which k? What each way of answering costs, in float64.
 */

/** The binomial coefficient as a float64. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result *= (n - k + i) / i;
  return Math.round(result);
}

/** Numbers of elementary trials; each trial of a search looks at one sum. */
export interface SubsetSumCosts {
  /** Every k-subset: C(N, k). */
  readonly bruteForce: number;
  /** A table of all ⌊k/2⌋-subsets, and a look-up for each of the other half's. */
  readonly meetInTheMiddle: number;
  /** Entries of that table: its memory. */
  readonly tableEntries: number;
  /** The lower bound on the slides: N^{k/2}. */
  readonly slideBound: number;
  /** The one in the authors' article: N^{k−2}. */
  readonly articleBound: number;
  /** Multiplications of N inner products in d dimensions. */
  readonly innerProducts: number;
}

export function subsetSumCosts(n: number, k: number, dimension: number): SubsetSumCosts {
  const half = Math.floor(k / 2);
  const tableEntries = choose(n, half);
  return {
    bruteForce: choose(n, k),
    meetInTheMiddle: tableEntries + choose(n, k - half),
    tableEntries,
    slideBound: n ** (k / 2),
    articleBound: n ** (k - 2),
    innerProducts: n * dimension,
  };
}

/** N vectors of dimension d, row-major, of about mean 0 and variance 1 per entry. */
export interface VectorSet {
  readonly count: number;
  readonly dimension: number;
  readonly data: Float32Array;
}

/** Σ over the chosen vectors. */
export function sumOfVectors({ dimension, data }: VectorSet, members: readonly number[]): Float64Array {
  const sum = new Float64Array(dimension);
  for (const member of members) {
    for (let c = 0; c < dimension; c++) sum[c] += data[member * dimension + c];
  }
  return sum;
}

/**
 * One inner product with each vector. Unmasked: ⟨x, v_j⟩. Behind a random sign mask, squares survive:
 * ⟨x²/k − 1, v_j² − 1⟩, since the mask does not change x².
 */
export function innerProductScores(vectors: VectorSet, target: ArrayLike<number>, k: number, masked: boolean) {
  const { count, dimension, data } = vectors;
  const probe = Float64Array.from(target, (x) => (masked ? (x * x) / k - 1 : x));
  const scores = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const row = j * dimension;
    let score = 0;
    if (masked) for (let c = 0; c < dimension; c++) score += probe[c] * (data[row + c] * data[row + c] - 1);
    else for (let c = 0; c < dimension; c++) score += probe[c] * data[row + c];
    scores[j] = score;
  }
  return scores;
}

/** The positions of the `k` largest scores. */
export function topPositions(scores: ArrayLike<number>, k: number): number[] {
  const top: number[] = [];
  for (let j = 0; j < scores.length; j++) {
    if (top.length === k && scores[j] <= scores[top[k - 1]]) continue;
    let place = top.length;
    while (place > 0 && scores[top[place - 1]] < scores[j]) place--;
    top.splice(place, 0, j);
    if (top.length > k) top.pop();
  }
  return top;
}

/** The share of the members that are found among the guesses. */
export function hitRate(members: readonly number[], guesses: readonly number[]): number {
  return members.filter((member) => guesses.includes(member)).length / members.length;
}
