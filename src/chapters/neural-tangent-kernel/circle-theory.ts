/** The spectrum of the kernel on a circle: which frequencies an infinitely wide net learns, and how fast. */
import { type KernelOptions, kernelMatrices, type Matrix64, matrixFromRows } from './theory';

/** The inputs (cos θ, sin θ), with a third coordinate 1 where `bias` is set: n × 2 or n × 3. */
export function circleInputs(angles: ArrayLike<number>, bias = false): Matrix64 {
  return matrixFromRows(Array.from(angles, (angle) => [Math.cos(angle), Math.sin(angle), ...(bias ? [1] : [])]));
}

/** `count` angles, evenly spaced over the circle from 0. */
export const evenAngles = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => (2 * Math.PI * i) / count);

/**
 * The kernel's dependence on the angle between two points of a circle is a cosine series,
 * Θ(θ) = c₀ + 2 Σ c_k cos kθ; c_k is the clock of frequency k.
 *
 * Computed with the trapezoidal rule on `points` angles, whose error falls as points^(−3) for L ≥ 1 (the kernel has a
 * cusp at 0): about 1e−10 at the default.
 */
export function circleSpectrum(
  highest: number,
  options: KernelOptions & { readonly bias?: boolean },
  points = 8192,
): Float64Array {
  const angles = evenAngles(points);
  const origin = circleInputs([0], options.bias);
  const kernel = kernelMatrices(origin, options, circleInputs(angles, options.bias)).ntk.data;
  return Float64Array.from({ length: highest + 1 }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < points; i++) sum += kernel[i] * Math.cos(k * angles[i]);
    return sum / points;
  });
}

/** One hidden layer, no bias: c_k exactly. It is zero for odd k ≥ 3, at any width (Basri et al. 2019). */
export function shallowCircleCoefficient(k: number): number {
  if (k === 1) return 0.5;
  if (k % 2 === 1) return 0;
  return (2 * k * k + 6) / (Math.PI ** 2 * (k * k - 1) ** 2);
}

/** The eigenvalue of the gram matrix of `points` even points that belongs to cos kθ (the matrix is circulant). */
export function evenPointsEigenvalue(
  k: number,
  points: number,
  options: KernelOptions & { readonly bias?: boolean },
): number {
  return points * circleSpectrum(k, options, points)[k];
}
