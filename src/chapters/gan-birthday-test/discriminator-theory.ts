/** What a discriminator of limited capacity can and cannot see, float64. Arora, Ge, Liang, Ma & Zhang 2017. */
import { lnChoose } from './quantiles';

/**
 * The exact toy: real data uniform on p equal cells, K generated points, any discriminator with values in [0, 1] on
 * the cells. Its expected best advantage is (p/2) E|B/K − 1/p| with B ~ Bin(K, 1/p), by de Moivre's closed form of
 * the binomial's mean absolute deviation; about √(p/2πK).
 */
export function cellToyAdvantage(cells: number, points: number): number {
  if (cells <= 1) return 0;
  const chance = 1 / cells;
  const m = Math.floor(points * chance) + 1;
  const ln = Math.log(m) + lnChoose(points, m) + m * Math.log(chance) + (points - m + 1) * Math.log1p(-chance);
  // E|B − K/p| = 2 m C(K, m) pᵐ (1 − p)^{K − m + 1}
  return (cells * Math.exp(ln)) / points;
}

/** √(p/2πK), the toy's advantage for many points a cell; at most 1. */
export const cellToyApproximation = (cells: number, points: number): number =>
  Math.min(1, Math.sqrt(cells / (2 * Math.PI * points)));

/** The smallest number of points whose advantage in the toy is at most `advantage`: about p/(2π ε²). */
export function cellToyPoints(cells: number, advantage: number): number {
  let points = 1;
  while (cellToyAdvantage(cells, points) > advantage) points++;
  return points;
}

/**
 * How many random real samples fool every discriminator with p parameters up to ε, with probability 1 − δ, where D ∈ [0, 1]
 * is L-Lipschitz in its parameters and these lie in a ball of radius R. An ε/4L-net of the ball has at most
 * (1 + 8RL/ε)^p points, two nearby discriminators differ by ε/4, and Hoeffding's inequality at ε/2 over the net gives
 *
 *   K ≥ (2/ε²) (p ln(1 + 8RL/ε) + ln(2/δ)).
 *
 * The theorem's own statement (ICML 2017, Theorem 3.1) hides these constants; they are ours.
 */
export function sufficientSupport(options: {
  readonly parameters: number;
  readonly epsilon: number;
  readonly delta: number;
  readonly lipschitz: number;
  readonly radius: number;
}): number {
  const { parameters, epsilon, delta, lipschitz, radius } = options;
  const lnNet = parameters * Math.log1p((8 * radius * lipschitz) / epsilon);
  return (2 / epsilon ** 2) * (lnNet + Math.log(2 / delta));
}

/** Weights and biases of a dense net with these layer sizes: [2, 8, 8, 1] has 105. */
export const parameterCount = (sizes: readonly number[]): number =>
  sizes.slice(1).reduce((sum, out, i) => sum + (sizes[i] + 1) * out, 0);

/** The chance that two draws from one Gaussian mode in the plane are within r: 1 − exp(−r²/4σ²), the share of true duplicates that a threshold finds. */
export const sameModeDetection = (threshold: number, standardDeviation: number): number =>
  -Math.expm1(-(threshold ** 2) / (4 * standardDeviation ** 2));
