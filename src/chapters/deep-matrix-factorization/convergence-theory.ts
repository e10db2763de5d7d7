/** The quantities of the convergence theorem for deep linear networks (Arora, Cohen, Golowich and Hu, ICLR 2019, Theorem 1). */
import { Matrix } from 'ml-matrix';
import { endToEndMatrix, imbalances, singularValues } from './theory';

/** What the theorem asks for and promises, for the loss ½ ‖W − Φ‖²_F. */
export interface ConvergenceGuarantee {
  /** max_j ‖W_{j+1}ᵀ W_{j+1} − W_j W_jᵀ‖_F. */
  readonly imbalance: number;
  /** δ: the largest imbalance that the theorem allows, c² / (256 N³ ‖Φ‖_F^{2(N−1)/N}). */
  readonly allowedImbalance: number;
  /** c in ‖W(0) − Φ‖_F ≤ σ_min(Φ) − c; not positive where the start is too far away. */
  readonly deficiencyMargin: number;
  /** The largest step size for which it speaks, c^{(4N−2)/N} / (6144 N³ ‖Φ‖_F^{(6N−4)/N}). */
  readonly learningRate: number;
  /** Steps of that size that suffice for loss ε: log(ℓ(0)/ε) / (η c^{2(N−1)/N}). */
  readonly steps: number;
}

/** σ_min(Φ) − ‖W − Φ‖_F, with σ_min over the min(d_0, d_N) singular values. */
export function deficiencyMargin(endToEnd: Matrix, target: Matrix): number {
  return Math.min(...singularValues(target)) - Matrix.sub(endToEnd, target).norm();
}

/** How far the layers are from balanced: the largest Frobenius norm of a difference D_j. */
export const imbalance = (layers: readonly Matrix[]): number =>
  Math.max(0, ...imbalances(layers).map((difference) => difference.norm()));

/** What the theorem guarantees from these layers; learning rate and steps are NaN without a positive margin. */
export function convergenceGuarantee(layers: readonly Matrix[], target: Matrix, epsilon: number): ConvergenceGuarantee {
  const depth = layers.length;
  const endToEnd = endToEndMatrix(layers);
  const margin = deficiencyMargin(endToEnd, target);
  const c = margin > 0 ? margin : Number.NaN;
  const norm = target.norm();
  const learningRate = c ** ((4 * depth - 2) / depth) / (6144 * depth ** 3 * norm ** ((6 * depth - 4) / depth));
  const initialLoss = Matrix.sub(endToEnd, target).norm() ** 2 / 2;
  return {
    imbalance: imbalance(layers),
    allowedImbalance: c ** 2 / (256 * depth ** 3 * norm ** ((2 * (depth - 1)) / depth)),
    deficiencyMargin: margin,
    learningRate,
    steps: Math.log(initialLoss / epsilon) / (learningRate * c ** ((2 * (depth - 1)) / depth)),
  };
}
