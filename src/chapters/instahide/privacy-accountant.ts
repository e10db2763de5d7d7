/**
 * The accountant of differential privacy: Rényi divergences of the subsampled Gaussian mechanism, added up over steps.
 *
 * MTZ'19 is Mironov, Talwar and Zhang, 'Rényi Differential Privacy of the Sampled Gaussian Mechanism' (2019), for
 * Poisson sampling and neighbours that differ by one example added or removed.
 */

/** log(eᵃ + eᵇ). */
const logAdd = (a: number, b: number): number => {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
};

/**
 * The Rényi divergence of one step at a whole order α ≥ 2 (MTZ'19, section 3.3):
 * ln(Σ_j C(α, j) (1 − q)^{α−j} q^j e^{(j² − j)/(2σ²)}) / (α − 1).
 * @param q the chance that an example is in the batch, in (0, 1]
 * @param noise σ, the deviation of the noise in units of the clipping norm
 */
export function subsampledGaussianRdp(q: number, noise: number, order: number): number {
  if (noise === 0) return Number.POSITIVE_INFINITY;
  if (q === 1) return order / (2 * noise ** 2);
  let logBinomial = 0;
  let total = Number.NEGATIVE_INFINITY;
  for (let j = 0; j <= order; j++) {
    const logTerm = logBinomial + j * Math.log(q) + (order - j) * Math.log1p(-q) + (j * j - j) / (2 * noise ** 2);
    total = logAdd(total, logTerm);
    logBinomial += Math.log(order - j) - Math.log(j + 1);
  }
  return total / (order - 1);
}

/**
 * From a Rényi divergence at one order to (ε, δ). 'classic': ε = rdp + ln(1/δ)/(α − 1) (Mironov 2017, Proposition 3);
 * 'improved': that, less ln α/(α − 1), plus ln(1 − 1/α) (Canonne, Kamath and Steinke 2020, Proposition 12).
 */
export function epsilonAtOrder(rdp: number, order: number, delta: number, conversion: Conversion): number {
  const classic = rdp - Math.log(delta) / (order - 1);
  return conversion === 'classic' ? classic : classic - Math.log(order) / (order - 1) + Math.log1p(-1 / order);
}

export type Conversion = 'classic' | 'improved';

/** Orders 2 … 64, then sparser: more orders change nothing at the settings of this essay. */
const orders: readonly number[] = [...Array.from({ length: 63 }, (_, i) => i + 2), 80, 96, 128, 192, 256, 512];

export interface PrivacyBudget {
  readonly epsilon: number;
  /** The order α at which it was reached. */
  readonly order: number;
}

/** The smallest ε over all orders after `steps` steps. Without noise it is infinite. */
export function privacyBudget(
  q: number,
  noise: number,
  steps: number,
  delta: number,
  conversion: Conversion = 'improved',
): PrivacyBudget {
  let best: PrivacyBudget = { epsilon: steps === 0 ? 0 : Number.POSITIVE_INFINITY, order: orders[0] };
  if (steps === 0 || noise === 0) return best;
  for (const order of orders) {
    const rdp = steps * subsampledGaussianRdp(q, noise, order);
    const epsilon = Math.max(0, epsilonAtOrder(rdp, order, delta, conversion));
    if (epsilon < best.epsilon) best = { epsilon, order };
  }
  return best;
}
