/** The 20 × 20 completion without chance (F6) and nuclear-norm completion (F7). */
import { Matrix, SVD } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { drawMask, smallestCount } from '../../src/chapters/deep-matrix-factorization/completion-problem';
import { fixtureProblem } from '../../src/chapters/deep-matrix-factorization/fixture-target';
import {
  admmCompletion,
  admmIteration,
  admmStart,
  completeByNuclearNorm,
  nuclearNorm,
  softImpute,
  softImputeIteration,
  softImputeObjective,
  thresholdSingularValues,
} from '../../src/chapters/deep-matrix-factorization/nuclear-norm-theory';
import {
  effectiveRank,
  endToEndMatrix,
  gradientDescentStep,
  loss,
  lossGradient,
  singularValues,
  unobservedError,
} from '../../src/chapters/deep-matrix-factorization/theory';
import { seededRandom } from '../../src/lab/random';

const fixture = fixtureProblem();

describe('the 20 × 20 target (F6)', () => {
  it('is the one of the sheet', () => {
    expect(fixture.target.norm()).toBeCloseTo(20, 12);
    expect(fixture.mask.sum()).toBe(128);
    expect(smallestCount(fixture.mask)).toBe(4);
    const sigma = singularValues(fixture.target);
    expect(sigma[0]).toBeCloseTo(18.027600771, 9);
    expect(sigma[1]).toBeCloseTo(8.6605779507, 9);
    expect(sigma[2]).toBeLessThan(1e-12);
    expect(fixture.target.get(0, 1)).toBeCloseTo(-1.3762298331, 9);
  });

  it.each([
    [1, 0.05, { 100: [3.3133466533e-5, 1.0000215947, 7.0376239842, 4.3490408311, 3.3038085127, Number.NaN] }],
    [
      2,
      0.02,
      {
        500: [2.3349840173e-5, 0.2688561839, 16.3359441586, 6.431470231, 1.3943716101, -1.5181091581],
        2000: [3.9550405e-7, 0.2650398473, 16.351061012, 6.4638990882, 1.3872537612, -1.514419449],
      },
    ],
    [
      3,
      0.005,
      {
        1000: [5.3087557482e-4, 0.1169844754, 17.604402001, 8.0874001136, 0.025181839, -1.4574224722],
        2000: [1.6281051368e-5, 0.0302235454, 17.8601227534, 8.5289415442, 0.0257218324, -1.3762241206],
      },
    ],
  ] as const)('depth %i', (depth, rate, expected) => {
    let layers = Array.from({ length: depth }, () => Matrix.eye(20).mul(1e-3 ** (1 / depth)));
    let steps = 0;
    for (const [until, values] of Object.entries(expected)) {
      for (; steps < Number(until); steps++) {
        layers = gradientDescentStep(layers, (w) => lossGradient(fixture, w), rate);
      }
      const endToEnd = endToEndMatrix(layers);
      const sigma = singularValues(endToEnd);
      const meanSquare = (2 * loss(fixture, endToEnd)) / 128;
      expect(meanSquare / values[0]).toBeCloseTo(1, 6);
      expect(unobservedError(fixture, endToEnd)).toBeCloseTo(values[1], 8);
      for (let r = 0; r < 3; r++) expect(sigma[r]).toBeCloseTo(values[2 + r], 8);
      if (!Number.isNaN(values[5])) expect(endToEnd.get(0, 1)).toBeCloseTo(values[5], 8);
    }
  });

  it('has the nuclear norm’s completion of the sheet, bracketed by its certificate', () => {
    const { completed, norm, lowerBound } = completeByNuclearNorm(fixture, {
      tolerance: 1e-6,
      maximumIterations: 6000,
    });
    expect(norm).toBeCloseTo(25.4596, 4);
    expect(lowerBound).toBeLessThanOrEqual(norm);
    expect(norm - lowerBound).toBeLessThan(2e-4);
    // The norm is nearly flat around its least value: these two still move in the third digit once the bracket has closed.
    expect(Math.abs(unobservedError(fixture, completed) - 0.34171)).toBeLessThan(2e-3);
    expect(Math.abs(effectiveRank(singularValues(completed)) - 2.8234)).toBeLessThan(1e-2);
  });
});

