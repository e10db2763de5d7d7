/** The smallest scale-invariant model: three weights, six points, f(x) = 2⟨x, w⟩/‖w‖ with the logistic loss. Float64. */
import type { EquivalentSchedule } from './schedules';
import { momentumStep, type OptimizerState, type Vector } from './theory';

const inputs: readonly Vector[] = [
  [1, 0.5, -0.3],
  [-0.6, 1.2, 0.4],
  [0.3, -0.8, 1.1],
  [-1, -0.4, 0.7],
  [0.8, 0.9, 0.2],
  [-0.5, 0.3, -1.2],
];
const labels: Vector = [1, 1, -1, -1, 1, -1];

export const initialWeights: Vector = [0.2, -0.9, 0.6];

const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** ‖w‖, also where its square would overflow. */
export const norm = (weights: Vector): number => Math.hypot(...weights);

/** f at every point. */
export function outputs(weights: Vector): Vector {
  const length = norm(weights);
  return inputs.map((x) => (2 * dot(x, weights)) / length);
}

/** Mean of log(1 + e^{−yf}). */
export function loss(weights: Vector): number {
  return outputs(weights).reduce((sum, f, i) => sum + Math.log1p(Math.exp(-labels[i] * f)), 0) / inputs.length;
}

/** ∇L(w), orthogonal to w and inversely proportional to ‖w‖. */
export function gradient(weights: Vector): Vector {
  const length = norm(weights);
  const unit = weights.map((w) => w / length);
  const slopes = outputs(weights).map((f, i) => -labels[i] / (1 + Math.exp(labels[i] * f)) / inputs.length);
  const raw = unit.map((_, j) => inputs.reduce((sum, x, i) => sum + slopes[i] * x[j], 0));
  const along = dot(raw, unit);
  return raw.map((g, j) => (2 * (g - along * unit[j])) / length);
}

/** The two runs, side by side. */
export interface TinyPair {
  /** λ and constant (or decayed) rates. */
  readonly decayed: OptimizerState;
  /** No λ and the schedule's growing rates. */
  readonly exponential: OptimizerState;
}

export function startPair(schedule: EquivalentSchedule): TinyPair {
  const zeros = initialWeights.map(() => 0);
  return {
    decayed: { weights: initialWeights, buffer: zeros },
    exponential: { weights: initialWeights, buffer: initialWeights.map((w) => schedule.initialBuffer * w) },
  };
}

/** One step of both runs. */
export function stepPair(
  { decayed, exponential }: TinyPair,
  step: number,
  schedule: EquivalentSchedule,
  weightDecay: number,
  momentum: number,
): TinyPair {
  const correction = schedule.correction(step) * Math.exp(-2 * schedule.logScale(step));
  const { weights, buffer } = exponential;
  const corrected = { weights, buffer: buffer.map((v, i) => v + correction * weights[i]) };
  return {
    decayed: momentumStep(decayed, gradient(decayed.weights), schedule.rate(step), momentum, weightDecay),
    exponential: momentumStep(corrected, gradient(weights), Math.exp(schedule.logRate(step)), momentum, 0),
  };
}

/** The largest difference of the outputs of the two runs. */
export function outputDeviation({ decayed, exponential }: TinyPair): number {
  const other = outputs(exponential.weights);
  return Math.max(...outputs(decayed.weights).map((f, i) => Math.abs(f - other[i])));
}
