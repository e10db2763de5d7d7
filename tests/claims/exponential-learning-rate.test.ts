import { describe, expect, it } from 'vitest';
import { experiment as breakIt } from '../../src/chapters/exponential-learning-rate/break-it.experiment';
import { experiment as overflow } from '../../src/chapters/exponential-learning-rate/overflow.experiment';
import { experiment as rootFinder } from '../../src/chapters/exponential-learning-rate/root-finder.experiment';
import { experiment as stepDecay } from '../../src/chapters/exponential-learning-rate/step-decay.experiment';
import { experiment as twinRuns } from '../../src/chapters/exponential-learning-rate/twin-runs.experiment';
import { experiment as paths } from '../../src/chapters/exponential-learning-rate/two-dimensional.experiment';
import type { Frame } from '../../src/lab/experiment';
import { runExperiment } from '../../src/lab/headless';

const series = (frames: readonly Frame[], name: string): number[] => frames.map(({ metrics }) => metrics[name]);
const worst = (frames: readonly Frame[]): number => Math.max(...series(frames, 'maxDeviation'));
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('twin runs', () => {
  it('X1: compute one function while a rate climbs past a trillion; X2: the effective rate settles', async () => {
    const { frames, last, claim } = await runExperiment(twinRuns, { seed: 1, steps: 1400, every: 40 });
    expect(worst(frames)).toBeLessThan(1e-3);
    expect(last.metrics.exponentialLearningRate).toBeGreaterThan(1e12);
    expect(frames.find(({ step }) => step === 720)?.metrics.exponentialLearningRate).toBeGreaterThan(1e6);
    for (const { metrics } of frames) {
      expect(metrics.accuracyExponential.toFixed(3)).toBe(metrics.accuracyWeightDecay.toFixed(3));
      expect(metrics.normExponential / metrics.predictedNorm).toBeCloseTo(1, 3);
    }
    expect(last.metrics.accuracyWeightDecay).toBeGreaterThan(0.83);
    expect(claim).toBe(true);
    // While the rate grows by six decades, the rate that counts stays within a quarter.
    const late = series(frames, 'effectiveLearningRateExponential').slice(frames.length / 2);
    expect(Math.max(...late) / Math.min(...late)).toBeLessThan(1.25);
  });

  it.each(['general', 'smaller-root'] as const)('X3: the schedule “%s” is exact too', async (schedule) => {
    const { frames } = await runExperiment(twinRuns, { params: { schedule }, seed: 2, steps: 400, every: 100 });
    expect(worst(frames)).toBeLessThan(1e-3);
  });

  it('X4: layer normalisation is exact too, until rounding has grown', async () => {
    const { frames } = await runExperiment(twinRuns, {
      params: { normalization: 'layer' },
      seed: 1,
      steps: 300,
      every: 100,
    });
    expect(worst(frames)).toBeLessThan(1e-3);
  });

  it.each([
    [{ momentum: 0.99 }, /no real root.*0\.000251/],
    [{ momentum: 1 }, /Momentum 1/],
    [{ schedule: 'smaller-root', momentum: 0.1 }, /smaller root/],
  ] as const)('refuses %o in words', async (params, words) => {
    await expect(runExperiment(twinRuns, { params, steps: 1 })).rejects.toThrow(words);
  });
});

describe('break it', () => {
  const broken = (mistake: Parameters<typeof breakIt.claim.holds>[1]['mistake']) =>
    runExperiment(breakIt, { params: { mistake }, seed: 1, steps: 800, every: 50 });

  it('X5: without normalisation the growing rate destroys the network, the constant one does not', async () => {
    const { last, claim } = await broken('normalization');
    expect(last.metrics.accuracyExponential).toBeLessThan(0.2);
    expect(last.metrics.accuracyWeightDecay).toBeGreaterThan(0.8);
    expect(claim).toBe(true);
  });

  it('X6: a buffer of zeros is visibly off, yet as accurate', async () => {
    const { frames, claim } = await broken('zero-buffer');
    const late = frames.filter(({ step }) => step >= 200);
    for (const { metrics } of late) expect(metrics.maxDeviation).toBeGreaterThan(0.01);
    const apart = mean(series(late, 'accuracyExponential')) - mean(series(late, 'accuracyWeightDecay'));
    expect(Math.abs(apart)).toBeLessThan(0.01);
    expect(claim).toBe(true);
  });

  it.each(['wrong-exponent', 'momentum-free', 'rate-inside', 'epsilon', 'relu'] as const)(
    'X7: “%s” gives another network that is as good',
    async (mistake) => {
      const { frames, last, claim } = await broken(mistake);
      const late = frames.filter(({ step }) => step >= 400);
      expect(last.metrics.maxDeviation).toBeGreaterThan(0.01);
      const apart = mean(series(late, 'accuracyExponential')) - mean(series(late, 'accuracyWeightDecay'));
      expect(Math.abs(apart)).toBeLessThan(0.02);
      expect(claim).toBe(true);
    },
  );
});

