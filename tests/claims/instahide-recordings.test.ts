/** What the shipped sweeps of the InstaHide chapter show, over all their seeds, beside what was measured elsewhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experiment as attack } from '../../src/chapters/instahide/attack.experiment';
import { experiment as differentialPrivacy } from '../../src/chapters/instahide/differential-privacy.experiment';
import { experiment as training } from '../../src/chapters/instahide/private-training.experiment';
import { meanOf } from '../../src/chapters/instahide/recorded-sweep';
import { experiment as subsetSum } from '../../src/chapters/instahide/subset-sum.experiment';
import type { SweepDeclaration } from '../../src/lab/experiment';
import { decodeRecording, type Recording, type SweepRecording } from '../../src/lab/recording';

function recorded<T>(name: string): T {
  return decodeRecording<T>(readFileSync(`public/recordings/instahide/${name}.json`, 'utf8'));
}

/** Every declared setting with every declared seed, once. */
function expectDeclared<P>({ rows }: SweepRecording, { vary, seeds, params }: SweepDeclaration<P>) {
  const settings = Object.values<readonly unknown[]>(vary as Record<string, readonly unknown[]>);
  expect(rows).toHaveLength(settings.reduce((count, values) => count * values.length, seeds.length));
  expect(new Set(rows.map((row) => JSON.stringify([Object.entries(row.params).sort(), row.seed]))).size).toBe(
    rows.length,
  );
  for (const row of rows) {
    expect(seeds).toContain(row.seed);
    expect(row.params).toMatchObject(params ?? {});
  }
}

describe('E1: schemes', () => {
  const sweep = recorded<SweepRecording>('private-training.schemes');
  const of = (scheme: string, architecture: string, metric = 'testAccuracy') =>
    meanOf(sweep.rows, metric, { scheme, architecture }).mean;

  it('are the declared sweep', () => {
    if (!training.sweeps?.schemes) throw new Error('The sweep is not declared.');
    expectDeclared(sweep, training.sweeps.schemes);
  });

  it('keep their bounds for every seed: plain, on |x|, and two to eight points less without', () => {
    const { seeds = [] } = training.sweeps?.schemes ?? {};
    for (const seed of seeds) {
      const own = sweep.rows.filter((row) => row.seed === seed);
      const at = (scheme: string, architecture: string) => meanOf(own, 'testAccuracy', { scheme, architecture }).mean;
      expect(at('plain', 'cnn')).toBeGreaterThanOrEqual(0.93);
      expect(at('instahide-inside', 'cnn-abs')).toBeGreaterThanOrEqual(0.9);
      expect(at('instahide-inside', 'cnn-abs')).toBeLessThanOrEqual(0.95);
      const gap = at('instahide-inside', 'cnn-abs') - at('instahide-inside', 'cnn');
      expect(gap).toBeGreaterThanOrEqual(0.02);
      expect(gap).toBeLessThanOrEqual(0.08);
    }
  });

  it('leave the raw net better on masked digits, and a mixup net lost on them', () => {
    expect(of('mixup', 'cnn', 'maskedAccuracy')).toBeLessThan(0.3);
    expect(of('instahide-inside', 'cnn', 'maskedAccuracy')).toBeGreaterThan(of('instahide-inside', 'cnn'));
  });

  it('come in the order of what they hide', () => {
    const raw = ['plain', 'mixup', 'mask-only', 'instahide-cross', 'instahide-inside'].map((scheme) =>
      of(scheme, 'cnn'),
    );
    expect(raw).toEqual([...raw].sort((a, b) => b - a));
  });

  it('show that order while they train', () => {
    const { history } = recorded<Recording>('scheme-race');
    const last = (metric: string) => history.metrics[metric].at(-1) ?? Number.NaN;
    const ends = ['plainAccuracy', 'mixupAccuracy', 'maskOnlyAccuracy', 'insideAccuracy'].map(last);
    expect(ends).toEqual([...ends].sort((a, b) => b - a));
  });
});

describe('E4: the attack', () => {
  const sweep = recorded<SweepRecording>('attack.encryptions');
  const correlation = (k: number, encryptionsPerImage: number) =>
    meanOf(sweep.rows, 'correlation', { k, encryptionsPerImage }).mean;

  it('is the declared sweep', () => {
    if (!attack.sweeps?.encryptions) throw new Error('The sweep is not declared.');
    expectDeclared(sweep, attack.sweeps.encryptions);
  });

  it.each([
    { k: 2, expected: [0.46, 0.72, 0.87, 0.88, 0.89, 0.89] },
    { k: 4, expected: [0.38, 0.56, 0.78, 0.87, 0.93, 0.95] },
    { k: 6, expected: [0.35, 0.42, 0.68, 0.77, 0.82, 0.89] },
  ])('follows the measured curve of k = $k', ({ k, expected }) => {
    [1, 2, 5, 10, 20, 50].forEach((times, i) => {
      expect(Math.abs(correlation(k, times) - expected[i])).toBeLessThanOrEqual(0.08);
    });
    expect(correlation(k, 1)).toBeLessThan(0.5);
  });

  it('tells four private slots in five from ten encryptions on', () => {
    for (const row of sweep.rows) {
      if (Number(row.params.encryptionsPerImage) >= 10) expect(row.metrics.membership).toBeGreaterThanOrEqual(0.8);
    }
  });
});

describe('E5 and E7', () => {
  it('inner products need dimension, and more of it behind a mask', () => {
    const sweep = recorded<SweepRecording>('subset-sum.dimension');
    if (!subsetSum.sweeps?.dimension) throw new Error('The sweep is not declared.');
    expectDeclared(sweep, subsetSum.sweeps.dimension);
    const rate = (dimension: number, mask: boolean) => meanOf(sweep.rows, 'hitRate', { dimension, mask }).mean;
    expect(rate(784, true)).toBeGreaterThanOrEqual(0.915);
    expect(Math.abs(rate(100, true) - 0.14)).toBeLessThanOrEqual(0.05);
    for (const dimension of [50, 100, 200, 400]) expect(rate(dimension, false)).toBeGreaterThan(rate(dimension, true));
  });

  it('accuracy falls with every doubling of the noise, within three points of what was measured', () => {
    const sweep = recorded<SweepRecording>('differential-privacy.noise');
    if (!differentialPrivacy.sweeps?.noise) throw new Error('The sweep is not declared.');
    expectDeclared(sweep, differentialPrivacy.sweeps.noise);
    const measured: readonly (readonly [number, number])[] = [
      [1, 0.853],
      [2, 0.83],
      [4, 0.786],
      [8, 0.708],
      [16, 0.567],
    ];
    const means = measured.map(([noiseMultiplier]) => meanOf(sweep.rows, 'testAccuracy', { noiseMultiplier }).mean);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    measured.forEach(([, expected], i) => {
      expect(Math.abs(means[i] - expected)).toBeLessThanOrEqual(0.03);
    });
    expect(means[0]).toBeGreaterThanOrEqual(0.82);
    expect(means[3]).toBeGreaterThanOrEqual(0.65);
    expect(means[3]).toBeLessThanOrEqual(0.76);
  });
});
