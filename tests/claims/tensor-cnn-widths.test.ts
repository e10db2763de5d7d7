/** Science sheet on tensor analysis, sections B3–B5 and E8–E10. */
import { describe, expect, test } from 'vitest';
import { experiment as dilations } from '../../src/chapters/tensor-cnn-widths/dilations.experiment';
import { experiment as pooling } from '../../src/chapters/tensor-cnn-widths/pooling-geometry.experiment';
import { experiment as rankOfACut } from '../../src/chapters/tensor-cnn-widths/rank-of-a-cut.experiment';
import { experiment as widthFloor } from '../../src/chapters/tensor-cnn-widths/width-floor.experiment';
import { runExperiment } from '../../src/lab/headless';

describe('E8: the rank across a cut equals the minimal cut for untied weights', () => {
  test.each([
    { inputs: 4, width0: 3, width1: 2, representation: 3 },
    { inputs: 8, width0: 2, width1: 4, width2: 4 },
    { inputs: 8, width0: 3, width1: 5, width2: 7, representation: 3 },
    { inputs: 16, width0: 2, width1: 4, width2: 8, width3: 16 },
  ] as const)('%o', async (shape) => {
    for (const partition of ['odd-even', 'blocks', 'left-right'] as const) {
      const { last, claim } = await runExperiment(rankOfACut, { params: { ...shape, partition } });
      expect(last.metrics.rank).toBe(last.metrics.minCut);
      expect(claim).toBe(true);
    }
  });

  test('sharing the weights takes four down to three, left against right', async () => {
    const shared = {
      inputs: 8,
      width0: 2,
      width1: 4,
      width2: 4,
      partition: 'left-right',
      sharedWeights: true,
    } as const;
    const { last } = await runExperiment(rankOfACut, { params: shared });
    expect(last.metrics).toMatchObject({ rank: 3, minCut: 4 });
  });

  test.each([
    [{ partition: 'drawn', drawn: 'AAAAAAAA' }, /cut needs two sides/],
    [{ partition: 'drawn', drawn: 'AB' }, /one letter/],
    [{ inputs: 16, representation: 3 }, /too many to hold/],
  ] as const)('%o is refused before anything is computed', async (params, message) => {
    await expect(runExperiment(rankOfACut, { params })).rejects.toThrow(message);
  });
});

describe('E9: training stops at the floor that the widths predict', () => {
  const train = (params: Parameters<typeof widthFloor.start>[0] extends infer P ? Partial<P> : never, seed: number) =>
    runExperiment(widthFloor, { params, seed, every: 100 });

  test('equal size: the wide base learns what is near, the wide tip what is far', async () => {
    const near = await train({ target: 'short-range' }, 1);
    expect(near.last.metrics).toMatchObject({ parameters: 210, rivalParameters: 216, floor: 0, rivalFloor: 0.9375 });
    const far = await train({ target: 'long-range', restarts: 8 }, 2);
    expect(far.last.metrics).toMatchObject({ floor: 0.5, rivalFloor: 0 });
    for (const { frames, last, claim } of [near, far]) {
      expect(claim).toBe(true);
      expect(last.metrics.error).toBeLessThanOrEqual(last.metrics.floor + 0.01);
      expect(last.metrics.rivalError).toBeLessThanOrEqual(last.metrics.rivalFloor + 0.01);
      for (const { errors, rivalErrors, metrics } of frames) {
        for (const error of errors) expect(error).toBeGreaterThan(metrics.floor - 1e-5);
        for (const error of rivalErrors) expect(error).toBeGreaterThan(metrics.rivalFloor - 1e-5);
      }
    }
  });

  test.each([
    [{ target: 'short-range', r0: 1, r1: 4, r2: 2 }, 0.99609375],
    [{ target: 'short-range', r0: 2, r1: 4, r2: 2 }, 0.9375],
    [{ target: 'long-range', r0: 4, r1: 4, r2: 1 }, 0.75],
    [{ target: 'mirror-pairs', geometry: 'square' }, 0.9921875],
    [{ target: 'mirror-pairs', geometry: 'mirror' }, 0],
    [{ target: 'short-range', geometry: 'mirror' }, 0.9375],
  ] as const)('%o: best of four within 0.01 of %f, none below', async (params, floor) => {
    const { last } = await train({ ...params, rival: false }, 2);
    expect(last.metrics.floor).toBe(floor);
    for (const error of last.errors) expect(error).toBeGreaterThan(floor - 1e-5);
    expect(last.metrics.error).toBeLessThanOrEqual(floor + 0.01);
  });
});

describe('E10: pooling geometry', () => {
  test.each([
    ['closedness', 'square'],
    ['symmetry', 'mirror'],
  ] as const)('%s: %s windows win by at least five points with average pooling', async (task, favoured) => {
    const { last, claim } = await runExperiment(pooling, { params: { task, pooling: favoured }, seed: 1, every: 310 });
    expect(last.metrics.testAccuracy - last.metrics.otherAccuracy).toBeGreaterThanOrEqual(0.05);
    expect(claim).toBe(true);
  });
});

describe('dilations', () => {
  test('each order alone is weak on one partition, both mixed on neither', async () => {
    const ranks = async (trees: 'baseline' | 'swapped' | 'mixed') => {
      const { last, claim } = await runExperiment(dilations, { params: { trees, width: 2 } });
      expect(claim).toBe(true);
      return last.metrics;
    };
    expect(await ranks('baseline')).toMatchObject({ rankOddEven: 16, rankPairs: 4 });
    expect(await ranks('swapped')).toMatchObject({ rankOddEven: 4, rankPairs: 16 });
    const mixed = await ranks('mixed');
    expect(mixed.rank).toBeGreaterThan(mixed.equalSizeRank);
  });
});
