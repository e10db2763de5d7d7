import { describe, expect, it } from 'vitest';
import {
  cellToyAdvantage,
  cellToyApproximation,
  cellToyPoints,
  parameterCount,
  sameModeDetection,
  sufficientSupport,
} from '../../src/chapters/gan-birthday-test/discriminator-theory';
import {
  betaQuantile,
  chiSquareQuantile,
  lnChoose,
  lnGamma,
  regularisedBeta,
  regularisedGamma,
} from '../../src/chapters/gan-birthday-test/quantiles';
import { seededRandom } from '../../src/lab/random';

describe('the cell toy', () => {
  it.each([
    [16, 64, 0.18914669],
    [64, 64, 0.36498652],
    [64, 1024, 0.09843922],
    [256, 256, 0.36715975],
  ])('with %d cells and %d points has the advantage %d', (cells, points, advantage) => {
    expect(cellToyAdvantage(cells, points)).toBeCloseTo(advantage, 8);
  });

  it.each([
    [4, 48],
    [16, 238],
    [64, 1006],
    [256, 4053],
  ])('with %d cells needs %d points for an advantage of at most 0.1', (cells, points) => {
    expect(cellToyPoints(cells, 0.1)).toBe(points);
  });

  it('agrees to 1e−6 with the sum over the binomial, and nearly with √(p/2πK)', () => {
    for (const [cells, points] of [
      [2, 5],
      [7, 49],
      [15, 8],
      [105, 128],
      [1185, 512],
    ]) {
      let sum = 0;
      for (let b = 0; b <= points; b++) {
        const ln = lnChoose(points, b) - b * Math.log(cells) + (points - b) * Math.log1p(-1 / cells);
        sum += Math.exp(ln) * Math.abs(b / points - 1 / cells);
      }
      expect(Math.abs(cellToyAdvantage(cells, points) - (cells / 2) * sum)).toBeLessThan(1e-9);
    }
    expect(cellToyApproximation(16, 4096) / cellToyAdvantage(16, 4096)).toBeCloseTo(1, 1);
    expect(cellToyApproximation(1000, 2)).toBe(1);
    expect(cellToyAdvantage(1, 10)).toBe(0);
  });

  it('agrees with points thrown at random', () => {
    const random = seededRandom(4);
    let sum = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const counts = new Float64Array(16);
      for (let i = 0; i < 64; i++) counts[random.integer(16)]++;
      sum += counts.reduce((a, c) => a + Math.max(0, c / 64 - 1 / 16), 0);
    }
    expect(sum / runs).toBeCloseTo(0.18914669, 2);
  });
});

describe('the capacity theorem', () => {
  const few = { parameters: 100, epsilon: 0.1, delta: 0.05, lipschitz: 1, radius: 1 };

  it('grows like p/ε² up to logarithms', () => {
    const base = sufficientSupport(few);
    expect(base).toBeCloseTo((2 / 0.01) * (100 * Math.log(81) + Math.log(40)), 6);
    expect(sufficientSupport({ ...few, parameters: 1000 }) / base).toBeGreaterThan(9.9);
    const finer = sufficientSupport({ ...few, epsilon: 0.01 }) / base;
    expect(finer).toBeGreaterThan(100);
    expect(finer).toBeLessThan(200);
  });

  it('asks for more than the parameters themselves, so it says nothing on eight modes', () => {
    expect(sufficientSupport({ ...few, parameters: 4417, epsilon: 0.5 })).toBeGreaterThan(4417);
  });
});

it('counts the parameters of the nets in the text', () => {
  expect([4, 8, 16, 32, 64, 128].map((w) => parameterCount([2, w, w, 1]))).toEqual([37, 105, 337, 1185, 4417, 17025]);
  expect([2, 96].map((w) => parameterCount([2, w, w, 1]))).toEqual([15, 9697]);
});

it('knows how many duplicates of a Gaussian mode a threshold finds', () => {
  expect(sameModeDetection(0.3, 0.1)).toBeCloseTo(0.895, 3);
  expect(sameModeDetection(0.4, 0.1)).toBeCloseTo(0.982, 3);
});

describe('quantiles', () => {
  it('rest on functions that agree with known values', () => {
    let factorial = 0;
    for (let n = 2; n <= 170; n++) {
      factorial += Math.log(n);
      expect(Math.abs(lnGamma(n + 1) / factorial - 1)).toBeLessThan(1e-13);
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(regularisedGamma(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
    // I_x(2, 3) = 1 − (1 − x)⁴ − 4x(1 − x)³
    expect(regularisedBeta(0.3, 2, 3)).toBeCloseTo(1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3, 14);
    expect(regularisedBeta(0.9, 2, 3)).toBeCloseTo(1 - 0.1 ** 4 - 4 * 0.9 * 0.1 ** 3, 14);
  });

  it('invert them', () => {
    expect(chiSquareQuantile(0.95, 2)).toBeCloseTo(-2 * Math.log(0.05), 11);
    expect(chiSquareQuantile(0.975, 1)).toBeCloseTo(5.02388618731489, 10);
    for (const degrees of [1, 4, 102, 2000]) {
      for (const probability of [0.001, 0.025, 0.5, 0.975]) {
        const x = chiSquareQuantile(probability, degrees);
        expect(regularisedGamma(degrees / 2, x / 2)).toBeCloseTo(probability, 12);
      }
    }
    expect(betaQuantile(0.5, 3, 3)).toBeCloseTo(0.5, 13);
    expect(regularisedBeta(betaQuantile(0.025, 10, 11), 10, 11)).toBeCloseTo(0.025, 13);
  });
});
