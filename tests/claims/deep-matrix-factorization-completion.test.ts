/** What the chapter says about completing matrices: singular values (E1), entries (E2), initial scale (E3), photographs. */
import { describe, expect, it } from 'vitest';
import { experiment as completion } from '../../src/chapters/deep-matrix-factorization/completion.experiment';
import { experiment as sweep } from '../../src/chapters/deep-matrix-factorization/observed-sweep.experiment';
import { experiment as singularValues } from '../../src/chapters/deep-matrix-factorization/singular-values.experiment';
import { runExperiment } from '../../src/lab/headless';

/** The multiple of the experiment's rule that makes the step size `rate` on the fixed target. */
const multipleFor = (depth: number, rate: number): number =>
  rate / Math.min(0.05, 1 / (depth * (1.2 * 18.027600771) ** (2 - 2 / depth)));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe('E1: singular values', () => {
  it.each([
    [2, 0.02, { 500: [16.3359441586, 6.431470231, 1.3943716101, 0.2688561839] }],
    [
      3,
      0.005,
      {
        1000: [17.604402001, 8.0874001136, 0.025181839, 0.1169844754],
        2000: [17.8601227534, 8.5289415442, 0.0257218324, 0.0302235454],
      },
    ],
  ])('depth %i at η = %d: the float64 values, in float32', async (depth, rate, expected) => {
    const steps = Math.max(...Object.keys(expected).map(Number));
    const { frames } = await runExperiment(singularValues, {
      params: { depth, learningRate: multipleFor(depth, rate) },
      steps,
      every: 500,
    });
    for (const [step, [sigma1, sigma2, sigma3, error]] of Object.entries(expected)) {
      const metrics = frames.find((frame) => frame.step === Number(step))?.metrics ?? {};
      expect(Math.abs(metrics.sigma1 - sigma1)).toBeLessThan(1e-4);
      expect(Math.abs(metrics.sigma2 - sigma2)).toBeLessThan(1e-4);
      expect(Math.abs(metrics.sigma3 - sigma3)).toBeLessThan(1e-4);
      expect(metrics.testError).toBeCloseTo(error, 4);
    }
  });

  it('depth 1 learns all at once and nothing about what it does not see', async () => {
    const { last } = await runExperiment(singularValues, { params: { depth: 1, learningRate: 1 }, steps: 100 });
    expect(last.metrics.testError).toBeCloseTo(1.0000215947, 5);
    expect(last.metrics.sigma3 / last.metrics.sigma1).toBeGreaterThan(0.4);
  });

  it('depth 3 is of rank 2, depth 2 is not, and both move as Theorem 3 says', async () => {
    const shallow = await runExperiment(singularValues, { params: { depth: 2 } });
    expect(shallow.last.status).toBe('converged');
    expect(shallow.last.metrics.sigma3 / shallow.last.metrics.sigma1).toBeGreaterThan(0.05);
    expect(shallow.last.metrics.odeDeviation).toBeLessThan(0.1);
    const deep = await runExperiment(singularValues, { params: { depth: 3 } });
    expect(deep.last.status).toBe('converged');
    expect(deep.last.metrics.sigma3 / deep.last.metrics.sigma1).toBeLessThan(0.005);
    expect(deep.last.metrics.odeDeviation).toBeLessThan(0.1);
    expect(deep.claim).toBe(true);
    // The flow that is integrated by itself ends where descent ends.
    const rows = deep.last.predicted.shape[0];
    const [predicted, measured] = [deep.last.predicted.data, deep.last.measured.data];
    expect(predicted[(rows - 1) * 5] / measured[(rows - 1) * 5]).toBeCloseTo(1, 2);
    expect(predicted[(rows - 1) * 5 + 1] / measured[(rows - 1) * 5 + 1]).toBeCloseTo(1, 2);
  });

  it.each([2, 3])('depth %i: with quarter steps the rates are within 3 %', async (depth) => {
    const { last } = await runExperiment(singularValues, {
      params: { depth, learningRate: 0.25 },
      steps: 4000,
      every: 500,
    });
    expect(last.metrics.odeDeviation).toBeLessThan(0.03);
  });

  it('from a tiny start depth 3 pauses at the best matrix of rank 1', async () => {
    const { last } = await runExperiment(singularValues, {
      params: { depth: 3, initScale: 1e-6, learningRate: multipleFor(3, 0.004) },
      steps: 6370,
      every: 6370,
    });
    expect(Math.abs(last.metrics.sigma1 / 17.17352645 - 1)).toBeLessThan(0.01);
    expect(last.metrics.sigma2).toBeLessThan(0.5);
    expect(last.metrics.trainError).toBeCloseTo(0.156112, 3);
  });
});

