import { describe, expect, it } from 'vitest';
import { experiment, type PrivateTrainingParams } from '../../src/chapters/instahide/private-training.experiment';
import { runExperiment } from '../../src/lab/headless';

/** Reads a frame at the end alone: measuring costs as much as a few epochs. */
async function trained(params: Partial<PrivateTrainingParams>) {
  const { last } = await runExperiment(experiment, { params, every: 5000 });
  return last.metrics;
}

describe('E1: training on encryptions', () => {
  it('plain images are classified by 93 % or more', async () => {
    const { testAccuracy } = await trained({ scheme: 'plain', architecture: 'cnn', epochs: 10 });
    expect(testAccuracy).toBeGreaterThanOrEqual(0.93);
  });

  it('can be looked at after every single batch', async () => {
    const { frames } = await runExperiment(experiment, { params: { images: 130, epochs: 2 }, every: 1 });
    expect(frames.map((frame) => frame.status)).toEqual([...Array(6).fill('running'), 'converged']);
    expect(frames.at(-1)?.metrics.encryptions).toBe(260);
  });

  it('encryptions (inside, k = 4) teach the net on |x| 90 to 95 %, the raw net 2 to 8 points less', async () => {
    const absolute = await trained({ epochs: 30 });
    expect(absolute.testAccuracy).toBeGreaterThanOrEqual(0.9);
    expect(absolute.testAccuracy).toBeLessThanOrEqual(0.95);
    const raw = await trained({ epochs: 30, architecture: 'cnn' });
    expect(absolute.testAccuracy - raw.testAccuracy).toBeGreaterThanOrEqual(0.02);
    expect(absolute.testAccuracy - raw.testAccuracy).toBeLessThanOrEqual(0.08);
    expect(raw.maskedAccuracy).toBeGreaterThan(raw.testAccuracy);
    expect(raw.encryptions).toBe(60_000);
  });

  it('a mask in [−1, 1] deletes the digits: the net falls below 60 %', async () => {
    const params = { scheme: 'mask-only', scaling: 'minus-one-to-one', architecture: 'cnn', epochs: 5 } as const;
    const { testAccuracy, maskedAccuracy } = await trained(params);
    expect(testAccuracy).toBeLessThan(0.6);
    expect(maskedAccuracy).toBeLessThan(0.6);
  });
});
