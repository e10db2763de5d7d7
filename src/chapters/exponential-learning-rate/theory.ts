/**
 * The mathematics of exponentially growing learning rates, in float64 (Li and Arora, ICLR 2020).
 *
 * L is invariant to scale, L(cw) = L(w), so ⟨∇L, w⟩ = 0 and ∇L(cw) = ∇L(w)/c. Steps are counted from 0, and η_t takes
 * w_t to w_{t+1}: v_{t+1} = γ v_t + ∇L(w_t) + λ w_t, w_{t+1} = w_t − η_t v_{t+1}; the rate stands outside the buffer.
 */

export type Vector = readonly number[];

/** The largest float32, about 3.4e38. */
export const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** The two roots of x² − (1 + γ − λη) x + γ. Their product is γ. */
export interface DecayRoots {
  /** α: the root that the equivalence and the recursion of the general schedule use. */
  readonly larger: number;
  readonly smaller: number;
}

/** (1 − √γ)²: the largest λη for which the roots are real. */
export function largestDecayProduct(momentum: number): number {
  return (1 - Math.sqrt(momentum)) ** 2;
}

/** (1 − √(λη))²: the largest momentum for which the roots are real; 0 where λη exceeds 1. */
export function largestMomentum(decayProduct: number): number {
  return decayProduct >= 1 ? 0 : (1 - Math.sqrt(decayProduct)) ** 2;
}

/**
 * The roots of x² − (1 + γ − λη) x + γ, `decayProduct` being λη; null where they are complex, λη > (1 − √γ)².
 * The real roots beyond λη ≥ (1 + √γ)² are negative and of no use: null too.
 */
export function decayRoots(decayProduct: number, momentum: number): DecayRoots | null {
  const below = largestDecayProduct(momentum) - decayProduct;
  if (!(below >= 0)) return null;
  const discriminant = below * ((1 + Math.sqrt(momentum)) ** 2 - decayProduct);
  const larger = (1 + momentum - decayProduct + Math.sqrt(discriminant)) / 2;
  return { larger, smaller: momentum / larger };
}

/** G = α⁻²: what the learning rate is multiplied with at every step. */
export function growthFactor(root: number): number {
  return 1 / root ** 2;
}

/** λη = (1 − α)(α − γ)/α: the weight decay to which growth by α⁻² belongs; negative below γ, largest at √γ. */
export function decayProductOf(root: number, momentum: number): number {
  return ((1 - root) * (root - momentum)) / root;
}

/** (1 − α)/(αη): the multiple of the weights by which the buffers of the two runs differ. */
export function bufferOffset(root: number, learningRate: number): number {
  return (1 - root) / (root * learningRate);
}

/** Weights and momentum buffer of a run. */
export interface OptimizerState {
  readonly weights: Vector;
  readonly buffer: Vector;
}

/**
 * Where the run with weight decay stands, as the run without it sees it:
 * w̃_t = α^{−t} w_t, ṽ_t = α^t [v_t − (1 − α)/(αη) w_t].
 */
export function equivalentState(
  { weights, buffer }: OptimizerState,
  step: number,
  root: number,
  learningRate: number,
): OptimizerState {
  const offset = bufferOffset(root, learningRate);
  return {
    weights: weights.map((w) => w * root ** -step),
    buffer: buffer.map((v, i) => root ** step * (v - offset * weights[i])),
  };
}

/** One step of gradient descent with momentum and coupled weight decay. */
export function momentumStep(
  { weights, buffer }: OptimizerState,
  gradient: Vector,
  learningRate: number,
  momentum: number,
  weightDecay: number,
): OptimizerState {
  const next = buffer.map((v, i) => momentum * v + gradient[i] + weightDecay * weights[i]);
  return { buffer: next, weights: weights.map((w, i) => w - learningRate * next[i]) };
}

/** A pair (w, η), on which the maps of the proof act. */
export interface RatedWeights {
  readonly weights: Vector;
  readonly learningRate: number;
}

/** Π₁^c: (w, η) ↦ (cw, η). */
export function scaleWeights({ weights, learningRate }: RatedWeights, c: number): RatedWeights {
  return { weights: weights.map((w) => c * w), learningRate };
}

/** Π₂^c: (w, η) ↦ (w, cη). */
export function scaleRate({ weights, learningRate }: RatedWeights, c: number): RatedWeights {
  return { weights, learningRate: c * learningRate };
}

/** Π₂^{c²} ∘ Π₁^c, which commutes with every step of gradient descent on a scale-invariant loss. */
export function equivalentScaling(state: RatedWeights, c: number): RatedWeights {
  return scaleRate(scaleWeights(state, c), c ** 2);
}

/** GD^ρ: (w, η) ↦ (ρw − η∇L(w), η); ρ = 1 − λη is weight decay, ρ = 1 is none. */
export function descend(state: RatedWeights, gradientAt: (weights: Vector) => Vector, shrink = 1): RatedWeights {
  const gradient = gradientAt(state.weights);
  return { ...state, weights: state.weights.map((w, i) => shrink * w - state.learningRate * gradient[i]) };
}

/**
 * ‖w‖ = (η ‖ĝ‖² / (2λ(1 − γ)))^{1/4}: where growth by the gradient and shrinkage by weight decay balance,
 * with ‖ĝ‖ the root mean square norm of the gradient at ‖w‖ = 1 (van Laarhoven 2017; Wan et al. 2021).
 */
export function equilibriumNorm(
  learningRate: number,
  weightDecay: number,
  momentum: number,
  unitGradientNorm: number,
): number {
  return ((learningRate * unitGradientNorm ** 2) / (2 * weightDecay * (1 - momentum))) ** 0.25;
}

/** √(2ηλ/(1 + γ)), in radians: how far the direction of w turns at every step in equilibrium. */
export function equilibriumAngle(learningRate: number, weightDecay: number, momentum: number): number {
  return Math.sqrt((2 * learningRate * weightDecay) / (1 + momentum));
}

/** Steps until a rate that starts at `first` and grows by `growth` a step exceeds `limit`. */
export function stepsToLimit(first: number, growth: number, limit = largestFloat32): number {
  return growth > 1 ? Math.log(limit / first) / Math.log(growth) : Number.POSITIVE_INFINITY;
}

/**
 * (1 − m)/(1 − m/G): a running variance with decay m, as a share of the true one, where activations grow by √G a step.
 * Why the exponential run is judged with the statistics of the test batch.
 */
export function runningVarianceShare(decay: number, growth: number): number {
  return (1 - decay) / (1 - decay / growth);
}
