import SVM from 'libsvm-js/asm';
import { describe, expect, test } from 'vitest';
import { forestPredictions } from '../../src/chapters/neural-tangent-kernel/random-forest';
import { supportVectorPredictions } from '../../src/chapters/neural-tangent-kernel/support-vector-machine';
import { gramMatrix, type Matrix64, matrixFromRows } from '../../src/chapters/neural-tangent-kernel/theory';
import { advance, finish } from '../../src/chapters/neural-tangent-kernel/work';
import { seededRandom } from '../../src/lab/random';

/** Three overlapping clouds in the plane, with a constant coordinate. */
function clouds(count: number, spread: number, seed: number): { x: Matrix64; labels: Int32Array } {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const x = matrixFromRows(
    Array.from(labels, (k) => [
      Math.cos(2 * k) + spread * random.normal(),
      Math.sin(2 * k) + spread * random.normal(),
      1,
    ]),
  );
  return { x, labels };
}

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

function libsvm(kernel: Matrix64, labels: Int32Array, train: Int32Array, rows: Int32Array, cost: number): number[] {
  const svm = new SVM({
    kernel: SVM.KERNEL_TYPES.PRECOMPUTED,
    type: SVM.SVM_TYPES.C_SVC,
    cost,
    shrinking: false,
    quiet: true,
  });
  const row = (i: number, number: number) => [number, ...Array.from(train, (j) => kernel.data[i * kernel.columns + j])];
  svm.train(
    Array.from(train, (i, k) => row(i, k + 1)),
    Array.from(train, (i) => labels[i]),
  );
  const predicted = svm.predict(Array.from(rows, (i) => row(i, 0)));
  svm.free();
  return predicted;
}

describe('the support vector machine', () => {
  test('classifies as LIBSVM does, at every C, also where C grows on the same machine', () => {
    const { x, labels } = clouds(180, 0.6, 1);
    const kernel = gramMatrix(x, { depth: 2 });
    const [train, test] = [range(0, 90), range(90, 180)];
    const costs = [0.01, 0.1, 1, 10, 100];
    const ours = finish(supportVectorPredictions({ kernel, labels, classes: 3, train, test }, costs));
    for (const [c, cost] of costs.entries()) {
      const theirs = libsvm(kernel, labels, train, test, cost);
      const different = theirs.filter((label, t) => label !== ours[c][t]).length;
      expect(different, `C = ${cost}`).toBeLessThanOrEqual(1);
    }
  });

  test('separates what can be separated, and copes with one class and with duplicates', () => {
    const { x, labels } = clouds(60, 0.05, 2);
    const all = range(0, 60);
    const kernel = gramMatrix(x, { depth: 1 });
    const task = { kernel, labels, classes: 3, train: all, test: all };
    expect(finish(supportVectorPredictions(task, [100]))[0]).toEqual(labels);
    const one = { ...task, train: all.filter((i) => labels[i] === 2) };
    expect(new Set(finish(supportVectorPredictions(one, [1]))[0])).toEqual(new Set([2]));
    const twice = { ...task, train: Int32Array.from([...all, ...all]) };
    expect(finish(supportVectorPredictions(twice, [100]))[0]).toEqual(labels);
  });

  test('gives up at its limit, and pauses on the way', () => {
    const { x, labels } = clouds(200, 3, 3);
    const all = range(0, 200);
    const task = { kernel: gramMatrix(x, { depth: 0 }), labels, classes: 3, train: all, test: all };
    const work = supportVectorPredictions(task, [1e4], 5000);
    let parts = 0;
    for (let done = false; !done; parts++) done = advance(work, 100_000).done;
    expect(parts).toBeGreaterThan(20);
    expect(parts).toBeLessThan(1000);
  });
});

describe('the random forest', () => {
  test('learns clouds, and what no linear rule tells: the quadrants', () => {
    const { x, labels } = clouds(300, 0.4, 4);
    const [train, test] = [range(0, 200), range(200, 300)];
    const accuracy = (problem: { features: Matrix64; labels: Int32Array; classes: number }) => {
      const predicted = finish(forestPredictions({ ...problem, train, test }, 60, seededRandom(5)));
      return predicted.filter((label, t) => label === problem.labels[test[t]]).length / test.length;
    };
    expect(accuracy({ features: x, labels, classes: 3 })).toBeGreaterThan(0.9);
    const random = seededRandom(6);
    const points = matrixFromRows(Array.from({ length: 300 }, () => [random.normal(), random.normal()]));
    const quadrants = range(0, 300).map((i) => (points.data[2 * i] * points.data[2 * i + 1] > 0 ? 1 : 0));
    expect(accuracy({ features: points, labels: quadrants, classes: 2 })).toBeGreaterThan(0.9);
  });

  test('the same seed grows the same forest', () => {
    const { x, labels } = clouds(90, 0.8, 7);
    const task = { features: x, labels, classes: 3, train: range(0, 60), test: range(60, 90) };
    const grown = () => finish(forestPredictions(task, 20, seededRandom(8)));
    expect(grown()).toEqual(grown());
  });
});
