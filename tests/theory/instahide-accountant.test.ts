import { describe, expect, it } from 'vitest';
import { privacyBudget, subsampledGaussianRdp } from '../../src/chapters/instahide/privacy-accountant';

describe('Rényi divergence of the subsampled Gaussian', () => {
  it.each([
    [2, 0.01703686324],
    [3, 0.0317123003],
    [8, 1.378361411],
  ])('is that of the sheet at order %i', (order, expected) => {
    expect(subsampledGaussianRdp(0.1, 1, order) / expected).toBeCloseTo(1, 8);
  });

  it('agrees with the integral E_z[(1 − q + q e^{(2z − 1)/(2σ²)})^α]', () => {
    const [q, sigma, order, h] = [0.03, 1.4, 6, 1e-3];
    let integral = 0;
    for (let z = -20; z < 40; z += h) {
      const ratio = 1 - q + q * Math.exp((2 * z - 1) / (2 * sigma ** 2));
      integral += (h * Math.exp(-(z ** 2) / (2 * sigma ** 2)) * ratio ** order) / (sigma * Math.sqrt(2 * Math.PI));
    }
    expect(subsampledGaussianRdp(q, sigma, order)).toBeCloseTo(Math.log(integral) / (order - 1), 10);
  });

  it('is the Gaussian’s own without sampling, and infinite without noise', () => {
    expect(subsampledGaussianRdp(1, 2, 5)).toBe(5 / 8);
    expect(subsampledGaussianRdp(0.1, 0, 5)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the privacy budget', () => {
  it('is that of the sheet after 200 steps', () => {
    expect(privacyBudget(0.1, 1, 200, 1e-4, 'classic').epsilon).toBeCloseTo(10.94763025, 7);
    expect(privacyBudget(0.1, 1, 200, 1e-4, 'classic').order).toBe(3);
    expect(privacyBudget(0.1, 1, 200, 1e-4).epsilon).toBeCloseTo(9.992858994, 8);
  });

  it('is that of the MNIST tutorial', () => {
    const [q, sigma, steps] = [256 / 60_000, 1.1, 14_062];
    // The sheet's 3.009009525 has two digits exchanged: the numerical integral gives 3.0090995 at order 9 as well.
    expect(privacyBudget(q, sigma, steps, 1e-5, 'classic').epsilon).toBeCloseTo(3.0090995, 6);
    expect(privacyBudget(q, sigma, steps, 1e-5).epsilon).toBeCloseTo(2.596981179, 8);
  });

  it.each([
    [0.5, '137'],
    [1, '12.9'],
    [2, '4.0'],
    [4, '1.67'],
    [8, '0.75'],
    [16, '0.34'],
  ])('at noise %d is %s after 300 steps', (noise, printed) => {
    const decimals = printed.split('.')[1]?.length ?? 0;
    expect(privacyBudget(0.1, noise, 300, 1e-4).epsilon.toFixed(decimals)).toBe(printed);
  });

  it('starts at 0 and is infinite without noise', () => {
    expect(privacyBudget(0.1, 1, 0, 1e-4).epsilon).toBe(0);
    expect(privacyBudget(0.1, 0, 5, 1e-4).epsilon).toBe(Number.POSITIVE_INFINITY);
  });
});
