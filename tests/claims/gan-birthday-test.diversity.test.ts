import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { experiment } from '../../src/chapters/gan-birthday-test/diversity-and-capacity.experiment';
import { medianOf } from '../../src/chapters/gan-birthday-test/median';
import { runExperiment } from '../../src/lab/headless';
import { decodeRecording, type SweepRecording } from '../../src/lab/recording';

const recording = async (): Promise<SweepRecording> =>
  decodeRecording(await readFile('public/recordings/gan-birthday-test/diversity-and-capacity.widths.json', 'utf8'));

describe('H7: diversity against the discriminator’s size', () => {
  it('grows at least fourfold from 37 to 17,025 parameters, with every doubling of the width', async () => {
    const { rows } = await recording();
    const medians = [4, 8, 16, 32, 64, 128].map((width) => {
      const found = rows.filter(({ params }) => params.discriminatorWidth === width);
      expect(found.length).toBeGreaterThanOrEqual(5);
      return medianOf(found.map(({ metrics }) => metrics.effectiveModes));
    });
    expect(medians[5] / medians[0]).toBeGreaterThanOrEqual(4);
    for (let i = 1; i < medians.length; i++) expect(medians[i]).toBeGreaterThan(medians[i - 1]);
  });

  it('runs again as it was recorded', async () => {
    const { rows } = await recording();
    for (const [width, seed] of [
      [4, 0],
      [16, 2],
    ]) {
      const row = rows.find(({ params, seed: own }) => params.discriminatorWidth === width && own === seed);
      const { last, claim } = await runExperiment(experiment, {
        params: { discriminatorWidth: width, reruns: 1 },
        seed,
        every: 3000,
      });
      expect(last.metrics.effectiveModes).toBeCloseTo(row?.metrics.effectiveModes ?? Number.NaN, 5);
      expect(last.recorded.length).toBe(rows.length);
      expect(claim).toBe(true);
    }
  });

  it('adds a point for every GAN that it trains, at the width that was set for it', async () => {
    const { last } = await runExperiment(experiment, {
      params: { discriminatorWidth: 4, reruns: 2 },
      seed: 1,
      every: 1000,
    });
    expect(last.status).toBe('converged');
    expect(last.trained.map(({ width }) => width)).toEqual([4, 4]);
    expect(last.metrics.highestEffectiveModes).toBeGreaterThanOrEqual(last.metrics.medianEffectiveModes);
  });
});
