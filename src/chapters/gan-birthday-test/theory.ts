/**
 * The birthday-paradox test, float64: from the collisions in a sample to the support of what it was drawn from.
 *
 * `support` N is the number of equally likely things, `sampleSize` s how many are drawn with replacement, and
 * `probabilities` the weights where the things are not equally likely. Arora & Zhang 2017, section 2.
 */
import { betaQuantile, chiSquareQuantile, increasingRoot } from './quantiles';

/** Number of pairs among s samples: s(s − 1)/2. */
export const pairsOf = (sampleSize: number): number => (sampleSize * (sampleSize - 1)) / 2;

/** P(N, s) = 1 − ∏_{i<s} (1 − i/N): the chance that s draws from N equally likely things hold a duplicate; N may be fractional. */
export function collisionProbability(support: number, sampleSize: number): number {
  if (sampleSize < 2) return 0;
  if (sampleSize > support) return 1;
  let lnDistinct = 0;
  for (let i = 1; i < sampleSize; i++) lnDistinct += Math.log1p(-i / support);
  return -Math.expm1(lnDistinct);
}

/** P(N, 1 … s) at once: entry i belongs to the sample size i + 1. */
export function collisionCurve(support: number, largestSample: number): Float64Array {
  const curve = new Float64Array(largestSample);
  let lnDistinct = 0;
  for (let i = 1; i < largestSample; i++) {
    lnDistinct += i < support ? Math.log1p(-i / support) : Number.NEGATIVE_INFINITY;
    curve[i] = -Math.expm1(lnDistinct);
  }
  return curve;
}

/** The smallest sample in which a duplicate is at least as likely as not: about 1.1774 √N. */
export function sampleSizeForHalf(support: number): number {
  let distinct = 1;
  let sampleSize = 1;
  for (; distinct > 0.5; sampleSize++) distinct *= Math.max(0, 1 - sampleSize / support);
  return sampleSize;
}

/** The (fractional) support N for which `sampleSize` draws collide with chance `probability`; at ½ about 0.7213 s². */
export function supportForProbability(sampleSize: number, probability: number): number {
  if (probability <= 0) return Number.POSITIVE_INFINITY;
  if (probability >= 1) return sampleSize - 1;
  // P ≤ n₂/N for every N, so the root lies below n₂/P.
  const high = pairsOf(sampleSize) / probability;
  return increasingRoot((n) => probability - collisionProbability(n, sampleSize), sampleSize - 1, high);
}

/** q = Σ pᵢ²: the chance that two draws agree. */
export const collisionRate = (probabilities: ArrayLike<number>): number =>
  Array.from(probabilities).reduce((sum, p) => sum + p * p, 0);

/** N_eff = 1/Σ pᵢ² ≤ the number of things, with equality where all are equally likely. Weights need not be normalised. */
export function effectiveSupport(weights: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
    squares += weights[i] ** 2;
  }
  return sum ** 2 / squares;
}

/** The chance of a duplicate for each sample size 1 … s, where thing i has probability pᵢ: 1 − s! e_s(p). */
export function nonUniformCollisionCurve(probabilities: ArrayLike<number>, largestSample: number): Float64Array {
  // distinct[j] = j! e_j(p): the chance that j draws are all distinct and among the things seen so far.
  const distinct = new Float64Array(largestSample + 1);
  distinct[0] = 1;
  for (let i = 0; i < probabilities.length; i++) {
    for (let j = Math.min(i + 1, largestSample); j >= 1; j--) distinct[j] += j * probabilities[i] * distinct[j - 1];
  }
  return Float64Array.from({ length: largestSample }, (_, i) => 1 - distinct[i + 1]);
}

/** The smallest sample in which a duplicate is at least as likely as not, for any probabilities. */
export function nonUniformSampleSizeForHalf(probabilities: ArrayLike<number>): number {
  // P ≥ ½ at the latest where it is for the same number of equally likely things.
  const largest = sampleSizeForHalf(probabilities.length);
  return 1 + nonUniformCollisionCurve(probabilities, largest).findIndex((p) => p >= 0.5);
}

/** For any distribution P ≤ s(s−1)/2 · q, so a duplicate as likely as not at s means N_eff ≤ s(s − 1). */
export const effectiveSupportBound = (sampleSize: number): number => sampleSize * (sampleSize - 1);

