/** What the chapter says beyond completion: norm or rank (E4, E5), acceleration (E6), balance (E7), ratings (E8), autoencoders (E9). */
import { describe, expect, it } from 'vitest';
import { experiment as acceleration } from '../../src/chapters/deep-matrix-factorization/acceleration.experiment';
import {
  iterationsTo,
  type Method,
  randomRegression,
  solvedAt,
  type TunedMethod,
  tuneRate,
} from '../../src/chapters/deep-matrix-factorization/acceleration-theory';
import { experiment as balancedness } from '../../src/chapters/deep-matrix-factorization/balancedness.experiment';
import { experiment as normOrRank } from '../../src/chapters/deep-matrix-factorization/norm-or-rank.experiment';
import { experiment as autoencoder } from '../../src/chapters/deep-matrix-factorization/rank-autoencoder.experiment';
import { experiment as ratings } from '../../src/chapters/deep-matrix-factorization/ratings.experiment';
import { runExperiment } from '../../src/lab/headless';
import { seededRandom } from '../../src/lab/random';

/** The middle of an odd number of values; a run that never got there (NaN) counts as the last. */
const median = (values: readonly number[]): number =>
  values.map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v)).sort((a, b) => a - b)[
    Math.floor(values.length / 2)
  ];

describe('E4: norm or rank', () => {
  const finite = { problem: 'finite', learningRate: 0.01 } as const;
  it.each([
    [2, 4.0000389029],
    [3, 4.0093366361],
    [4, 4.0166033395],
  ])('depth %i from the scaled identity ends at rank 1, far from the nuclear norm’s answer', async (depth, x) => {
    const { last } = await runExperiment(normOrRank, { params: { ...finite, depth, initScale: 0.01 } });
    expect(Math.abs(last.metrics.unobserved - x)).toBeLessThan(1e-4);
  });

  it.each([
    [2, 1e-3, 2.1233227801],
    [2, 1e-6, 3.393154527],
    [3, 1e-3, 3.9136148838],
    [3, 1e-4, 3.9930495382],
    [4, 1e-2, 3.6465143492],
    [4, 1e-4, 3.9976059619],
  ])('depth %i from a negative determinant of scale %d', async (depth, initScale, x) => {
    const { last } = await runExperiment(normOrRank, {
      params: { ...finite, depth, initScale, determinantSign: 'negative' },
    });
    expect(last.status).toBe('converged');
    expect(Math.abs(last.metrics.unobserved - x)).toBeLessThan(1e-4);
    if (depth === 3 && initScale === 1e-3) expect(Math.abs(last.metrics.unobserved - 4)).toBeLessThan(0.1);
  });
});

describe('E5: all norms grow while the rank falls', () => {
  it('depth 3 follows 1/√(2·loss) above the proved bound, its determinant positive throughout', async () => {
    const { frames, last, claim } = await runExperiment(normOrRank, { every: 20 });
    expect(last.status).toBe('converged');
    for (const { metrics, step } of frames) {
      expect(metrics.determinant).toBeGreaterThan(0);
      if (metrics.loss < 0.5) expect(Math.abs(metrics.unobserved)).toBeGreaterThan(metrics.lowerBound);
      if (metrics.loss <= 0.01) expect(Math.abs(metrics.unobserved / metrics.leadingTerm - 1)).toBeLessThan(0.02);
      if (step >= 1000) expect(metrics.effectiveRank).toBeLessThan(1.001);
    }
    expect(last.metrics.loss).toBeLessThanOrEqual(1e-3);
    expect(Math.abs(last.metrics.unobserved / last.metrics.leadingTerm - 1)).toBeLessThan(0.003);
    expect(last.metrics.nuclearNorm).toBeGreaterThan(22);
    expect(claim).toBe(true);
  });

  it('from a negative determinant nothing has to grow', async () => {
    const { last } = await runExperiment(normOrRank, { params: { determinantSign: 'negative' } });
    expect(last.metrics.loss).toBeLessThan(1e-15);
    expect(last.metrics.determinant).toBeCloseTo(-1, 6);
    expect(Math.abs(last.metrics.unobserved)).toBeLessThan(1);
  });
});

