/** The recorded sweeps: they say what the chapter says, and a slice of each runs again to the same numbers. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  type DrawsFrame,
  type drawsParameters,
  quantile,
} from '../../src/chapters/deep-matrix-factorization/completion-draws';
import { experiment as initialScale } from '../../src/chapters/deep-matrix-factorization/initial-scale.experiment';
import { experiment as observedSweep } from '../../src/chapters/deep-matrix-factorization/observed-sweep.experiment';
import type { Experiment } from '../../src/lab/experiment';
import { runExperiment } from '../../src/lab/headless';
import { decodeRecording, type SweepRecording, type SweepRow } from '../../src/lab/recording';

const read = async (name: string): Promise<SweepRecording> =>
  decodeRecording(await readFile(`public/recordings/deep-matrix-factorization/${name}.json`, 'utf8'));

const median = (rows: readonly SweepRow[], metric: string): number =>
  quantile(
    rows.map((row) => row.metrics[metric]),
    0.5,
  );

type Draws = Experiment<typeof drawsParameters, DrawsFrame>;

/** Runs a row again; float32 sums may differ in their last digits between machines. */
async function repeats(experiment: Draws, row: SweepRow): Promise<void> {
  const { last } = await runExperiment(experiment, { params: row.params, seed: row.seed });
  expect(last.metrics.nuclearNormTestError / row.metrics.nuclearNormTestError).toBeCloseTo(1, 6);
  expect(last.metrics.testError / row.metrics.testError).toBeCloseTo(1, 2);
}

function expectDeclared(recording: SweepRecording, experiment: Draws, sweep: string): void {
  const { vary, seeds } = experiment.sweeps?.[sweep] ?? { vary: {}, seeds: [] };
  const points = Object.values(vary).reduce((count, values) => count * (values?.length ?? 1), 1);
  expect(recording.experiment).toBe(experiment.id);
  expect(recording.rows).toHaveLength(points * seeds.length);
  expect(seeds.length).toBeGreaterThanOrEqual(5);
  expect(recording.date).toMatch(/^\d{4}-\d\d-\d\d$/);
}

describe('E2: test error against observed entries', async () => {
  const recording = await read('observed-sweep.transition');
  const at = (depth: number, observed: number) =>
    recording.rows.filter(({ params }) => params.depth === depth && params.observed === observed);

  it('is the declared sweep', () => expectDeclared(recording, observedSweep, 'transition'));

  it('shows depth 3 and 4 ahead with few entries, the nuclear norm with plenty, nobody with too few', () => {
    for (const depth of [3, 4]) expect(median(at(depth, 300), 'testError')).toBeLessThanOrEqual(0.02);
    expect(median(at(2, 300), 'testError')).toBeGreaterThanOrEqual(0.05);
    expect(median(at(2, 300), 'nuclearNormTestError')).toBeGreaterThanOrEqual(0.05);
    for (const depth of [2, 3, 4]) {
      expect(median(at(depth, 500), 'testError')).toBeGreaterThan(median(at(depth, 500), 'nuclearNormTestError'));
      expect(median(at(depth, 150), 'testError')).toBeGreaterThan(0.3);
      expect(at(depth, 300)).toHaveLength(5);
    }
    // Worse than answering zero everywhere.
    const worst = [...at(3, 150), ...at(4, 150)].map(({ metrics }) => metrics.testError);
    expect(Math.max(...worst)).toBeGreaterThan(1);
  });

  it.each([2, 3, 4])('depth %i runs again to the same errors', async (depth) => {
    await repeats(observedSweep, at(depth, 350)[depth - 2]);
  });
});

describe('E3: test error against the initial scale', async () => {
  const recording = await read('initial-scale.scales');
  const at = (depth: number, initScale: number) =>
    recording.rows.filter(({ params }) => params.depth === depth && params.initScale === initScale);

  it('is the declared sweep', () => expectDeclared(recording, initialScale, 'scales'));

  it('shows depth 2 falling through the nuclear norm’s error, and depth 3 recovering from small starts', () => {
    const errors = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-9].map((scale) => median(at(2, scale), 'testError'));
    for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeLessThan(errors[i - 1]);
    const convex = median(at(2, 1), 'nuclearNormTestError');
    expect(errors[2]).toBeGreaterThan(convex);
    expect(errors[4]).toBeLessThan(convex);
    for (const scale of [1e-3, 1e-4, 1e-6]) expect(median(at(3, scale), 'testError')).toBeLessThanOrEqual(0.02);
    for (const depth of [2, 3]) expect(median(at(depth, 1), 'testError')).toBeGreaterThanOrEqual(0.4);
  });

  it.each([2, 3])('depth %i runs again to the same errors', async (depth) => {
    await repeats(initialScale, at(depth, 1e-4)[0]);
  });
});
