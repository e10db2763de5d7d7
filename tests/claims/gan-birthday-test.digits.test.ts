import { describe, expect, it } from 'vitest';
import { experiment as birthday } from '../../src/chapters/gan-birthday-test/birthday.experiment';
import { GrowingSample } from '../../src/chapters/gan-birthday-test/closest-pairs';
import { experiment as digitGan } from '../../src/chapters/gan-birthday-test/digit-gan.experiment';
import { gatherImages, loadDigits } from '../../src/chapters/gan-birthday-test/digits';
import { estimateSupport } from '../../src/chapters/gan-birthday-test/theory';
import { duplicateDistance } from '../../src/chapters/gan-birthday-test/trained-pool';
import { dataLoader } from '../../src/lab/data';
import { runExperiment } from '../../src/lab/headless';
import { fetchFromDisk } from '../../src/lab/node';

describe('digits: a GAN on digits', () => {
  it('ends with at most 3 effective classes at width 4', async () => {
    const { last, claim } = await runExperiment(digitGan, { params: { discriminatorWidth: 4 }, seed: 1, every: 3000 });
    expect(last.classifierAccuracy).toBeGreaterThan(0.9);
    expect(last.metrics.effectiveClasses).toBeLessThanOrEqual(3);
    expect(claim).toBe(true);
  });

  it('draws at least 6 at width 128', async () => {
    const { last, claim } = await runExperiment(digitGan, {
      params: { discriminatorWidth: 128 },
      seed: 1,
      every: 3000,
    });
    expect(last.metrics.effectiveClasses).toBeGreaterThanOrEqual(6);
    expect(claim).toBe(true);
  });

  it('looks more diverse than real digits by pixels at width 128, since noise hides what repeats', async () => {
    const { last } = await runExperiment(birthday, {
      params: { pool: 'trained-gan', discriminatorWidth: 128 },
      seed: 1,
      every: 40,
    });
    const { training } = await loadDigits(dataLoader(fetchFromDisk, () => {}));
    const sample = new GrowingSample(1, duplicateDistance);
    for (let i = 0; i < 1200; i++) sample.add({ image: gatherImages(training.pixels, [i]), identity: -1 });
    const real = estimateSupport(1200, sample.near().pairs).estimate;
    expect(real).toBeGreaterThan(3000);
    expect(last.effectiveSupport).toBeGreaterThan(2 * real);
  });

  it('feeds the birthday test: at width 16 duplicates are among its closest pairs', async () => {
    const { last } = await runExperiment(birthday, {
      params: { pool: 'trained-gan', discriminatorWidth: 16, sampleSize: 60 },
      seed: 1,
      every: 60,
    });
    expect(last.metrics.collisions).toBeGreaterThan(0);
    expect(last.effectiveSupport).toBeLessThan(1000);
    expect(last.support).toBeNaN();
    expect(last.cards.shape).toEqual([21, 3, 14, 14]);
  });
});
