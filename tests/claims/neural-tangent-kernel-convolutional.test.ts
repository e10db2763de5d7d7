import { describe, expect, test } from 'vitest';
import { experiment } from '../../src/chapters/neural-tangent-kernel/convolutional.experiment';
import { runExperiment } from '../../src/lab/headless';

const play = async (params: Partial<Parameters<typeof experiment.claim.holds>[1]>, seed: number) =>
  (await runExperiment(experiment, { params, seed, until: 'done', every: 10_000, backend: 'cpu' })).last;

describe('E5: an infinitely wide convolutional net on 200 small digits', () => {
  test('with average pooling it beats the vanilla one, and all come out near what was measured', async () => {
    const seeds = [1, 2, 3];
    const mean = { average: 0, vanilla: 0, ntk: 0, gaussian: 0, forest: 0 };
    for (const seed of seeds) {
      const size = { trainingImages: 200, testImages: 150 };
      const average = await play({ ...size, pooling: 'average' }, seed);
      const vanilla = await play({ ...size, pooling: 'vanilla' }, seed);
      mean.average += average.metrics.cntkAccuracy / seeds.length;
      mean.vanilla += vanilla.metrics.cntkAccuracy / seeds.length;
      mean.ntk += vanilla.metrics.ntkAccuracy / seeds.length;
      mean.gaussian += vanilla.metrics.gaussianAccuracy / seeds.length;
      mean.forest += vanilla.metrics.forestAccuracy / seeds.length;
    }
    expect(mean.average).toBeGreaterThan(mean.vanilla);
    expect(mean.average).toBeGreaterThan(mean.forest);
    expect(Math.abs(mean.average - 0.89)).toBeLessThan(0.04);
    expect(Math.abs(mean.vanilla - 0.868)).toBeLessThan(0.04);
    expect(Math.abs(mean.ntk - 0.854)).toBeLessThan(0.04);
    expect(Math.abs(mean.gaussian - 0.856)).toBeLessThan(0.04);
    expect(Math.abs(mean.forest - 0.813)).toBeLessThan(0.04);
  }, 480_000);

  test('digits of 8 × 8 pixels, and what the figure shows on the way', async () => {
    const last = await play({ images: 'digits-8', trainingImages: 40, testImages: 50, depth: 2 }, 1);
    expect(last.metrics.cntkAccuracy).toBeGreaterThan(0.7);
    expect(last.pairsDone).toBe(last.pairs);
    expect(last.shown.pixels).toHaveLength(20 * 64);
    expect(last.tally.cntk.tested).toBe(50);
  });
});
