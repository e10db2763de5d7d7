/** End-to-end dynamics: the sheet's 3 × 3 fixture (F1), and the theorems against brute force. */
import { Matrix, SVD } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import {
  balancedLayers,
  type CompletionProblem,
  effectiveRank,
  endToEndMatrix,
  endToEndVelocity,
  gradientDescentStep,
  imbalances,
  integrateEndToEnd,
  layerGradients,
  loss,
  lossGradient,
  singularValueRates,
  singularValues,
} from '../../src/chapters/deep-matrix-factorization/theory';
import { seededRandom } from '../../src/lab/random';

const problem: CompletionProblem = {
  target: new Matrix([
    [1, 2, 0.5],
    [0, 1.5, -1],
    [2, -0.5, 1],
  ]),
  mask: new Matrix([
    [1, 1, 0],
    [0, 1, 1],
    [1, 0, 1],
  ]),
};
const start = new Matrix([
  [0.6, 0.1, 0],
  [0.1, 0.5, 0.05],
  [0, 0.05, 0.4],
]);
const gradientAt = (w: Matrix) => lossGradient(problem, w);

function descend(depth: number, steps: number): Matrix[] {
  let layers = Array.from({ length: depth }, () => start.clone());
  for (let k = 0; k < steps; k++) layers = gradientDescentStep(layers, gradientAt, 0.05);
  return layers;
}

const gaussian = (seed: number, rows: number, columns: number) =>
  Matrix.from1DArray(rows, columns, seededRandom(seed).normals(rows * columns));

function expectClose(actual: Matrix, expected: readonly number[], digits: number) {
  actual.to1DArray().forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], digits);
  });
}

const determinant3 = (m: Matrix): number => {
  const [a, b, c, d, e, f, g, h, i] = m.to1DArray();
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
};

describe('gradient descent on the factors (F1)', () => {
  it.each([
    [
      1,
      10,
      1.8341036005,
      [0.7605052243, 0.8623998154, 0, 0.1, 0.901263063, -0.3713262138, 0.8025261215, 0.05, 0.6407578365],
    ],
    [
      2,
      1,
      5.28970516578,
      [
        0.4053382225, 0.1838755086, 0.0025793709, 0.1241357191, 0.3045061293, 0.0264977493, 0.0603814495, 0.0654168138,
        0.1738909347,
      ],
    ],
    [
      2,
      10,
      1.41454597958,
      [
        1.0604366207, 1.2905535739, -0.0704622049, 0.3737419994, 1.034412129, -0.2628574542, 0.8939913931, 0.608593536,
        0.4180043767,
      ],
    ],
    [2, 1000, 0, [1, 2, -0.5220114207, 0.0068809085, 1.5, -1, 2, 1.3029080917, 1]],
    [
      3,
      1,
      5.78049982794,
      [
        0.2635155857, 0.1377516855, 0.0069224825, 0.1079843074, 0.1707870288, 0.0266919972, 0.0338566026, 0.0468848506,
        0.0704849979,
      ],
    ],
    [3, 1000, 0, [1, 2, -0.2445950842, 0.2905822895, 1.5, -1, 2, 2.8123365535, 1]],
  ])('depth %i after %i steps', (depth, steps, expectedLoss, expected) => {
    const endToEnd = endToEndMatrix(descend(depth, steps));
    expect(loss(problem, endToEnd)).toBeCloseTo(expectedLoss, 9);
    expectClose(endToEnd, expected, 8);
  });

  it.each([
    [1, -2.65, 2.4662108656],
    [2, 0.3505006048, 2.028686466],
    [3, 0.2650704076, 1.8368394743],
  ])('depth %i: the determinant changes sign at depth 1 only', (depth, determinant, rank) => {
    const limit = endToEndMatrix(descend(depth, 3000));
    expect(determinant3(limit)).toBeCloseTo(determinant, 8);
    expect(effectiveRank(singularValues(limit))).toBeCloseTo(rank, 8);
  });

  it.each([
    [2, 1.901e-2],
    [3, 2.815e-2],
  ])('depth %i: steps of finite size leave the balanced set', (depth, expected) => {
    const differences = imbalances(descend(depth, 1000)).map((d) => d.norm());
    expect(Math.max(...differences)).toBeCloseTo(expected, 5);
  });

  it('the published optimiser: RMSprop with one global scalar, on the mean square', () => {
    let layers = Array.from({ length: 3 }, () => start.clone());
    let second = 0;
    const seen: Record<number, [number, number]> = {};
    for (let k = 1; k <= 100; k++) {
      const meanGradient = gradientAt(endToEndMatrix(layers)).mul(2 / 6);
      const gradients = layerGradients(layers, meanGradient);
      second = 0.99 * second + 0.01 * gradients.reduce((sum, g) => sum + g.norm() ** 2, 0);
      const rate = 0.01 / (Math.sqrt(second / (1 - 0.99 ** k)) + 1e-4);
      layers = layers.map((layer, j) => Matrix.sub(layer, gradients[j].mul(rate)));
      const endToEnd = endToEndMatrix(layers);
      seen[k] = [loss(problem, endToEnd) / 3, endToEnd.get(0, 0)];
    }
    expect(seen[1][0]).toBeCloseTo(1.9881609195, 8);
    expect(seen[1][1]).toBeCloseTo(0.2359630989, 8);
    expect(seen[10][0]).toBeCloseTo(1.9235614184, 8);
    expect(seen[10][1]).toBeCloseTo(0.2664308414, 8);
    expect(seen[100][0]).toBeCloseTo(0.81677302692, 8);
    expect(seen[100][1]).toBeCloseTo(1.0183560396, 8);
  });
});