function tuned(power: number, seed: number, method: Method): TunedMethod {
  const random = seededRandom(seed);
  const problem = randomRegression(random.fork('data'), power);
  const trials = tuneRate(problem, Float64Array.from(random.fork('start').normals(20, 0.1)), method, 3000);
  for (;;) {
    const next = trials.next();
    if (next.done) return next.value;
  }
}

describe('E6: acceleration', () => {
  const seeds = [1, 2, 3, 4, 5];
  const plain = { depth: 1, momentum: 0 };

  it('p = 4: depth 3 and 4 halve the iterations; momentum does better still', () => {
    const references = seeds.map((seed) => tuned(4, seed, plain).losses.at(-1) ?? Number.NaN);
    const iterations = (method: Method) =>
      median(seeds.map((seed, i) => iterationsTo(tuned(4, seed, method).losses, references[i])));
    const [three, four] = [iterations({ depth: 3, momentum: 0 }), iterations({ depth: 4, momentum: 0 })];
    expect(three).toBeLessThanOrEqual(1500);
    expect(four).toBeLessThanOrEqual(1500);
    expect(iterations({ depth: 1, momentum: 0.9 })).toBeLessThan(Math.min(three, four) / 2);
  });

  it('p = 2: depth 3 and 4 gain nothing', () => {
    const iterations = (depth: number) =>
      median(seeds.map((seed) => iterationsTo(tuned(2, seed, { depth, momentum: 0 }).losses, solvedAt)));
    const reference = iterations(1);
    expect(iterations(3)).toBeGreaterThan(reference);
    expect(iterations(4)).toBeGreaterThan(reference);
  });

  it('the experiment is the same computation', async () => {
    const { last, claim } = await runExperiment(acceleration, { seed: 1 });
    const reference = tuned(4, 1, plain).losses.at(-1) ?? Number.NaN;
    expect(last.metrics.referenceLoss).toBe(reference);
    expect(last.metrics.iterationsToReference).toBe(
      iterationsTo(tuned(4, 1, { depth: 3, momentum: 0 }).losses, reference),
    );
    expect(claim).toBe(true);
  });
});

describe('E7: balance', () => {
  it.each(['2, 0.1', '1.5, -0.5'])('from (%s) the hyperbola is kept up to 4 %%, by the exact law', async (start) => {
    const { last, claim } = await runExperiment(balancedness, { params: { start } });
    expect(last.status).toBe('converged');
    expect(last.metrics.lawDeviation).toBeLessThan(1e-12);
    expect(last.metrics.drift).toBeGreaterThan(0);
    expect(last.metrics.drift).toBeLessThanOrEqual(0.04);
    expect(claim).toBe(true);
    const half = await runExperiment(balancedness, { params: { start, learningRate: 0.025 } });
    expect(last.metrics.drift / half.last.metrics.drift).toBeGreaterThan(1.8);
    expect(last.metrics.drift / half.last.metrics.drift).toBeLessThan(2.2);
  });

  it('past the saddle a fifth leaks away; into the saddle the loss stays', async () => {
    const past = await runExperiment(balancedness, { params: { start: '1.01, 0.99', target: -1 } });
    expect(past.last.metrics.drift).toBeCloseTo(0.21, 2);
    const saddle = await runExperiment(balancedness, { params: { start: '1, 1', target: -1 } });
    expect(saddle.last.metrics.loss).toBeCloseTo(0.5, 9);
    expect(Math.abs(saddle.last.metrics.first)).toBeLessThan(1e-6);
    expect(saddle.notes.join()).toMatch(/saddle/);
  });

  it.each([
    ['0, 0', /saddle/],
    ['1', /two numbers/],
    ['one, two', /two numbers/],
    ['9, 1', /between −3 and 3/],
  ])('refuses “%s” as a start', async (start, message) => {
    await expect(runExperiment(balancedness, { params: { start } })).rejects.toThrow(message);
  });
});