const small = {
  target: new Matrix([
    [4, 2, 0, 0],
    [2, 1, 0, 3],
    [0, 5, 1, 0],
    [8, 0, 2, 6],
  ]),
  mask: new Matrix([
    [1, 1, 0, 0],
    [1, 1, 0, 1],
    [0, 1, 1, 0],
    [1, 0, 1, 1],
  ]),
};

describe('nuclear-norm completion (F7)', () => {
  it('meets the constraints exactly with the least norm', () => {
    const { completed, norm, lowerBound } = completeByNuclearNorm(small, {
      tolerance: 1e-11,
      maximumIterations: 20_000,
    });
    expect(norm).toBeCloseTo(18.0389335802, 9);
    expect(norm - lowerBound).toBeLessThan(1e-9);
    expect(Matrix.sub(completed, small.target).mul(small.mask).norm()).toBeLessThan(1e-12);
    const fills = [
      [0, 2, 0.9662460945],
      [0, 3, 2.6258944535],
      [1, 2, 0.6320547252],
      [2, 0, 3.8482639812],
      [2, 3, 2.5229033938],
      [3, 1, 4.0633536871],
    ];
    for (const [row, column, value] of fills) expect(completed.get(row, column)).toBeCloseTo(value, 7);
  });

  it('has a dual that lives on the observed entries and bounds every interpolant from below', () => {
    let state = admmStart(small);
    for (let i = 0; i < 40; i++) state = admmIteration(small, state);
    const hidden = Matrix.ones(4, 4).sub(small.mask);
    expect(Matrix.mul(state.dual, hidden).norm()).toBeLessThan(1e-12);
    const { lowerBound } = admmCompletion(small, state);
    for (let seed = 0; seed < 20; seed++) {
      const other = Matrix.from1DArray(4, 4, seededRandom(seed).normals(16, 3))
        .mul(hidden)
        .add(Matrix.mul(small.target, small.mask));
      expect(nuclearNorm(other)).toBeGreaterThan(lowerBound);
    }
  });
});

describe('soft-impute (F7)', () => {
  it('thresholds the singular values', () => {
    const matrix = Matrix.from1DArray(3, 5, seededRandom(1).normals(15));
    const svd = new SVD(matrix, { autoTranspose: true });
    const shrunk = Matrix.diag(svd.diagonal.map((value) => Math.max(0, value - 1)));
    const expected = svd.leftSingularVectors.mmul(shrunk).mmul(svd.rightSingularVectors.transpose());
    expect(Matrix.sub(thresholdSingularValues(matrix, 1), expected).norm()).toBeLessThan(1e-10);
    expect(thresholdSingularValues(matrix, 100).norm()).toBe(0);
  });

  it('takes the first step of the sheet', () => {
    const first = softImputeIteration(small, Matrix.zeros(4, 4), 1).getRow(0);
    [3.2663865359, 1.6812178665, 0.3957423272, 0.4511953536].forEach((value, c) => {
      expect(first[c]).toBeCloseTo(value, 9);
    });
  });

  it('reaches the optimum', () => {
    const z = softImpute(small, 1, Matrix.zeros(4, 4), { tolerance: 1e-13, maximumIterations: 50_000 });
    expect(softImputeObjective(small, z, 1)).toBeCloseTo(16.533510670027, 10);
    expect(nuclearNorm(z)).toBeCloseTo(15.028317659301, 9);
    [3.4657761576, 2.0100947834, 0.853733914, 2.6237541831].forEach((value, c) => {
      expect(z.get(0, c)).toBeCloseTo(value, 8);
    });
    const warm = softImpute(small, 0.1, z, { tolerance: 1e-12, maximumIterations: 100_000 });
    expect(softImputeObjective(small, warm, 0.1)).toBeCloseTo(1.788836988249, 9);
  });
});

describe('the draw of observed entries', () => {
  it('has the right count, leaves no row or column short, and replays', () => {
    const draw = () => drawMask(seededRandom(5), { rows: 12, columns: 12 }, 60, 3);
    const { mask } = draw();
    expect(mask.sum()).toBe(60);
    expect(smallestCount(mask)).toBeGreaterThanOrEqual(3);
    expect(draw().mask.to1DArray()).toEqual(mask.to1DArray());
  });

  it('refuses more entries than there are, with what to do', () => {
    expect(() => drawMask(seededRandom(5), { rows: 3, columns: 4 }, 13, 1)).toThrow(/at most 12/);
  });
});
