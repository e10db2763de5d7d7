import { beforeAll, describe, expect, test } from 'vitest';
import { experiment as frequencies } from '../../src/chapters/neural-tangent-kernel/frequencies.experiment';
import { experiment as recursion } from '../../src/chapters/neural-tangent-kernel/recursion.experiment';
import {
  type WidthFrame,
  experiment as width,
} from '../../src/chapters/neural-tangent-kernel/width-to-infinity.experiment';
import { runExperiment } from '../../src/lab/headless';
import { defaultsOf } from '../../src/lab/parameters';

/** Slope of log y on log x. */
function slope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (k: 0 | 1) => logs.reduce((sum, p) => sum + p[k], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  return logs.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / logs.reduce((s, [x]) => s + (x - mx) ** 2, 0);
}

describe('E1 and E2: from eight neurons to infinity', () => {
  const widths = [16, 64, 256, 1024, 4096] as const;
  const finished = async (params: Partial<Parameters<typeof width.claim.holds>[1]>) =>
    (await runExperiment(width, { params: { fan: 20, ...params }, every: 400 })).last;
  const runs: WidthFrame[] = [];
  beforeAll(async () => {
    for (const w of widths) runs.push(await finished({ width: w }));
  }, 240_000);

  test('wider nets end closer to the infinite one', async () => {
    const gaps = runs.map((frame) => frame.metrics.gap);
    for (let i = 1; i < gaps.length; i++) expect(gaps[i]).toBeLessThan(gaps[i - 1]);
    expect(gaps[4] / gaps[2]).toBeGreaterThan(0.3);
    expect(gaps[4] / gaps[2]).toBeLessThan(0.6);
    expect(width.claim.holds(runs[4], { ...defaultsOf(width.params), width: 4096 })).toBe(true);
  });

  test('the kernel moves less, as the inverse square root of the width; so do the weights and the active units', async () => {
    const metrics = runs.map((frame) => frame.metrics);
    for (const [name, expected] of [
      ['kernelDrift', -0.5],
      ['weightDistance', -0.52],
      ['activationFlips', -0.45],
    ] as const) {
      for (let i = 1; i < metrics.length; i++) expect(metrics[i][name]).toBeLessThan(metrics[i - 1][name]);
      const top = widths.slice(2).map((w, i) => [w, metrics[i + 2][name]] as const);
      expect(Math.abs(slope(top) - expected), name).toBeLessThan(0.12);
    }
    expect(metrics[2].kernelDrift).toBeGreaterThan(0.04);
    expect(metrics[2].kernelDrift).toBeLessThan(0.075);
  });

  test('every net fits the data, and the infinite one on the same clock', async () => {
    for (const { metrics } of runs) {
      expect(metrics.loss).toBeLessThan(1e-6);
      expect(metrics.infiniteLoss).toBeLessThan(1e-6);
    }
  });

  test('a random start that is kept stays in the result: the gap no longer falls', async () => {
    const narrow = await finished({ width: 256, subtractInitial: false });
    const wide = await finished({ width: 4096, subtractInitial: false });
    expect(wide.metrics.gap).toBeGreaterThan(0.08);
    expect(wide.metrics.gap / narrow.metrics.gap).toBeGreaterThan(0.6);
  });

  test('two hidden layers: closer with width too', async () => {
    const narrow = await finished({ width: 32, depth: 2, fan: 6 });
    const wide = await finished({ width: 256, depth: 2, fan: 6 });
    expect(wide.metrics.gap).toBeLessThan(0.7 * narrow.metrics.gap);
    expect(wide.metrics.kernelDrift).toBeLessThan(0.5 * narrow.metrics.kernelDrift);
  });

  test('points of the reader, and a shape that does not fit', async () => {
    const drawn = await finished({ data: 'drawn', points: '1,0.5; 3,-0.5', width: 512, fan: 3 });
    expect(drawn.metrics.loss).toBeLessThan(1e-6);
    expect(drawn.infinite).toHaveLength(64);
    await expect(finished({ data: 'drawn', points: 'nonsense' })).rejects.toThrow('angle,value');
    await expect(finished({ depth: 3, width: 4096 })).rejects.toThrow('2048');
  });
});

describe('E3: every frequency has its own clock', () => {
  type Run = Awaited<
    ReturnType<typeof runExperiment<typeof frequencies.params, Parameters<typeof frequencies.claim.holds>[0]>>
  >;
  /** The first step at which less than e⁻¹ of a frequency is left. */
  const clock = ({ frames }: Run, name: string) =>
    frames.find((frame) => frame.metrics[name] < Math.exp(-1))?.step ?? Number.POSITIVE_INFINITY;

  test('one hidden layer: the slow mode is on time, and cos 3θ never moves', async () => {
    for (const seed of [1, 2, 3]) {
      const run = await runExperiment(frequencies, { params: { width: 4096, depth: 1 }, seed, steps: 100, every: 1 });
      expect(run.last.clocks[3]).toBeCloseTo(67.9, 0);
      expect(Math.abs(clock(run, 'residual4') / 67.9 - 1)).toBeLessThan(0.15);
      expect(clock(run, 'residual1')).toBeLessThanOrEqual(3);
      expect(clock(run, 'residual2')).toBeGreaterThanOrEqual(6);
      expect(clock(run, 'residual2')).toBeLessThanOrEqual(9);
      for (const frame of run.frames) expect(Math.abs(frame.metrics.residual3 - 1)).toBeLessThan(1e-4);
    }
  });

  test('two hidden layers: every frequency is learned, the slow ones within 35 % of the theory', async () => {
    const run = await runExperiment(frequencies, { params: { width: 1024, depth: 2 }, steps: 110, every: 1 });
    expect(run.last.clocks[2]).toBeCloseTo(43, 0);
    expect(run.last.clocks[3]).toBeCloseTo(69, 0);
    expect(Math.abs(clock(run, 'residual3') / run.last.clocks[2] - 1)).toBeLessThan(0.35);
    expect(Math.abs(clock(run, 'residual4') / run.last.clocks[3] - 1)).toBeLessThan(0.35);
  });

  test('a constant input thaws cos 3θ', async () => {
    const { last } = await runExperiment(frequencies, { params: { bias: true }, until: 'done', every: 100 });
    expect(last.metrics.residual3).toBeLessThan(0.3);
    expect(Number.isFinite(last.clocks[2])).toBe(true);
    expect(frequencies.claim.holds(last, defaultsOf(frequencies.params))).toBe(true);
  });

  test('a frequency that is left out is not reported, and nothing to learn is said so', async () => {
    const params = { width: 256, weight2: 0 };
    const { last } = await runExperiment(frequencies, { params, steps: 3 });
    expect(last.metrics.residual2).toBeNaN();
    const none = { weight1: 0, weight2: 0, weight3: 0, weight4: 0 };
    await expect(runExperiment(frequencies, { params: none, steps: 1 })).rejects.toThrow('nothing to learn');
  });
});

describe('recursion: two inputs pass through a wide net', () => {
  test.each([30, 90, 180])('at %d degrees a random net follows the recursion', async (angle) => {
    const { last, claim } = await runExperiment(recursion, { params: { angle, width: 1024, depth: 3 }, until: 'done' });
    expect(claim).toBe(true);
    for (const h of [1, 2, 3]) expect(Math.abs(last.measured[h] - last.theory.correlation[h])).toBeLessThan(0.1);
  });
});