describe('E8: ratings', () => {
  it('stopped in time, depth 2 to 4 about halve the error of the mean, and tie with soft-impute', async () => {
    const at = async (depth: number, earlyStopping = true) => {
      const metrics = [];
      for (const seed of [1, 2, 3, 4, 5]) {
        metrics.push((await runExperiment(ratings, { params: { depth, earlyStopping }, seed })).last.metrics);
      }
      return {
        test: median(metrics.map((m) => m.testError)),
        mean: median(metrics.map((m) => m.meanPredictorError)),
        soft: median(metrics.map((m) => m.softImputeError)),
      };
    };
    const [two, three, four] = [await at(2), await at(3), await at(4)];
    for (const { test, soft } of [two, three, four]) expect(Math.abs(test - soft)).toBeLessThanOrEqual(0.05);
    for (const { test, mean } of [two, three]) expect(test).toBeLessThanOrEqual(mean / 2);
    expect(four.test).toBeLessThanOrEqual(0.52 * four.mean);
    const [one] = [await at(1)];
    expect(one.test).toBeCloseTo(one.mean, 2);
  });

  it('run to the end, depth 3 fits the rounding', async () => {
    const stopped = await runExperiment(ratings, { params: { depth: 3 } });
    const fitted = await runExperiment(ratings, { params: { depth: 3, earlyStopping: false }, every: 200 });
    expect(fitted.last.metrics.testError).toBeGreaterThan(1.3 * stopped.last.metrics.testError);
  });

  const row = '1,2,,4,5';
  it.each([
    ['letters', `${row}\n1,b,3,4,5\n${row}`, /Row 2, column 2 holds “b”/],
    ['ragged rows', `${row}\n1,2,3\n${row}`, /Row 2 has 3 cells/],
    ['too few', '1,2,3\n4,5,\n,,', /too few/],
    ['too many', Array.from({ length: 61 }, () => row).join('\n'), /too many/],
    ['off the scale', `${row}\n1,2,3,4,7\n${row}\n${row}`, /from 1 to 5/],
  ])('refuses %s', async (_, source, message) => {
    await expect(runExperiment(ratings, { params: { ratings: source } })).rejects.toThrow(message);
  });

  it('learns from a reader’s own table, typed or as a file', async () => {
    const table = Array.from({ length: 8 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => 1 + ((i * j) % 5)).join(';'),
    ).join('\n');
    const typed = await runExperiment(ratings, { params: { ratings: table }, steps: 50 });
    const file = { name: 'table.csv', bytes: new TextEncoder().encode(table) };
    const dropped = await runExperiment(ratings, { params: { table: [file] }, steps: 50 });
    expect(typed.last.ratings.shape).toEqual([8, 6]);
    expect(dropped.last.metrics).toEqual(typed.last.metrics);
  });
});

describe('E9: autoencoders that choose their rank', () => {
  it.each([
    [0, 29],
    [2, 14],
    [8, 4],
  ])('%i uniform layers leave about %i directions', async (linearLayers, expected) => {
    const { last } = await runExperiment(autoencoder, { params: { linearLayers }, steps: 1000, every: 1000 });
    expect(Math.abs(last.metrics.latentRank - expected)).toBeLessThanOrEqual(3);
    if (linearLayers === 0) expect(last.metrics.testError).toBeLessThan(0.006);
    if (linearLayers === 8) expect(last.metrics.testError).toBeGreaterThan(0.02);
  });

  it('4 uniform layers leave about 7 directions, and more when training goes on', async () => {
    const params = { linearLayers: 4, steps: 3000 };
    const { frames } = await runExperiment(autoencoder, { params, steps: 3000, every: 1000 });
    const [, early, , late] = frames.map(({ metrics }) => metrics.latentRank);
    expect(Math.abs(early - 7)).toBeLessThanOrEqual(3);
    expect(late).toBeGreaterThan(early);
  });

  it('eight orthogonal layers leave nearly all', async () => {
    const { last } = await runExperiment(autoencoder, {
      params: { linearLayers: 8, initialisation: 'orthogonal' },
      steps: 1000,
      every: 1000,
    });
    expect(last.metrics.latentRank).toBeGreaterThanOrEqual(24);
  });
});
