import { describe, expect, it } from 'vitest';
import { medianOf as median } from '../../src/chapters/gan-birthday-test/median';
import { experiment, type MixtureGanParams } from '../../src/chapters/gan-birthday-test/mixture-gan.experiment';
import { runExperiment } from '../../src/lab/headless';

async function effectiveModes(params: Partial<MixtureGanParams>, seeds: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const seed of seeds) {
    const { last } = await runExperiment(experiment, { params, seed, every: 6000 });
    expect(last.status).toBe('converged');
    found.push(last.metrics.effectiveModes);
  }
  return found;
}

const seeds = [0, 1, 2, 3, 4];

describe('a GAN on the ring of 8', () => {
  it('H6: collapses at width 4: median of at most 4 effective modes over seeds 0 … 4', async () => {
    expect(median(await effectiveModes({ discriminatorWidth: 4 }, seeds))).toBeLessThanOrEqual(4);
  });

  it('H6: covers at width 64: median of at least 7', async () => {
    expect(median(await effectiveModes({ discriminatorWidth: 64 }, seeds))).toBeGreaterThanOrEqual(7);
  });

  it('patience: it is a matter of optimisation too: width 8 recovers with three times the steps', async () => {
    expect(median(await effectiveModes({ discriminatorWidth: 8 }, seeds))).toBeLessThan(6);
    expect(
      median(await effectiveModes({ discriminatorWidth: 8, trainingSteps: 6000 }, [0, 1, 2])),
    ).toBeGreaterThanOrEqual(5.9);
  });

  it('patience: width 8 recovers with three discriminator steps for each of the generator, too', async () => {
    const found = await effectiveModes({ discriminatorWidth: 8, discriminatorSteps: 3 }, [0, 1, 2]);
    expect(median(found)).toBeGreaterThanOrEqual(7);
  });

  it('patience: it collapses at width 64 too where the discriminator learns ten times slower', async () => {
    const slow = { discriminatorWidth: 64, discriminatorLearningRate: 0.0001 };
    expect(median(await effectiveModes(slow, [0, 1, 2]))).toBeLessThanOrEqual(4);
  });
});

describe('what a reader may ask of it', () => {
  it('names the allowed batch sizes where a batch cannot be packed', async () => {
    await expect(runExperiment(experiment, { params: { batchSize: 0 } })).rejects.toThrow(/batch size of 1/);
    await expect(runExperiment(experiment, { params: { batchSize: 5, packing: 2 } })).rejects.toThrow(/multiple/);
  });

  it('keeps its losses finite at a learning rate that throws the discriminator far', async () => {
    const { last } = await runExperiment(experiment, {
      params: { discriminatorLearningRate: 0.01, discriminatorSteps: 5, trainingSteps: 500 },
      every: 500,
    });
    expect(last.status).toBe('converged');
    expect(Number.isFinite(last.metrics.discriminatorLoss)).toBe(true);
  });

  it.each(['saturating', 'wasserstein-clipped'] as const)(
    'trains with the %s objective and packs of two',
    async (objective) => {
      const params = { objective, packing: 2, trainingSteps: 500 };
      const { last } = await runExperiment(experiment, { params, every: 500 });
      expect(last.status).toBe('converged');
      expect(last.metrics.effectiveModes).toBeGreaterThanOrEqual(1);
    },
  );
});
