/** Closed forms: one singular value (F3), two-by-two completions (F4, F5), a product of scalars (F8), convergence. */
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { convergenceGuarantee } from '../../src/chapters/deep-matrix-factorization/convergence-theory';
import { nuclearNorm } from '../../src/chapters/deep-matrix-factorization/nuclear-norm-theory';
import {
  nuclearNormOfCompletion,
  type ScalarPair,
  scalarFlowLimit,
  scalarImbalance,
  scalarStep,
  singularValueAt,
  timeToReach,
  unobservedLeadingTerm,
  unobservedLowerBound,
} from '../../src/chapters/deep-matrix-factorization/scalar-theory';
import {
  type CompletionProblem,
  effectiveRank,
  endToEndMatrix,
  gradientDescentStep,
  loss,
  lossGradient,
  singularValues,
} from '../../src/chapters/deep-matrix-factorization/theory';

describe('one singular value (F3)', () => {
  it.each([
    [1, [1.2679199121, 1.7306827864, 1.9009237339, 1.9635518786]],
    [2, [0.4305879205, 1.8748411137, 1.9975575898, 1.999955212]],
    [3, [0.0528021182, 1.0679686051, 1.9988232978, 1.9999993863]],
    [4, [0.0274731385, 0.2090671107, 1.9967253, 1.99999996]],
  ])('depth %i grows as the sheet says', (depth, values) => {
    values.forEach((value, i) => {
      expect(singularValueAt(depth, 2, 0.01, i + 1)).toBeCloseTo(value, 8);
      if (value < 1.9) expect(timeToReach(depth, 2, 0.01, value)).toBeCloseTo(i + 1, 7);
    });
  });

  it('agrees with the logistic closed form at depth 2', () => {
    for (const t of [0.5, 1, 2]) {
      expect(singularValueAt(2, 3, 0.1, t)).toBeCloseTo(3 / (1 + (3 / 0.1 - 1) * Math.exp(-6 * t)), 9);
    }
  });

  it.each([
    [2, [1.3343390298, 1.9001005836, 3.4533773893]],
    [3, [3.1362674025, 4.6613275391, 9.1447473066]],
    [4, [5.2174332002, 7.8075469544, 15.5291516512]],
  ])('depth %i reaches half of 3, 2 and 1 in this order', (depth, times) => {
    [3, 2, 1].forEach((target, i) => {
      expect(timeToReach(depth, target, 1e-3, target / 2)).toBeCloseTo(times[i], 8);
    });
  });

  it('switches on the more sharply, the deeper', () => {
    [2.1972, 0.7324, 0.4644, 0.3463].forEach((rise, i) => {
      expect(timeToReach(i + 1, 3, 0.3, 2.7)).toBeCloseTo(rise, 4);
    });
  });
});

const observe = (target: number[][], mask: number[][]): CompletionProblem => ({
  target: new Matrix(target),
  mask: new Matrix(mask),
});

function descend(layers: Matrix[], problem: CompletionProblem, rate: number, steps: number, until = 0): Matrix[] {
  let current = layers;
  for (let k = 0; k < steps; k++) {
    if (until > 0 && k % 50 === 0 && loss(problem, endToEndMatrix(current)) <= until) break;
    current = gradientDescentStep(current, (w) => lossGradient(problem, w), rate);
  }
  return current;
}

const identityLayers = (depth: number, scale: number): Matrix[] =>
  Array.from({ length: depth }, () => Matrix.eye(2).mul(scale ** (1 / depth)));

const determinant = (w: Matrix): number => w.get(0, 0) * w.get(1, 1) - w.get(0, 1) * w.get(1, 0);

