import { describe, expect, it } from 'vitest';
import { type BirthdayParams, experiment as birthday } from '../../src/chapters/gan-birthday-test/birthday.experiment';
import { experiment as collisionCurve } from '../../src/chapters/gan-birthday-test/collision-curve.experiment';
import { cellToyAdvantage } from '../../src/chapters/gan-birthday-test/discriminator-theory';
import { experiment as memorisedPoints } from '../../src/chapters/gan-birthday-test/memorised-points.experiment';
import { runExperiment } from '../../src/lab/headless';

describe('H8: K memorised points', () => {
  const mean = async (params: { points: number; discriminatorWidth: number }) => {
    let sum = 0;
    for (const seed of [0, 1, 2, 3]) {
      const { last } = await runExperiment(memorisedPoints, { params, seed, every: 2000 });
      expect(last.status).toBe('converged');
      expect(last.metrics.cellToyAdvantage).toBeCloseTo(cellToyAdvantage(last.parameters, params.points), 6);
      sum += last.metrics.advantage;
    }
    return sum / 4;
  };

  it('fool a discriminator of 15 parameters: mean advantage below 0.13 at K = 128', async () => {
    expect(await mean({ points: 128, discriminatorWidth: 2 })).toBeLessThan(0.13);
  });

  it('do not fool one of 9,697: above 0.25', async () => {
    expect(await mean({ points: 128, discriminatorWidth: 96 })).toBeGreaterThan(0.25);
  });

  it('fool that one too where there are 2,048 of them', async () => {
    const { last } = await runExperiment(memorisedPoints, {
      params: { points: 2048, discriminatorWidth: 96 },
      seed: 0,
      every: 2000,
    });
    expect(last.metrics.advantage).toBeLessThan(0.13);
  });
});

describe('H9: the birthday test', () => {
  const run = (params: Partial<BirthdayParams>, seed: number) => runExperiment(birthday, { params, seed, every: 400 });

  const coverage = async (params: Partial<BirthdayParams>, seeds: number) => {
    let inside = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const { claim } = await run({ marking: 'automatic', ...params }, seed);
      if (claim) inside++;
    }
    return inside / seeds;
  };

  it('holds the true size of a uniform pool in its interval for at least 90 % of 200 seeds', async () => {
    expect(await coverage({ pool: 'uniform' }, 200)).toBeGreaterThanOrEqual(0.9);
  });

  it('holds N_eff of uneven pools nearly as often', async () => {
    expect(await coverage({ pool: 'one-heavy', supportSize: 1000, sampleSize: 50 }, 60)).toBeGreaterThanOrEqual(0.8);
    expect(await coverage({ pool: 'zipf', supportSize: 100, sampleSize: 50 }, 60)).toBeGreaterThanOrEqual(0.85);
  });

  it('puts the true duplicates among the closest pairs, so that a reader can find them', async () => {
    for (const seed of [1, 2, 3]) {
      const { last } = await run({ marking: 'automatic' }, seed);
      const answers = Array.from({ length: last.answers.length / 3 }, (_, i) => last.answers.slice(3 * i, 3 * i + 3));
      expect(answers.length).toBe(21);
      const duplicates = answers.filter(([first, , truth]) => first >= 0 && truth === 1).length;
      expect(duplicates).toBe(Math.min(20, last.metrics.collisions));
      expect(answers.filter(([first]) => first < 0).length).toBe(1);
    }
  });

  it('keeps the estimate after each draw, of which the last is what it reports', async () => {
    const { last } = await run({ marking: 'automatic' }, 1);
    expect(last.estimates.length).toBe(3 * last.step);
    const { estimate, lower, upper } = last.metrics;
    expect(Array.from(last.estimates.slice(-3))).toEqual([estimate, lower, upper]);
    expect((await run({ marking: 'by-hand' }, 1)).last.estimates.length).toBe(0);
  });

  it('says nothing but a lower bound where nothing was found, and leaves the counting to the reader by hand', async () => {
    const { last, claim } = await run({ sampleSize: 5, supportSize: 4000 }, 1);
    expect(last.metrics.collisions).toBe(0);
    expect(last.metrics.lower).toBeCloseTo(10 / -Math.log(0.05), 6);
    expect([last.metrics.estimate, last.metrics.upper]).toEqual([Number.NaN, Number.NaN]);
    expect(claim).toBe(true);
    const byHand = await run({ marking: 'by-hand' }, 1);
    expect(byHand.claim).toBeNull();
    expect(byHand.last.metrics.collisions).toBeNaN();
    expect(byHand.last.support).toBeGreaterThanOrEqual(50);
    expect(byHand.last.support).toBeLessThanOrEqual(400);
  });

  it('draws without putting back only as many as there are', async () => {
    await expect(run({ replacement: false, supportSize: 20, sampleSize: 40 }, 1)).rejects.toThrow(/20 or fewer/);
    const { last } = await run({ replacement: false, supportSize: 20, sampleSize: 20 }, 1);
    expect(last.metrics.collisions).toBe(0);
  });
});

it('birthday: groups of 23 share a birthday as often as the formula says', async () => {
  const { last, claim } = await runExperiment(collisionCurve, { seed: 1, every: 400 });
  expect(claim).toBe(true);
  expect(last.metrics.collisionProbability).toBeCloseTo(0.5072972343, 10);
});
