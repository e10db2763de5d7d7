/** The equivalence on a net with two normalised hidden layers, in float64 by a network written for this test alone. */
import { describe, expect, it } from 'vitest';
import { exponentialSchedule } from '../../src/chapters/exponential-learning-rate/schedules';
import { decayRoots } from '../../src/chapters/exponential-learning-rate/theory';

type Rows = number[][];
const grid = (rows: number, columns: number, value: (i: number, j: number) => number): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i, j)));
const times = (a: Rows, b: Rows): Rows =>
  grid(a.length, b[0].length, (i, j) => a[i].reduce((sum, x, k) => sum + x * b[k][j], 0));
const turned = (a: Rows): Rows => grid(a[0].length, a.length, (i, j) => a[j][i]);
const zip = (a: Rows, b: Rows, f: (x: number, y: number) => number): Rows =>
  grid(a.length, a[0].length, (i, j) => f(a[i][j], b[i][j]));

const points = 8;
const x = grid(points, 2, (i, j) => (j === 0 ? Math.sin(1.3 * i) : Math.cos(0.7 * i)));
const label = (i: number) => i % 2;

/** Standardises every row; returns what the backward pass needs. */
function standardised(z: Rows) {
  const means = z.map((row) => row.reduce((s, v) => s + v, 0) / row.length);
  const scales = z.map((row, i) => 1 / Math.sqrt(row.reduce((s, v) => s + (v - means[i]) ** 2, 0) / row.length));
  return { hat: z.map((row, i) => row.map((v) => (v - means[i]) * scales[i])), scales };
}
function standardisedGradient(d: Rows, hat: Rows, scales: number[]): Rows {
  return d.map((row, i) => {
    const mean = row.reduce((s, v) => s + v, 0) / row.length;
    const along = row.reduce((s, v, j) => s + v * hat[i][j], 0) / row.length;
    return row.map((v, j) => scales[i] * (v - mean - hat[i][j] * along));
  });
}

/** Loss, class probabilities and the gradients of both hidden layers; batch normalisation acts on columns. */
function network([w1, w2]: Rows[], w3: Rows, kind: 'batch' | 'layer') {
  const norm = (z: Rows) => {
    const { hat, scales } = standardised(kind === 'batch' ? turned(z) : z);
    return { hat, scales, h: (kind === 'batch' ? turned(hat) : hat).map((row) => row.map(Math.tanh)) };
  };
  const back = (dh: Rows, { hat, scales, h }: ReturnType<typeof norm>) => {
    const d = zip(dh, h, (g, v) => g * (1 - v * v));
    return kind === 'batch'
      ? turned(standardisedGradient(turned(d), hat, scales))
      : standardisedGradient(d, hat, scales);
  };
  const first = norm(times(x, w1));
  const second = norm(times(first.h, w2));
  const probabilities = times(second.h, w3).map((row) => {
    const e = row.map(Math.exp);
    const sum = e.reduce((s, v) => s + v, 0);
    return e.map((v) => v / sum);
  });
  const loss = probabilities.reduce((sum, row, i) => sum - Math.log(row[label(i)]), 0) / points;
  const d = probabilities.map((row, i) => row.map((p, j) => (p - (j === label(i) ? 1 : 0)) / points));
  const dz2 = back(times(d, turned(w3)), second);
  const dz1 = back(times(dz2, turned(w2)), first);
  return { loss, probabilities, gradients: [times(turned(x), dz1), times(turned(first.h), dz2)] };
}

const initial = [
  grid(2, 6, (i, j) => Math.sin(1 + 3 * i + 5 * j)),
  grid(6, 6, (i, j) => Math.sin(2 + 3 * i + 5 * j)),
] as const;
const last = grid(6, 2, (i, j) => Math.sin(3 + 3 * i + 5 * j));

describe('a net of two normalised layers', () => {
  it.each(['batch', 'layer'] as const)('%s normalisation: the same function at every step', (kind) => {
    const [learningRate, weightDecay, momentum] = [0.1, 0.02, 0.9];
    const roots = decayRoots(learningRate * weightDecay, momentum);
    if (!roots) throw new Error('no real root');
    const schedule = exponentialSchedule(learningRate, roots.larger);
    let decayed = initial.map((w) => ({ w, v: zip(w, w, () => 0) }));
    let grown = initial.map((w) => ({ w, v: zip(w, w, (a) => schedule.initialBuffer * a) }));
    const step = (layers: typeof decayed, rate: number, decay: number) => {
      const { gradients } = network(
        layers.map(({ w }) => w),
        last,
        kind,
      );
      return layers.map(({ w, v }, i) => {
        const next = zip(
          zip(v, gradients[i], (a, g) => momentum * a + g),
          w,
          (a, b) => a + decay * b,
        );
        return { v: next, w: zip(w, next, (a, b) => a - rate * b) };
      });
    };
    const of = (layers: typeof decayed) =>
      network(
        layers.map(({ w }) => w),
        last,
        kind,
      );
    const start = of(decayed).loss;
    let deviation = 0;
    for (let t = 0; t < 50; t++) {
      decayed = step(decayed, learningRate, weightDecay);
      grown = step(grown, Math.exp(schedule.logRate(t)), 0);
      const differences = zip(of(decayed).probabilities, of(grown).probabilities, (p, q) => Math.abs(p - q));
      deviation = Math.max(deviation, ...differences.flat());
    }
    expect(deviation).toBeLessThan(1e-9);
    if (kind === 'batch') {
      expect(start).toBeCloseTo(0.6896040661, 10);
      expect(of(decayed).loss).toBeCloseTo(0.67826558, 9);
    }
  });
});