describe('norms that grow while the rank falls (F4)', () => {
  const problem = observe(
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 1],
      [1, 1],
    ],
  );
  it.each([
    [2, 10, 0.99192197063, 0.0107640412, 0.0040760643, 0.0107224027, 0.02148644, 9.8802084e-5, 1.8576928597],
    [2, 1000, 2.877251433e-2, 3.9357118526, 0.9475568371, 0.2281325448, 4.1638444, 9.3595e-10, 1.0000000013],
    [3, 100, 0.95267330838, 0.0277476507, 0.0241417754, 0.0273508248, 0.05509848, 1.76095814e-4, 1.261080503],
    [3, 1000, 1.7576388559e-2, 5.1618516625, 0.9678532439, 0.181895435, 5.3437471, 2.17735166e-3, 1.0007995805],
    [3, 25979, 9.9998246e-4, 22.321025629, 0.9980122772, 0.0446325312, 22.36565816, 2.15366831e-4, 1.0000067415],
  ])('depth %i after %i steps', (depth, steps, expectedLoss, w11, w12, w22, norm, det, rank) => {
    const w = endToEndMatrix(descend(identityLayers(depth, 0.01), problem, 0.02, steps));
    expect(loss(problem, w) / expectedLoss).toBeCloseTo(1, 7);
    expect(w.get(0, 0)).toBeCloseTo(w11, 7);
    expect(w.get(0, 1)).toBeCloseTo(w12, 8);
    expect(w.get(1, 0)).toBeCloseTo(w12, 8);
    expect(w.get(1, 1)).toBeCloseTo(w22, 8);
    expect(nuclearNorm(w)).toBeCloseTo(norm, 6);
    expect(determinant(w) / det).toBeCloseTo(1, 3);
    expect(effectiveRank(singularValues(w))).toBeCloseTo(rank, 7);
    if (expectedLoss < 0.5) expect(w11).toBeGreaterThan(unobservedLowerBound(expectedLoss));
  });

  it('the bound is the least |w11| that keeps the determinant positive', () => {
    for (const ell of [0.3, 0.1, 1e-2, 1e-4]) {
      const root = Math.sqrt(2 * ell);
      let least = Number.POSITIVE_INFINITY;
      for (let a = 0; a <= 400; a++) {
        for (let b = 0; b <= 400; b++) {
          // Errors on the circle of radius √(2ℓ): (w12 − 1, w21 − 1, w22), by two angles.
          const [p, q] = [(a / 400) * Math.PI, (b / 400) * 2 * Math.PI];
          const w22 = root * Math.cos(p);
          const w12 = 1 + root * Math.sin(p) * Math.cos(q);
          const w21 = 1 + root * Math.sin(p) * Math.sin(q);
          least = Math.min(least, (w12 * w21) / Math.abs(w22));
        }
      }
      expect(least).toBeGreaterThan(unobservedLowerBound(ell));
    }
    expect(unobservedLowerBound(0.5)).toBeNaN();
    expect(unobservedLeadingTerm(1e-4)).toBeCloseTo(70.7107, 4);
  });
});

describe('norm or rank (F5)', () => {
  const problem = observe(
    [
      [1, 2],
      [2, 0],
    ],
    [
      [1, 1],
      [1, 0],
    ],
  );
  it.each([
    [2, 4.0000389029],
    [3, 4.0093366361],
    [4, 4.0166033395],
  ])('depth %i from the scaled identity passes the nuclear norm’s answer 1 and ends at rank 1', (depth, x) => {
    const w = endToEndMatrix(descend(identityLayers(depth, 0.01), problem, 0.01, 100_000, 1e-16));
    expect(w.get(1, 1)).toBeCloseTo(x, 6);
  });

  it.each([
    [2, 1e-2, 1.5248809618],
    [2, 1e-4, 2.6269769517],
    [3, 1e-2, 3.1461652135],
    [3, 1e-3, 3.9136148838],
    [4, 1e-3, 3.9730752795],
  ])('depth %i from a negative determinant of scale %d', (depth, scale, x) => {
    const layers = identityLayers(depth, scale);
    layers[0].set(1, 1, -layers[0].get(1, 1));
    const w = endToEndMatrix(descend(layers, problem, 0.01, 200_000, 1e-16));
    expect(w.get(1, 1)).toBeCloseTo(x, 6);
  });

  it('the closed form of the nuclear norm is right on both sides of rank 1', () => {
    for (const x of [-3, 0, 1, 3.9, 4, 4.1, 10]) {
      expect(nuclearNormOfCompletion(2, x)).toBeCloseTo(
        nuclearNorm(
          new Matrix([
            [1, 2],
            [2, x],
          ]),
        ),
        9,
      );
    }
  });
});