describe('layer gradients', () => {
  it('agree with finite differences on rectangular layers', () => {
    const layers = [gaussian(1, 3, 4), gaussian(2, 3, 3), gaussian(3, 2, 3)];
    const rectangular = {
      target: gaussian(4, 2, 4),
      mask: new Matrix([
        [1, 0, 1, 1],
        [1, 1, 0, 1],
      ]),
    };
    const lossAt = (parts: readonly Matrix[]) => loss(rectangular, endToEndMatrix(parts));
    const gradients = layerGradients(layers, lossGradient(rectangular, endToEndMatrix(layers)));
    layers.forEach((layer, j) => {
      for (let r = 0; r < layer.rows; r++) {
        for (let c = 0; c < layer.columns; c++) {
          const moved = (h: number) => layers.map((l, i) => (i === j ? l.clone().set(r, c, l.get(r, c) + h) : l));
          const numeric = (lossAt(moved(1e-5)) - lossAt(moved(-1e-5))) / 2e-5;
          expect(gradients[j].get(r, c)).toBeCloseTo(numeric, 7);
        }
      }
    });
  });
});

describe('balanced initialisation', () => {
  it.each([2, 3, 4])('depth %i: reproduces its matrix, and is balanced', (depth) => {
    for (const [rows, columns] of [
      [4, 3],
      [3, 4],
      [4, 4],
    ]) {
      const matrix = gaussian(7, rows, columns);
      const layers = balancedLayers(matrix, depth);
      expect(layers).toHaveLength(depth);
      expectClose(endToEndMatrix(layers), matrix.to1DArray(), 12);
      for (const difference of imbalances(layers)) expect(difference.norm()).toBeLessThan(1e-12);
    }
  });
});

describe('the end-to-end rule', () => {
  const shapes = [
    [4, 3],
    [3, 4],
    [3, 3],
  ] as const;
  it.each([1, 2, 3, 4, 6])(
    'depth %i: is the velocity of the product under gradient flow on balanced layers',
    (depth) => {
      for (const [rows, columns] of shapes) {
        const matrix = gaussian(11, rows, columns);
        const gradient = gaussian(12, rows, columns);
        const layers = balancedLayers(matrix, depth);
        const rates = layerGradients(layers, gradient);
        const productRule = Matrix.zeros(rows, columns);
        layers.forEach((_, j) => {
          productRule.sub(endToEndMatrix(layers.map((layer, i) => (i === j ? rates[j] : layer))));
        });
        const decayed = Matrix.sub(productRule, Matrix.mul(matrix, 0.1 * depth));
        expectClose(endToEndVelocity(matrix, gradient, depth), productRule.to1DArray(), 10);
        expectClose(endToEndVelocity(matrix, gradient, depth, 0.1), decayed.to1DArray(), 10);
      }
    },
  );

  it('for a single output multiplies by the norm and adds the projection', () => {
    const [w, gradient, depth] = [gaussian(1, 1, 5), gaussian(2, 1, 5), 3];
    const norm = w.norm();
    const along = w.dot(gradient) / norm ** 2;
    const expected = Matrix.add(gradient, Matrix.mul(w, (depth - 1) * along)).mul(-(norm ** (2 - 2 / depth)));
    expectClose(endToEndVelocity(w, gradient, depth), expected.to1DArray(), 10);
  });

  it('keeps the identity for the exponent 0 where W is singular', () => {
    const gradient = gaussian(3, 2, 2);
    expectClose(endToEndVelocity(Matrix.zeros(2, 2), gradient, 1), gradient.clone().neg().to1DArray(), 14);
    expectClose(endToEndVelocity(Matrix.zeros(2, 2), gradient, 2), [0, 0, 0, 0], 14);
  });
});

describe('the singular values (Theorem 3)', () => {
  it.each([1, 2, 3, 4, 6])('depth %i: move as the end-to-end rule moves them', (depth) => {
    const matrix = gaussian(21, 4, 3);
    const gradient = gaussian(22, 4, 3);
    const { singularValues: sigma, rates } = singularValueRates(matrix, gradient, depth);
    const velocity = endToEndVelocity(matrix, gradient, depth);
    const at = (h: number) => new SVD(Matrix.add(matrix, Matrix.mul(velocity, h))).diagonal;
    sigma.forEach((_, r) => {
      expect(rates[r]).toBeCloseTo((at(1e-6)[r] - at(-1e-6)[r]) / 2e-6, 5);
    });
  });

  it.each([2, 3])('depth %i: the flow of the rule is the limit of gradient descent on the layers', (depth) => {
    const scale = Matrix.eye(3).mul(0.5);
    const flow = integrateEndToEnd(scale, gradientAt, depth, 1, 100);
    let layers = balancedLayers(scale, depth);
    for (let k = 0; k < 20_000; k++) layers = gradientDescentStep(layers, gradientAt, 1 / 20_000);
    expect(Matrix.sub(endToEndMatrix(layers), flow).norm()).toBeLessThan(2e-4);
  });
});

describe('effective rank', () => {
  it('counts equal singular values and ignores zeros', () => {
    expect(effectiveRank([2, 2, 2, 0])).toBeCloseTo(3, 12);
    expect(effectiveRank([5, 0, 0])).toBeCloseTo(1, 12);
    expect(effectiveRank([3, 1])).toBeCloseTo(Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)), 12);
  });
});
