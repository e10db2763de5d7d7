/**
 * What can be written in closed form: the flow of one aligned singular value, the product of two scalars, and the
 * two-by-two completions in which norms and rank disagree. No libraries, so that figures may use it too.
 *
 * ACHL'19 is Arora, Cohen, Hu and Luo (NeurIPS 2019); RC'20 is Razin and Cohen (NeurIPS 2020).
 */

/**
 * Time in which one singular value, aligned with a fully observed target s > σ, grows from `start` to `end` < s under
 * σ̇ = N σ^{2−2/N} (s − σ) (ACHL'19, Theorem 3). Closed forms for N = 1, 2 and 4, else Simpson's rule in ln σ.
 */
export function timeToReach(depth: number, target: number, start: number, end: number): number {
  if (depth === 1) return Math.log((target - start) / (target - end));
  if (depth === 2) return Math.log((end * (target - start)) / (start * (target - end))) / (2 * target);
  if (depth === 4) {
    const [u0, u, root] = [Math.sqrt(start), Math.sqrt(end), Math.sqrt(target)];
    return ((1 / u0 - 1 / u) / target + (Math.atanh(u / root) - Math.atanh(u0 / root)) / root ** 3) / 2;
  }
  const slowness = (x: number) => Math.exp(-(1 - 2 / depth) * x) / (depth * (target - Math.exp(x)));
  const [from, to, intervals] = [Math.log(start), Math.log(end), 4000];
  const h = (to - from) / intervals;
  let sum = slowness(from) + slowness(to);
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * slowness(from + i * h);
  return (sum * h) / 3;
}

/**
 * The aligned singular value after `time`, started at 0 < `start` < s: Runge–Kutta in ln σ, in `steps` steps.
 * It serves every depth; `timeToReach` is the independent check.
 */
export function singularValueAt(depth: number, target: number, start: number, time: number, steps = 4000): number {
  const rate = (x: number) => depth * Math.exp((1 - 2 / depth) * x) * (target - Math.exp(x));
  const h = time / steps;
  let x = Math.log(start);
  for (let i = 0; i < steps; i++) {
    const k1 = rate(x);
    const k2 = rate(x + (h / 2) * k1);
    const k3 = rate(x + (h / 2) * k2);
    const k4 = rate(x + h * k3);
    x += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return Math.exp(x);
}

/** A factorised scalar: the pair (w₁, w₂) whose product is fitted to a target t by ½ (w₁ w₂ − t)². */
export interface ScalarPair {
  readonly first: number;
  readonly second: number;
}

/** One step of gradient descent on ½ (w₁ w₂ − t)². It multiplies w₁² − w₂² by exactly 1 − η² g², g = w₁ w₂ − t. */
export function scalarStep({ first, second }: ScalarPair, target: number, learningRate: number): ScalarPair {
  const residual = first * second - target;
  return { first: first - learningRate * residual * second, second: second - learningRate * residual * first };
}

/** w₁² − w₂²: conserved by gradient flow, zero when balanced. */
export const scalarImbalance = ({ first, second }: ScalarPair): number => (first - second) * (first + second);

/**
 * Where gradient flow ends: on the hyperbola w₁² − w₂² = c, at w₁ w₂ = t. The larger of the two keeps its sign; on
 * the diagonals (c = 0) a product of the wrong sign ends in the saddle at the origin.
 */
export function scalarFlowLimit(start: ScalarPair, target: number): ScalarPair {
  const c = scalarImbalance(start);
  if (c === 0) {
    const reachable = start.first * start.second * target > 0;
    const size = reachable ? Math.sqrt(Math.abs(target)) : 0;
    return { first: Math.sign(start.first) * size, second: Math.sign(start.second) * size };
  }
  const larger = Math.sqrt((Math.abs(c) + Math.hypot(c, 2 * target)) / 2);
  if (c > 0) {
    const first = Math.sign(start.first) * larger;
    return { first, second: target / first };
  }
  const second = Math.sign(start.second) * larger;
  return { first: target / second, second };
}

/**
 * RC'20: where w₁₂ = w₂₁ = 1 and w₂₂ = 0 are observed and det W > 0, a loss ℓ = ½ Σ (error)² < ½ forces
 * |w₁₁| > (1 − √(2ℓ))² / √(2ℓ) = 1/√(2ℓ) − 2 + √(2ℓ). NaN for ℓ ≥ ½, where nothing is forced.
 */
export function unobservedLowerBound(loss: number): number {
  if (loss >= 0.5) return Number.NaN;
  const root = Math.sqrt(2 * loss);
  return 1 / root - 2 + root;
}

/** The bound's leading term, which the unobserved entry follows: 1/√(2ℓ). */
export const unobservedLeadingTerm = (loss: number): number => 1 / Math.sqrt(2 * loss);

/**
 * ‖[[1, R], [R, x]]‖_*: √((x − 1)² + 4R²) for x ≤ R², where the determinant is not positive, and x + 1 beyond.
 * Least at x = 1 for R ≥ 1, whereas rank 1 needs x = R².
 */
export function nuclearNormOfCompletion(offDiagonal: number, unobserved: number): number {
  return unobserved <= offDiagonal ** 2 ? Math.hypot(unobserved - 1, 2 * offDiagonal) : Math.abs(unobserved + 1);
}
