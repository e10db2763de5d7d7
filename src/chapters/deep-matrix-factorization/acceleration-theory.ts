/** ℓ_p regression with a product of a vector and N − 1 scalars: depth as an accelerator (Arora, Cohen and Hazan, ICML 2018). */
import type { RandomSource } from '../../lab/random';

/** Rows x_i and answers y_i; the loss of a prediction w is mean |⟨x_i, w⟩ − y_i|^p / p. */
export interface Regression {
  readonly rows: number;
  readonly features: number;
  /** rows × features. */
  readonly inputs: Float64Array;
  /** rows, of unit standard deviation and free of noise. */
  readonly answers: Float64Array;
  /** p, a whole number of at least 2. */
  readonly power: number;
}

/** Gaussian inputs whose covariance has eigenvalues from 1 down to 1/`condition`, and answers linear in them. */
export function randomRegression(
  random: RandomSource,
  power: number,
  rows = 300,
  features = 20,
  condition = 100,
): Regression {
  const deviation = Float64Array.from({ length: features }, (_, j) => condition ** (-j / (features - 1) / 2));
  const inputs = Float64Array.from({ length: rows * features }, (_, i) => deviation[i % features] * random.normal());
  const truth = random.normals(features);
  const raw = predictions(inputs, truth, rows, features);
  const mean = raw.reduce((sum, y) => sum + y, 0) / rows;
  const spread = Math.sqrt(raw.reduce((sum, y) => sum + (y - mean) ** 2, 0) / rows);
  return { rows, features, inputs, answers: raw.map((y) => y / spread), power };
}

function predictions(inputs: Float64Array, w: ArrayLike<number>, rows: number, features: number): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < features; j++) sum += inputs[i * features + j] * w[j];
    out[i] = sum;
  }
  return out;
}

/** The loss at w, and its gradient Σ_i |r_i|^{p−1} sign(r_i) x_i / rows. */
export function lossAndGradient(problem: Regression, w: ArrayLike<number>): { loss: number; gradient: Float64Array } {
  const { rows, features, inputs, answers, power } = problem;
  const predicted = predictions(inputs, w, rows, features);
  const gradient = new Float64Array(features);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const residual = predicted[i] - answers[i];
    let slope = residual / rows;
    for (let k = 2; k < power; k++) slope *= Math.abs(residual);
    loss += (slope * residual) / power;
    for (let j = 0; j < features; j++) gradient[j] += slope * inputs[i * features + j];
  }
  return { loss, gradient };
}

/** The vector w₁ and the scalars ω₂ … ω_N whose product with it is the predictor, and their velocities. */
export interface FactoredVector {
  readonly vector: Float64Array;
  readonly scalars: Float64Array;
  readonly vectorVelocity: Float64Array;
  readonly scalarVelocity: Float64Array;
}

/** Balanced: every scalar equals ‖w₁‖. */
export function balancedStart(vector: Float64Array, depth: number): FactoredVector {
  const norm = Math.hypot(...vector);
  return {
    vector: vector.slice(),
    scalars: new Float64Array(depth - 1).fill(norm),
    vectorVelocity: new Float64Array(vector.length),
    scalarVelocity: new Float64Array(depth - 1),
  };
}

const product = (values: Float64Array, except = -1): number =>
  values.reduce((result, value, i) => (i === except ? result : result * value), 1);

/** ω_N … ω₂ w₁. */
export const predictorOf = ({ vector, scalars }: FactoredVector): Float64Array => {
  const scale = product(scalars);
  return vector.map((value) => scale * value);
};

/** One step of gradient descent with heavy-ball momentum, in place; returns the loss before the step. */
export function acceleratedStep(problem: Regression, state: FactoredVector, rate: number, momentum: number): number {
  const { vector, scalars, vectorVelocity, scalarVelocity } = state;
  const { loss, gradient } = lossAndGradient(problem, predictorOf(state));
  const scale = product(scalars);
  const along = vector.reduce((sum, value, j) => sum + value * gradient[j], 0);
  const slopes = scalars.map((_, j) => along * product(scalars, j));
  for (let j = 0; j < vector.length; j++) {
    vectorVelocity[j] = momentum * vectorVelocity[j] - rate * scale * gradient[j];
    vector[j] += vectorVelocity[j];
  }
  for (let j = 0; j < scalars.length; j++) {
    scalarVelocity[j] = momentum * scalarVelocity[j] - rate * slopes[j];
    scalars[j] += scalarVelocity[j];
  }
  return loss;
}

/** Where loss counts as zero: below it nothing is compared. */
export const solvedAt = 1e-8;

/** The losses before each of `steps` steps; cut short once solved or overflowed. */
export function lossCurve(
  problem: Regression,
  start: Float64Array,
  method: Method,
  rate: number,
  steps: number,
): number[] {
  const state = balancedStart(start, method.depth);
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) {
    const loss = acceleratedStep(problem, state, rate, method.momentum);
    losses.push(loss);
    if (!(loss < 1e6) || loss <= solvedAt) break;
  }
  return losses;
}

export interface Method {
  readonly depth: number;
  readonly momentum: number;
}

/** Orders runs: fewer steps to the solved loss, else less loss at the end; an overflow is worst. */
export function score(losses: readonly number[]): number {
  const last = losses[losses.length - 1];
  if (!(last < 1e6)) return Number.POSITIVE_INFINITY;
  return last <= solvedAt ? losses.length - 1e9 : last;
}

/** The first step at which the loss is at most `reference`; NaN if it never is. */
export function iterationsTo(losses: readonly number[], reference: number): number {
  const first = losses.findIndex((loss) => loss <= reference);
  return first < 0 ? Number.NaN : first;
}

/** The step sizes tried, six a decade. */
const gridRate = (index: number): number => 10 ** (index / 6);

export interface TunedMethod {
  readonly rate: number;
  readonly losses: readonly number[];
}

/**
 * The best step size of the grid within `steps` steps, found by walking from 10⁻¹ᐟ³ while the score improves.
 * Yields between two runs, so that the caller may breathe.
 */
export function* tuneRate(
  problem: Regression,
  start: Float64Array,
  method: Method,
  steps: number,
): Generator<undefined, TunedMethod> {
  const tried = new Map<number, readonly number[]>();
  const run = (index: number): readonly number[] => {
    const known = tried.get(index) ?? lossCurve(problem, start, method, gridRate(index), steps);
    tried.set(index, known);
    return known;
  };
  let best = -2;
  for (const direction of [1, -1]) {
    while (best > -24 && best < 24 && score(run(best + direction)) <= score(run(best))) {
      best += direction;
      yield;
    }
    // From an overflow the way is down, however far.
    while (direction === -1 && best > -24 && score(run(best)) === Number.POSITIVE_INFINITY) best--;
  }
  return { rate: gridRate(best), losses: run(best) };
}