export interface SupportEstimate {
  /** N̂ = n₂/(C + 1), with n₂ the number of pairs and C the collisions: finite always, unbiased up to N e^{−n₂/N}. */
  readonly estimate: number;
  /** 95 % interval; without a collision `lower` is the one-sided 95 % bound and `upper` is infinite. */
  readonly lower: number;
  readonly upper: number;
}

/** Support from C colliding pairs among s samples, where the things are equally likely: C is nearly Poisson with mean n₂/N. */
export function estimateSupport(sampleSize: number, collisions: number): SupportEstimate {
  const pairs = pairsOf(sampleSize);
  const estimate = pairs / (collisions + 1);
  if (collisions === 0) return { estimate, lower: pairs / -Math.log(0.05), upper: Number.POSITIVE_INFINITY };
  return {
    estimate,
    lower: (2 * pairs) / chiSquareQuantile(0.975, 2 * collisions + 2),
    upper: (2 * pairs) / chiSquareQuantile(0.025, 2 * collisions),
  };
}

/** Colliding pairs and triples where thing i was seen countᵢ times. */
export function collisionsOf(counts: ArrayLike<number>): { readonly pairs: number; readonly triples: number } {
  let pairs = 0;
  let triples = 0;
  for (let i = 0; i < counts.length; i++) {
    const c = counts[i];
    pairs += (c * (c - 1)) / 2;
    triples += (c * (c - 1) * (c - 2)) / 6;
  }
  return { pairs, triples };
}

/** Var C = n₂(q − q²) + s(s−1)(s−2)(Σp³ − q²): pairs that share a sample are not independent unless p is uniform. */
export function collisionVariance(sampleSize: number, rate: number, cubes: number): number {
  const ordered = sampleSize * (sampleSize - 1) * (sampleSize - 2);
  return pairsOf(sampleSize) * (rate - rate ** 2) + ordered * (cubes - rate ** 2);
}

const normal975 = 1.96;

/**
 * The same for things that need not be equally likely: N̂ estimates N_eff, and the interval is the union of the
 * Poisson interval and n₂/C · exp(± 1.96 se), with the triples' share standing in for Σp³.
 */
export function estimateEffectiveSupport(sampleSize: number, collisions: number, triples: number): SupportEstimate {
  const poisson = estimateSupport(sampleSize, collisions);
  if (collisions === 0) return poisson;
  const pairs = pairsOf(sampleSize);
  const cubes = sampleSize > 2 ? triples / ((pairs * (sampleSize - 2)) / 3) : 0;
  const variance = Math.max(0, collisionVariance(sampleSize, collisions / pairs, cubes));
  const factor = Math.exp((normal975 * Math.sqrt(variance)) / collisions);
  const point = pairs / collisions;
  return {
    estimate: poisson.estimate,
    lower: Math.min(poisson.lower, point / factor),
    upper: Math.max(poisson.upper, point * factor),
  };
}

/** Clopper and Pearson's exact 95 % interval for a probability after `successes` of `trials`. */
export function clopperPearson(successes: number, trials: number): readonly [lower: number, upper: number] {
  return [
    successes === 0 ? 0 : betaQuantile(0.025, successes, trials - successes + 1),
    successes === trials ? 1 : betaQuantile(0.975, successes + 1, trials - successes),
  ];
}

/** Support where only "this batch held a duplicate" was noted: the interval of P, put through the inverse of P(N, s). */
export function estimateSupportFromBatches(
  sampleSize: number,
  collidingBatches: number,
  batches: number,
): SupportEstimate {
  const [least, most] = clopperPearson(collidingBatches, batches);
  return {
    estimate: supportForProbability(sampleSize, collidingBatches / batches),
    lower: supportForProbability(sampleSize, most),
    upper: supportForProbability(sampleSize, least),
  };
}

/** Chao's bias-corrected lower bound on the number of things: seen + f₁(f₁ − 1)/2(f₂ + 1), f_k of them seen k times. */
export function chao1(counts: ArrayLike<number>): number {
  const seen = Array.from(counts).filter((c) => c > 0);
  const times = (k: number) => seen.filter((c) => c === k).length;
  return seen.length + (times(1) * (times(1) - 1)) / (2 * (times(2) + 1));
}