describe('completion from a third of the entries', () => {
  it('E2: depth 3 recovers the matrix, the nuclear norm and depth 2 do not', async () => {
    const deep = await runExperiment(completion, { params: { depth: 3 }, seed: 1 });
    expect(deep.last.status).toBe('converged');
    expect(deep.last.metrics.testError).toBeLessThanOrEqual(0.02);
    expect(deep.last.metrics.nuclearNormTestError).toBeGreaterThanOrEqual(0.05);
    expect(deep.claim).toBe(true);
    const shallow = await runExperiment(completion, { params: { depth: 2 }, seed: 1 });
    expect(shallow.last.metrics.testError).toBeGreaterThan(0.05);
    // The bracket around the least nuclear norm is closed to a ten-thousandth.
    const { nuclearNormMinimum: norm, nuclearNormLowerBound: bound } = deep.last.metrics;
    expect(norm - bound).toBeGreaterThanOrEqual(0);
    expect((norm - bound) / norm).toBeLessThan(1e-4);
    // Yet the matrix that depth 3 finds has the larger nuclear norm and the smaller rank.
    expect(deep.last.metrics.nuclearNorm).toBeGreaterThan(norm);
    expect(deep.last.metrics.effectiveRank).toBeLessThan(shallow.last.metrics.effectiveRank);
  });

  it('E2: medians over five draws', async () => {
    const at = async (depth: number, observed: number) =>
      (await runExperiment(sweep, { params: { depth, observed } })).last.metrics;
    const deep = await at(3, 300);
    const shallow = await at(2, 300);
    expect(deep.medianTestError).toBeLessThanOrEqual(0.02);
    expect(shallow.medianTestError).toBeGreaterThanOrEqual(0.05);
    expect(deep.nuclearNormMedian).toBeGreaterThanOrEqual(0.05);
    expect(deep.nuclearNormMedian).toBe(shallow.nuclearNormMedian);
    const plenty = await at(3, 500);
    expect(plenty.nuclearNormMedian).toBeLessThan(plenty.medianTestError);
  });

  it('E2: from too few entries nobody recovers', async () => {
    const { last } = await runExperiment(sweep, { params: { depth: 2, observed: 150, draws: 3 } });
    expect(last.metrics.medianTestError).toBeGreaterThan(0.3);
    expect(last.metrics.nuclearNormMedian).toBeGreaterThan(0.3);
    const deep = await runExperiment(sweep, { params: { depth: 3, observed: 150, draws: 1 } });
    expect(deep.last.metrics.medianTestError).toBeGreaterThan(0.3);
  });
});

describe('E3: the initial scale', () => {
  const errors = async (depth: number, initScale: number) => {
    const runs = [];
    for (const seed of [1, 2, 3]) {
      runs.push((await runExperiment(completion, { params: { depth, initScale }, seed, every: 100 })).last.metrics);
    }
    return {
      descent: median(runs.map((m) => m.testError)),
      convex: median(runs.map((m) => m.nuclearNormTestError)),
    };
  };

  it('depth 2 improves all the way and passes below the nuclear norm: their agreement is a coincidence', async () => {
    const scales = [1, 1e-2, 1e-3, 1e-4, 1e-6];
    const results = [];
    for (const scale of scales) results.push(await errors(2, scale));
    for (let i = 1; i < results.length; i++) expect(results[i].descent).toBeLessThan(results[i - 1].descent);
    expect(results[0].descent).toBeGreaterThanOrEqual(0.4);
    expect(results[1].descent).toBeGreaterThan(results[1].convex);
    expect(results[3].descent).toBeLessThan(results[3].convex);
  });

  it('depth 3 recovers from 1e-3 down to 1e-6, and not from 1', async () => {
    for (const scale of [1e-3, 1e-6]) expect((await errors(3, scale)).descent).toBeLessThanOrEqual(0.02);
    expect((await errors(3, 1)).descent).toBeGreaterThanOrEqual(0.4);
  });
});

describe('E10: photographs', () => {
  it.each(['5', '300', '560', '800'] as const)(
    'piece %s: depth 2 about ties with the nuclear norm',
    async (photograph) => {
      const { last } = await runExperiment(completion, {
        params: { matrix: 'photograph', observed: 512, photograph, depth: 2 },
      });
      expect(last.status).toBe('converged');
      expect(last.metrics.testError / last.metrics.nuclearNormTestError).toBeLessThan(1.15);
      expect(last.metrics.testError / last.metrics.nuclearNormTestError).toBeGreaterThan(0.8);
    },
  );

  it('depth 3 does not win: photographs are not exactly of low rank', async () => {
    const worse = [];
    for (const photograph of ['5', '300', '560', '800'] as const) {
      const params = { matrix: 'photograph', observed: 512, photograph, depth: 3 } as const;
      const { last } = await runExperiment(completion, { params, steps: 6000, every: 100 });
      worse.push(last.metrics.testError / last.metrics.nuclearNormTestError);
    }
    expect(Math.min(...worse)).toBeGreaterThan(0.95);
    expect(Math.max(...worse)).toBeGreaterThan(1.15);
  });
});

describe('what a reader may get wrong', () => {
  it.each([
    [{ size: 10 }, /Observe at most 100/],
    [{ size: 10, rank: 10, observed: 100, matrix: 'own' }, /Choose a picture/],
  ] as const)('%o', async (params, message) => {
    await expect(runExperiment(completion, { params, steps: 1 })).rejects.toThrow(message);
  });

  it('a learning rate that diverges ends the run and says so', async () => {
    const { last } = await runExperiment(completion, { params: { learningRate: 20 } });
    expect(last.status).toBe('diverged');
    expect(last.cause).toMatch(/smaller learning rate/);
  });

  it('a mask with an empty row is drawn again, and this is said', async () => {
    const { notes } = await runExperiment(completion, { params: { observed: 170 }, seed: 2, steps: 0 });
    expect(notes.join()).toMatch(/drawn again|so few/);
  });

  it('reads a picture of one’s own, and refuses what is none', async () => {
    const bytes = new TextEncoder().encode(`P2\n4 2\n255\n${[0, 50, 100, 150, 200, 250, 30, 60].join(' ')}\n`);
    const params = { matrix: 'own', size: 10, observed: 60, picture: [{ name: 'grey.pgm', bytes }] } as const;
    const { last } = await runExperiment(completion, { params, steps: 10 });
    expect(last.truth.shape).toEqual([10, 10]);
    const wrong = { ...params, picture: [{ name: 'notes.txt', bytes: new TextEncoder().encode('hello') }] };
    await expect(runExperiment(completion, { params: wrong, steps: 1 })).rejects.toThrow(/no PGM picture/);
  });
});