describe('a product of two scalars (F8)', () => {
  const descended = (first: number, second: number, target: number, steps: number): ScalarPair => {
    let pair: ScalarPair = { first, second };
    for (let k = 0; k < steps; k++) pair = scalarStep(pair, target, 0.05);
    return pair;
  };

  it('follows the sheet', () => {
    expect(descended(2, 0.1, 1, 1)).toEqual({ first: 2.004, second: expect.closeTo(0.18, 12) });
    expect(scalarImbalance(descended(2, 0.1, 1, 1))).toBeCloseTo(3.983616, 10);
    const ten = descended(2, 0.1, 1, 10);
    expect(ten.first).toBeCloseTo(2.0439212445, 9);
    expect(ten.second).toBeCloseTo(0.4525646619, 9);
    expect(scalarImbalance(ten)).toBeCloseTo(3.9727992807, 9);
    const limits: [number, number, number, number, number][] = [
      [2, 0.1, 1, 2.0518714431, 0.4873599676],
      [1.5, -0.5, 1, 1.5334275565, 0.6521338395],
      [1.01, 0.99, -1, 1.0079152068, -0.9921469517],
    ];
    for (const [first, second, target, endFirst, endSecond] of limits) {
      const limit = descended(first, second, target, 5000);
      expect(limit.first).toBeCloseTo(endFirst, 8);
      expect(limit.second).toBeCloseTo(endSecond, 8);
    }
    const saddle = descended(1, 1, -1, 100);
    expect(saddle.first).toBeCloseTo(0.0040700861, 9);
    expect(saddle.second).toBe(saddle.first);
  });

  it('multiplies the imbalance by 1 − η²g² at every step', () => {
    let pair: ScalarPair = { first: 1.5, second: -0.5 };
    for (let k = 0; k < 100; k++) {
      const g = pair.first * pair.second - 1;
      const next = scalarStep(pair, 1, 0.05);
      expect(scalarImbalance(next)).toBeCloseTo(scalarImbalance(pair) * (1 - 0.05 ** 2 * g ** 2), 12);
      pair = next;
    }
  });

  it('flows to where the hyperbola meets the target', () => {
    const limit = scalarFlowLimit({ first: 2, second: 0.1 }, 1);
    expect(limit.first).toBeCloseTo(2.0558689068, 9);
    expect(limit.second).toBeCloseTo(0.4864123372, 9);
    expect(scalarFlowLimit({ first: 1, second: 1 }, -1)).toEqual({ first: 0, second: 0 });
    for (const [first, second, target] of [
      [-0.2, 1, 2],
      [0.3, -2, -1],
      [-3, 0, 0.5],
      [1, 1, 2],
    ]) {
      let pair: ScalarPair = { first, second };
      for (let k = 0; k < 400_000; k++) pair = scalarStep(pair, target, 1e-4);
      const predicted = scalarFlowLimit({ first, second }, target);
      expect(pair.first).toBeCloseTo(predicted.first, 3);
      expect(pair.second).toBeCloseTo(predicted.second, 3);
    }
  });
});

describe('the convergence theorem', () => {
  it('has the quantities of the sheet, far from what descent needs', () => {
    const depth = 3;
    const layers = Array.from({ length: depth }, () => Matrix.eye(2).mul(0.6 ** (1 / depth)));
    const identity = Matrix.eye(2);
    const guarantee = convergenceGuarantee(layers, identity, 1e-6);
    expect(guarantee.imbalance).toBeLessThan(1e-15);
    expect(guarantee.deficiencyMargin).toBeCloseTo(1 - 0.4 * Math.SQRT2, 12);
    expect(guarantee.learningRate / 7.4e-8).toBeCloseTo(1, 1);
    expect(guarantee.steps / 4.9e8).toBeCloseTo(1, 1);
    let current = layers;
    let steps = 0;
    while (Matrix.sub(endToEndMatrix(current), identity).norm() ** 2 / 2 > 1e-6) {
      current = gradientDescentStep(current, (w) => Matrix.sub(w, identity), 0.1);
      steps++;
    }
    expect(steps).toBe(20);
  });

  it('promises nothing from too far away', () => {
    const guarantee = convergenceGuarantee([Matrix.eye(2).mul(-1), Matrix.eye(2)], Matrix.eye(2), 1e-6);
    expect(guarantee.deficiencyMargin).toBeLessThan(0);
    expect(guarantee.learningRate).toBeNaN();
  });
});
