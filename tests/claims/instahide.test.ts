import { describe, expect, it } from 'vitest';
import { experiment as attack } from '../../src/chapters/instahide/attack.experiment';
import { experiment as averaging } from '../../src/chapters/instahide/average-the-encodings.experiment';
import { experiment as differentialPrivacy } from '../../src/chapters/instahide/differential-privacy.experiment';
import { experiment as leakage } from '../../src/chapters/instahide/gradient-leakage.experiment';
import { experiment as mixingDesk } from '../../src/chapters/instahide/mixing-desk.experiment';
import { experiment as subsetSum } from '../../src/chapters/instahide/subset-sum.experiment';
import { runExperiment } from '../../src/lab/headless';

const seeds = [0, 1, 2, 3, 4];

describe('E2: the mask is an absolute value', () => {
  it('leaves |x| as it was, whatever is flipped by hand', async () => {
    const digit = await runExperiment(mixingDesk, { steps: 5, params: { flips: 'ff00ff' } });
    for (const { absolute, mixture } of digit.frames) {
      expect(Float32Array.from(absolute.data)).toEqual(Float32Array.from(mixture.data, Math.abs));
    }
  });

  it('flips just the pixels that were asked for', async () => {
    const plain = await runExperiment(mixingDesk, { steps: 0 });
    const flipped = await runExperiment(mixingDesk, { steps: 0, params: { flips: '8001' } });
    const changed = [...plain.last.mask.data.keys()].filter(
      (p) => plain.last.mask.data[p] !== flipped.last.mask.data[p],
    );
    expect(changed).toEqual([0, 15]);
  });

  it('deletes most of a digit in [−1, 1], and none of it in [0, 1]', async () => {
    const stretched = await runExperiment(mixingDesk, { steps: 0, params: { k: 1, scaling: 'minus-one-to-one' } });
    expect(stretched.last.metrics.flatPixels).toBeGreaterThan(0.75);
    const positive = await runExperiment(mixingDesk, { steps: 0, params: { k: 1, scaling: 'zero-to-one' } });
    expect(positive.last.absolute.data).toEqual(positive.last.mixture.data);
  });
});

describe('E3: averaging encryptions', () => {
  it.each(seeds)('brings the image back without signs, and not with them (seed %i)', async (seed) => {
    const { frames, claim } = await runExperiment(averaging, { seed });
    expect(frames[10].metrics.correlation).toBeGreaterThanOrEqual(0.8);
    expect(frames[50].metrics.correlation).toBeGreaterThanOrEqual(0.9);
    expect(claim).toBe(true);
    const signed = await runExperiment(averaging, { seed, params: { signed: true } });
    expect(Math.abs(signed.last.metrics.correlation)).toBeLessThan(0.15);
  });
});

describe('E4: the full break', () => {
  it.each(seeds)('recovers the images from 20 encryptions each (seed %i)', async (seed) => {
    const { last, claim } = await runExperiment(attack, { seed, every: 200 });
    expect(last.metrics.correlation).toBeGreaterThanOrEqual(0.85);
    expect(last.metrics.membership).toBeGreaterThanOrEqual(0.8);
    expect(last.metrics.recovered).toBeGreaterThanOrEqual(0.8);
    expect(claim).toBe(true);
  });

  it('tells who is in which encryption from ten on', async () => {
    const { last } = await runExperiment(attack, { params: { encryptionsPerImage: 10 }, every: 200 });
    expect(last.metrics.membership).toBeGreaterThanOrEqual(0.8);
  });

  it.each(seeds)('fails from a single one (seed %i)', async (seed) => {
    const { last } = await runExperiment(attack, { seed, params: { encryptionsPerImage: 1 }, every: 200 });
    expect(last.metrics.correlation).toBeLessThan(0.5);
  });

  it('needs no classes, though it does better with them', async () => {
    const { last } = await runExperiment(attack, { params: { labelsKnown: false }, every: 200 });
    // The sheet measured 0.86 over two seeds.
    expect(Math.abs(last.metrics.correlation - 0.86)).toBeLessThan(0.05);
  });
});

describe('E5: subset sum', () => {
  it.each([
    { dimension: 100, mask: true, rate: 0.14 },
    { dimension: 400, mask: true, rate: 0.67 },
    { dimension: 784, mask: true, rate: 0.965 },
    { dimension: 100, mask: false, rate: 0.92 },
    { dimension: 400, mask: false, rate: 1 },
  ])('inner products find $rate of the members in $dimension dimensions, mask $mask', async (setting) => {
    const { rate, ...params } = setting;
    const { last } = await runExperiment(subsetSum, { params, steps: 100, every: 100 });
    expect(Math.abs(last.metrics.hitRate - rate)).toBeLessThanOrEqual(0.05);
  });

  it('is found by meeting in the middle long before brute force', async () => {
    const params = { n: 60, dimension: 50 };
    const { last } = await runExperiment(subsetSum, { params, every: 400 });
    expect(last.racers.map(({ name, found }) => [name, found])).toContainEqual(['meet in the middle', true]);
    expect(last.racers.map(({ name, found }) => [name, found])).toContainEqual(['brute force', true]);
    expect(last.metrics.meetTried).toBeLessThan(last.metrics.stepsTried / 5);
  });
});

describe('E6: gradients leak', () => {
  it('one image, exactly', async () => {
    const { last, claim } = await runExperiment(leakage);
    expect(last.metrics.reconstructionError).toBeLessThan(1e-6);
    expect(claim).toBe(true);
  });

  it.each([
    { width: 64, batchSize: 4, recovered: 0.9 },
    // 0.68 of a batch of 8 at width 64 is not among them: the sheet had it from 40 images, 160 give 0.54 to 0.59.
    { width: 64, batchSize: 32, recovered: 0.04 },
    { width: 256, batchSize: 8, recovered: 0.98 },
    { width: 256, batchSize: 16, recovered: 0.51 },
    { width: 256, batchSize: 32, recovered: 0.15 },
    { width: 1024, batchSize: 16, recovered: 0.86 },
  ])('$recovered of a batch of $batchSize at width $width', async ({ recovered, ...params }) => {
    const { last } = await runExperiment(leakage, { params, every: 20 });
    expect(Math.abs(last.metrics.recovered - recovered)).toBeLessThanOrEqual(0.1);
  });

  it('less and less as noise is added, and nothing at σ = 0.1', async () => {
    const at = async (noise: number) => (await runExperiment(leakage, { params: { noise }, every: 20 })).last.metrics;
    expect((await at(0.01)).correlation).toBeGreaterThan(0.9);
    expect((await at(0.1)).correlation).toBeLessThan(0.15);
  });
});

describe('E7: the price of differential privacy', () => {
  it('falls with the noise, and ε with it', async () => {
    const noises = [1, 2, 4, 8, 16];
    const runs: { accuracy: number; epsilon: number }[] = [];
    for (const noiseMultiplier of noises) {
      const params = { noiseMultiplier };
      const { last } = await runExperiment(differentialPrivacy, { params, every: 300 });
      runs.push({ accuracy: last.metrics.testAccuracy, epsilon: last.metrics.epsilon });
    }
    const accuracies = runs.map((run) => run.accuracy);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
    expect(accuracies[0]).toBeGreaterThanOrEqual(0.82);
    expect(accuracies[3]).toBeGreaterThanOrEqual(0.65);
    expect(accuracies[3]).toBeLessThanOrEqual(0.76);
    expect(runs[0].epsilon).toBeCloseTo(12.935105, 5);
  });
});