describe('step decay', () => {
  it('X8: without momentum: one function across the drop, and three points more accuracy after it', async () => {
    const { frames, last, claim } = await runExperiment(stepDecay, { seed: 1, steps: 1500, every: 50 });
    expect(worst(frames)).toBeLessThan(1e-3);
    const accuracy = (from: number, to: number) =>
      mean(
        series(
          frames.filter(({ step }) => step >= from && step <= to),
          'accuracyExponential',
        ),
      );
    expect(accuracy(1200, 1500) - accuracy(700, 1000)).toBeGreaterThanOrEqual(0.03);
    // (η_I/η_{I−1})/(α_I α_{I−1})
    const ratio = last.metrics.learningRateAfter / last.metrics.learningRateBefore;
    expect(ratio).toBeCloseTo(0.1 / (0.99 * 0.999), 9);
    expect(last.metrics.learningRateAfter).toBeGreaterThan(1e7);
    expect(claim).toBe(true);
  });

  it('X9: with momentum: needs the correction of the buffer where λη is large', async () => {
    const params = { momentum: 0.9, learningRate: 0.1, weightDecay: 0.025, decayStep: 400 };
    const options = { seed: 1, steps: 700, every: 50 };
    const right = await runExperiment(stepDecay, { params, ...options });
    const wrong = await runExperiment(stepDecay, { params: { ...params, momentumCorrection: false }, ...options });
    expect(worst(right.frames)).toBeLessThan(1e-3);
    expect(worst(wrong.frames)).toBeGreaterThan(0.01);
  });
});

describe('overflow', () => {
  it('X10: directly, the run ends at a rate near the largest 32-bit float', async () => {
    const { last, frames, claim } = await runExperiment(overflow, { params: { representation: 'direct' }, seed: 1 });
    expect(last.status).toBe('diverged');
    expect(last.cause).toMatch(/growing rate/);
    // The last frame that was fine, and the one that was not, hold the moment between them.
    expect(frames[frames.length - 2].metrics.log10LearningRate).toBeGreaterThan(36.7);
    expect(last.metrics.log10LearningRate).toBeLessThan(39);
    expect(claim).toBe(true);
  });

  it('X11: with the exponent apart it goes on, and still computes the same function', async () => {
    const { last, frames, claim } = await runExperiment(overflow, {
      params: { representation: 'log-scale' },
      seed: 1,
      every: 100,
    });
    expect(last.metrics.log10LearningRate).toBeGreaterThan(45);
    expect(worst(frames)).toBeLessThan(1e-3);
    expect(claim).toBe(true);
  });
});

describe('roots and paths', () => {
  it('X12: the published setting grows by 1.4812 in 391 steps', async () => {
    const { last, claim } = await runExperiment(rootFinder);
    expect(last.metrics.growthPerEpoch).toBeCloseTo(1.4812, 4);
    expect(Math.abs(last.metrics.largerRoot - 0.99949772836789)).toBeLessThan(1e-9);
    expect(claim).toBe(true);
  });

  it('near the threshold the recursion still settles; beyond it the finder says so', async () => {
    const near = await runExperiment(rootFinder, { params: { decayProduct: 0.0026 } });
    expect(near.claim).toBe(true);
    const beyond = await runExperiment(rootFinder, { params: { momentum: 0.99 } });
    expect(beyond.notes[0]).toMatch(/0\.0000251/);
    expect(beyond.claim).toBeNull();
  });

  it('X13: the paths differ in space and not on the sphere', async () => {
    const { frames, last, claim } = await runExperiment(paths);
    expect(worst(frames)).toBeLessThan(1e-11);
    expect(last.metrics.normExponential).toBeGreaterThan(5 * last.metrics.normWeightDecay);
    expect(claim).toBe(true);
    const zeros = await runExperiment(paths, { params: { schedule: 'zero-buffer' } });
    expect(worst(zeros.frames)).toBeGreaterThan(0.1);
  });
});
