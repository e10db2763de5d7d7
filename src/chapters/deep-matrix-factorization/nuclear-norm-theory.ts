/** Nuclear-norm completion, the convex baseline: exact constraints by ADMM with a certificate, and soft-impute. */
import { EVD, Matrix } from 'ml-matrix';
import { type CompletionProblem, singularValues } from './theory';

/**
 * Singular-value thresholding D_τ(X) = U diag((σ − τ)₊) Vᵀ (Cai, Candès and Shen 2010).
 * It is X V diag((1 − τ/σ)₊) Vᵀ, with V from the smaller gram matrix: only σ > τ count, and those it resolves well.
 */
export function thresholdSingularValues(matrix: Matrix, threshold: number): Matrix {
  if (matrix.rows < matrix.columns) return thresholdSingularValues(matrix.transpose(), threshold).transpose();
  const gram = new EVD(matrix.transpose().mmul(matrix), { assumeSymmetric: true });
  const kept = gram.realEigenvalues.flatMap((value, r) => (value > threshold ** 2 ? [r] : []));
  const vectors = gram.eigenvectorMatrix.subMatrixColumn(kept);
  const shrunk = vectors.clone();
  kept.forEach((r, column) => {
    shrunk.mulColumn(column, 1 - threshold / Math.sqrt(gram.realEigenvalues[r]));
  });
  return kept.length === 0 ? Matrix.zeros(matrix.rows, matrix.columns) : matrix.mmul(shrunk).mmul(vectors.transpose());
}

/** ‖W‖_*, the sum of the singular values. */
export const nuclearNorm = (matrix: Matrix): number => singularValues(matrix).reduce((sum, value) => sum + value, 0);

/** Where the alternating direction method of multipliers stands; all of the matrix's shape. */
export interface AdmmState {
  /** Agrees with the observed entries exactly. */
  readonly feasible: Matrix;
  /** Scaled dual variable: zero off the observed entries. */
  readonly dual: Matrix;
  readonly penalty: number;
  readonly iteration: number;
  /** ‖X − Z‖_F, how far the low-rank iterate is from the feasible one. */
  readonly residual: number;
}

/** Starts from the observed entries, zeros elsewhere, with ρ = 5/σ₁(P_Ω M). */
export function admmStart({ target, mask }: CompletionProblem): AdmmState {
  const feasible = Matrix.mul(target, mask);
  const dual = Matrix.zeros(target.rows, target.columns);
  return { feasible, dual, penalty: 5 / singularValues(feasible)[0], iteration: 0, residual: Number.POSITIVE_INFINITY };
}

/** X ← D_{1/ρ}(Z − U); Z ← P_Ω M + P_Ω⊥(X + U); U ← U + X − Z. */
export function admmIteration({ target, mask }: CompletionProblem, state: AdmmState): AdmmState {
  const lowRank = thresholdSingularValues(Matrix.sub(state.feasible, state.dual), 1 / state.penalty);
  const proposal = Matrix.add(lowRank, state.dual);
  const feasible = Matrix.sub(target, proposal).mul(mask).add(proposal);
  const dual = Matrix.sub(proposal, feasible);
  const residual = Matrix.sub(lowRank, feasible).norm();
  return { feasible, dual, penalty: state.penalty, iteration: state.iteration + 1, residual };
}

/** Whether the iterates agree to `tolerance` of the root-mean-square entry of M. */
export function admmConverged({ target }: CompletionProblem, state: AdmmState, tolerance = 1e-3): boolean {
  return state.residual < (tolerance * target.norm()) / Math.sqrt(target.rows * target.columns);
}

/** An interpolant and the bracket that proves how near to the least nuclear norm it is. */
export interface NuclearNormCompletion {
  readonly completed: Matrix;
  /** Its nuclear norm: an upper bound on the least. */
  readonly norm: number;
  /** ⟨Y, M⟩ / max(1, ‖Y‖₂) for the dual Y = −ρU: no interpolant has a smaller nuclear norm. */
  readonly lowerBound: number;
  readonly iterations: number;
}

/** The completion at hand with its duality certificate. */
export function admmCompletion({ target }: CompletionProblem, state: AdmmState): NuclearNormCompletion {
  const certificate = Matrix.mul(state.dual, -state.penalty);
  const inner = Matrix.mul(certificate, target).sum();
  return {
    completed: state.feasible,
    norm: nuclearNorm(state.feasible),
    lowerBound: inner / Math.max(1, singularValues(certificate)[0]),
    iterations: state.iteration,
  };
}

/** Least nuclear norm subject to agreeing with M on the observed entries. */
export function completeByNuclearNorm(
  problem: CompletionProblem,
  { tolerance = 1e-3, maximumIterations = 1500 } = {},
): NuclearNormCompletion {
  let state = admmStart(problem);
  while (state.iteration < maximumIterations && !admmConverged(problem, state, tolerance)) {
    state = admmIteration(problem, state);
  }
  return admmCompletion(problem, state);
}

/** ½ ‖P_Ω(Z − M)‖²_F + λ ‖Z‖_*. */
export function softImputeObjective({ target, mask }: CompletionProblem, z: Matrix, lambda: number): number {
  return Matrix.sub(z, target).mul(mask).norm() ** 2 / 2 + lambda * nuclearNorm(z);
}

/** One iteration of soft-impute (Mazumder, Hastie and Tibshirani 2010): Z ← D_λ(P_Ω M + P_Ω⊥ Z). */
export function softImputeIteration({ target, mask }: CompletionProblem, z: Matrix, lambda: number): Matrix {
  return thresholdSingularValues(Matrix.sub(target, z).mul(mask).add(z), lambda);
}

/** Soft-impute from `start` until the relative change falls below `tolerance`. */
export function softImpute(
  problem: CompletionProblem,
  lambda: number,
  start: Matrix,
  { tolerance = 1e-5, maximumIterations = 10_000 } = {},
): Matrix {
  let z = start;
  for (let i = 0; i < maximumIterations; i++) {
    const next = softImputeIteration(problem, z, lambda);
    const change = Matrix.sub(next, z).norm() / Math.max(z.norm(), 1e-300);
    z = next;
    if (change < tolerance) break;
  }
  return z;
}
