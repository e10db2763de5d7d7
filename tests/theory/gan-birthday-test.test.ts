import { describe, expect, it } from 'vitest';
import {
  chao1,
  clopperPearson,
  collisionCurve,
  collisionProbability,
  collisionRate,
  collisionsOf,
  collisionVariance,
  effectiveSupport,
  effectiveSupportBound,
  estimateEffectiveSupport,
  estimateSupport,
  estimateSupportFromBatches,
  nonUniformCollisionCurve,
  nonUniformSampleSizeForHalf,
  pairsOf,
  sampleSizeForHalf,
  supportForProbability,
} from '../../src/chapters/gan-birthday-test/theory';
import { seededRandom } from '../../src/lab/random';

/** Agrees in every digit of a fixture that is written with ten of them or fewer. */
const toDigits = (value: number, fixture: number, relative = 1e-9) =>
  expect(Math.abs(value / fixture - 1)).toBeLessThan(relative);

const zipf = (n: number) => {
  const weights = Array.from({ length: n }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
};

const spike = [0.1, ...Array.from({ length: 1000 }, () => 0.9 / 1000)];

/** Draws `sampleSize` times and counts how often each thing came up. */
function drawCounts(probabilities: readonly number[], sampleSize: number, uniform: () => number): Int32Array {
  const cumulative: number[] = [];
  let sum = 0;
  for (const p of probabilities) {
    sum += p;
    cumulative.push(sum);
  }
  const counts = new Int32Array(probabilities.length);
  for (let i = 0; i < sampleSize; i++) {
    const u = uniform() * sum;
    let low = 0;
    for (let high = counts.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    counts[low]++;
  }
  return counts;
}

describe('the birthday paradox', () => {
  it.each([
    [365, 22, 0.4756953077],
    [365, 23, 0.5072972343],
    [100, 10, 0.3718434904],
    [100, 12, 0.4968466358],
    [100, 13, 0.5572250395],
    [1e4, 119, 0.5058369938],
    [160000, 400, 0.3929630548],
    [250000, 500, 0.3930644469],
    [250000, 589, 0.5000304843],
    [1e6, 1000, 0.3932670286],
    [1e6, 1178, 0.500189005],
  ])('has P(%d, %d) = %d', (support, sampleSize, probability) => {
    expect(collisionProbability(support, sampleSize)).toBeCloseTo(probability, 10);
  });

  it.each([
    [8, 4],
    [25, 7],
    [64, 10],
    [100, 13],
    [365, 23],
    [1000, 38],
    [1e4, 119],
    [250000, 589],
    [1e6, 1178],
  ])('is as likely as not for N = %d at s = %d', (support, sampleSize) => {
    expect(sampleSizeForHalf(support)).toBe(sampleSize);
  });

  it.each([
    [20, 280.69],
    [100, 7174.584],
    [400, 115260.308],
    [500, 180142.783],
    [1000, 720959.417],
  ])('inverts to the support for P(N, %d) = ½: %d', (sampleSize, support) => {
    expect(supportForProbability(sampleSize, 0.5)).toBeCloseTo(support, 3);
  });

  it('is certain beyond the support and impossible for one', () => {
    expect(collisionProbability(10, 11)).toBe(1);
    expect(collisionProbability(10, 1)).toBe(0);
    expect(supportForProbability(10, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(supportForProbability(10, 1)).toBe(9);
  });

  it('agrees with the product, as a curve too', () => {
    const curve = collisionCurve(40, 45);
    for (let s = 1; s <= 45; s++) {
      let distinct = 1;
      for (let i = 0; i < s; i++) distinct *= Math.max(0, 1 - i / 40);
      expect(collisionProbability(40, s)).toBeCloseTo(1 - distinct, 12);
      expect(curve[s - 1]).toBeCloseTo(1 - distinct, 12);
    }
  });

  it('treats things that are not equally likely: a 10 % spike over 1,000', () => {
    expect(collisionRate(spike)).toBeCloseTo(0.01081, 10);
    toDigits(effectiveSupport(spike), 92.506938, 1e-8);
    const curve = nonUniformCollisionCurve(spike, 20);
    expect(curve[19]).toBeCloseTo(0.67212322, 8);
    expect(curve[14]).toBeCloseTo(0.5015513, 7);
    expect(nonUniformSampleSizeForHalf(spike)).toBe(15);
  });

  it('has the uniform case as a special one, and never exceeds n₂ q', () => {
    const uniform = Array.from({ length: 60 }, () => 1 / 60);
    const curve = nonUniformCollisionCurve(uniform, 61);
    for (const s of [1, 2, 9, 30, 60, 61]) expect(curve[s - 1]).toBeCloseTo(collisionProbability(60, s), 11);
    const p = zipf(50);
    const skewed = nonUniformCollisionCurve(p, 30);
    for (let s = 1; s <= 30; s++) expect(skewed[s - 1]).toBeLessThanOrEqual(pairsOf(s) * collisionRate(p) + 1e-12);
  });

  it('bounds N_eff by s(s − 1) wherever a duplicate is as likely as not', () => {
    for (const p of [spike, zipf(30), zipf(300), [0.7, 0.2, 0.1]]) {
      expect(effectiveSupport(p)).toBeLessThanOrEqual(effectiveSupportBound(nonUniformSampleSizeForHalf(p)));
    }
  });
});

describe('the estimate', () => {
  it.each([
    [20, 1, 190, 95, 34.101249, 7504.599],
    [50, 3, 408.333333, 306.25, 139.724175, 1980.047],
    [100, 50, 99, 97.058824, 75.092424, 133.383763],
    [500, 1, 124750, 62375, 22390.162, 4927361.8],
  ])('at s = %d with %d collisions', (sampleSize, collisions, ratio, estimate, lower, upper) => {
    toDigits(pairsOf(sampleSize) / collisions, ratio, 1e-8);
    const found = estimateSupport(sampleSize, collisions);
    toDigits(found.estimate, estimate, 1e-8);
    toDigits(found.lower, lower, 2e-8);
    toDigits(found.upper, upper, 2e-7);
  });

  it.each([
    [500, 41642.573],
    [1000, 166737.196],
  ])('without a collision at s = %d has the lower bound %d and nothing above', (sampleSize, lower) => {
    const found = estimateSupport(sampleSize, 0);
    expect(found.lower).toBeCloseTo(lower, 3);
    expect(found.upper).toBe(Number.POSITIVE_INFINITY);
    expect(estimateEffectiveSupport(sampleSize, 0, 0)).toEqual(found);
  });

  it('widens where the things are not equally likely', () => {
    const counts = [5, 3, 2, 2, ...Array.from({ length: 8 }, () => 1)];
    const { pairs, triples } = collisionsOf(counts);
    expect([pairs, triples]).toEqual([15, 11]);
    expect(pairsOf(20) / pairs).toBeCloseTo(12.6666667, 7);
    const found = estimateEffectiveSupport(20, pairs, triples);
    expect(found.lower).toBeCloseTo(5.70979698, 8);
    expect(found.upper).toBeCloseTo(28.09985102, 8);
    expect(chao1(counts)).toBeCloseTo(21.3333, 4);
  });

  it('from ten colliding batches of twenty at s = 400', () => {
    const found = estimateSupportFromBatches(400, 10, 20);
    expect(Math.round(found.estimate)).toBe(115260);
    expect(Math.round(found.lower)).toBe(61419);
    expect(Math.round(found.upper)).toBe(251554);
  });

  it('from batches that all collide, or none, is one-sided', () => {
    expect(clopperPearson(0, 10)[0]).toBe(0);
    expect(clopperPearson(10, 10)[1]).toBe(1);
    // (1 − p)¹⁰ = 0.025 and p¹⁰ = 0.025
    expect(clopperPearson(0, 10)[1]).toBeCloseTo(1 - 0.025 ** 0.1, 10);
    expect(clopperPearson(10, 10)[0]).toBeCloseTo(0.025 ** 0.1, 10);
    expect(estimateSupportFromBatches(30, 0, 10).upper).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('simulated samples', () => {
  it('have the collisions that the formulas expect', () => {
    const uniform = Array.from({ length: 100 }, () => 0.01);
    expect(pairsOf(50) * collisionRate(uniform)).toBeCloseTo(12.25, 10);
    expect(Math.sqrt(collisionVariance(50, 0.01, 1e-4))).toBeCloseTo(3.482456, 6);
    const p = zipf(100);
    const cubes = p.reduce((sum, x) => sum + x ** 3, 0);
    expect(pairsOf(50) * collisionRate(p)).toBeCloseTo(74.431001, 6);
    expect(Math.sqrt(collisionVariance(50, collisionRate(p), cubes))).toBeCloseTo(25.464, 3);

    const random = seededRandom(1);
    const runs = 4000;
    for (const [weights, mean, deviation] of [
      [uniform, 12.25, 3.482456],
      [p, 74.431, 25.464],
    ] as const) {
      const collisions = Array.from(
        { length: runs },
        () => collisionsOf(drawCounts(weights, 50, random.uniform)).pairs,
      );
      const average = collisions.reduce((a, b) => a + b) / runs;
      const spread = Math.sqrt(collisions.reduce((a, c) => a + (c - average) ** 2, 0) / runs);
      expect(Math.abs(average - mean)).toBeLessThan((4 * deviation) / Math.sqrt(runs));
      expect(Math.abs(spread / deviation - 1)).toBeLessThan(0.08);
      if (weights === uniform) {
        const estimates = collisions.reduce((sum, c) => sum + estimateSupport(50, c).estimate, 0) / runs;
        expect(Math.abs(estimates - 99.29)).toBeLessThan(2.5);
      }
    }
  });

  it('lie in the interval as often as it promises: uniform, Zipf and a spike', () => {
    const random = seededRandom(2);
    const share = (weights: readonly number[], sampleSize: number) => {
      const truth = effectiveSupport(weights);
      let inside = 0;
      for (let run = 0; run < 1000; run++) {
        const { pairs, triples } = collisionsOf(drawCounts(weights, sampleSize, random.uniform));
        const { lower, upper } = estimateEffectiveSupport(sampleSize, pairs, triples);
        if (lower <= truth && truth <= upper) inside++;
      }
      return inside / 1000;
    };
    expect(
      share(
        Array.from({ length: 100 }, () => 0.01),
        50,
      ),
    ).toBeGreaterThanOrEqual(0.94);
    expect(share(zipf(100), 50)).toBeGreaterThanOrEqual(0.89);
    expect(share(spike, 50)).toBeGreaterThanOrEqual(0.84);
  });

  it('fall out of the plain Poisson interval where things are not equally likely', () => {
    const random = seededRandom(3);
    const weights = zipf(100);
    const truth = effectiveSupport(weights);
    let inside = 0;
    for (let run = 0; run < 1000; run++) {
      const { lower, upper } = estimateSupport(50, collisionsOf(drawCounts(weights, 50, random.uniform)).pairs);
      if (lower <= truth && truth <= upper) inside++;
    }
    expect(inside / 1000).toBeLessThan(0.6);
  });
});
