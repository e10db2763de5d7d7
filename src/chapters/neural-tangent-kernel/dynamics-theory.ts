/**
 * Training with a kernel that stands still: u̇ = −H(u − y) for the loss ½ Σ (u − y)² (Arora et al. 2019, equation 3),
 * solved mode by mode in the eigenvectors of H.
 */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Matrix64 } from './theory';

/** How training goes: a flow in continuous time, or steps of size η (time then counts steps). */
export type Descent = { readonly kind: 'flow' } | { readonly kind: 'steps'; readonly stepSize: number };

export interface Spectrum {
  /** n, largest first. */
  readonly eigenvalues: Float64Array;
  /** n × n; column k belongs to `eigenvalues[k]`. */
  readonly eigenvectors: Matrix64;
}

const toMatrix = (m: Matrix64): Matrix => Matrix.from1DArray(m.rows, m.columns, m.data);

/** The eigenvectors of a symmetric matrix (n × n); it is symmetrised first. */
export function spectrumOf(h: Matrix64): Spectrum {
  const n = h.rows;
  const symmetric = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) symmetric.set(i, j, (h.data[i * n + j] + h.data[j * n + i]) / 2);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) vectors[i * n + k] = eigenvectorMatrix.get(i, order[k]);
  }
  return {
    eigenvalues: Float64Array.from(order, (k) => realEigenvalues[k]),
    eigenvectors: { rows: n, columns: n, data: vectors },
  };
}

/** What is left of a mode of eigenvalue λ at time t: e^{−λt}, or (1 − ηλ)^t after t steps. */
export function remaining(lambda: number, time: number, descent: Descent): number {
  if (time === Number.POSITIVE_INFINITY) return lambda > 0 ? 0 : 1;
  return descent.kind === 'flow' ? Math.exp(-lambda * time) : (1 - descent.stepSize * lambda) ** time;
}

/** (1 − remaining)/λ, with its limit (t, or ηt) where λ = 0. */
function learnedOver(lambda: number, time: number, descent: Descent): number {
  if (lambda <= 1e-14)
    return time === Number.POSITIVE_INFINITY ? 0 : descent.kind === 'flow' ? time : descent.stepSize * time;
  if (descent.kind === 'flow' && time !== Number.POSITIVE_INFINITY) return -Math.expm1(-lambda * time) / lambda;
  return (1 - remaining(lambda, time, descent)) / lambda;
}

/** Vᵀ v. */
const project = ({ eigenvectors: { rows: n, data } }: Spectrum, v: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[i * n + k] * v[i];
    return sum;
  });

/** V c. */
const compose = ({ eigenvectors: { rows: n, data } }: Spectrum, c: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += data[i * n + k] * c[k];
    return sum;
  });

/** The training outputs u(t) = y − e^{−Ht}(y − u₀): n. `initial` is u₀, zero where left out; t may be Infinity. */
export function trainingOutputs(
  spectrum: Spectrum,
  targets: ArrayLike<number>,
  time: number,
  descent: Descent = { kind: 'flow' },
  initial: ArrayLike<number> = new Float64Array(targets.length),
): Float64Array {
  const error = project(
    spectrum,
    Float64Array.from(targets, (y, i) => y - initial[i]),
  );
  const left = compose(
    spectrum,
    error.map((e, k) => e * remaining(spectrum.eigenvalues[k], time, descent)),
  );
  return left.map((e, i) => targets[i] - e);
}

/**
 * f_t(x) = f₀(x) + K(x, X) H⁻¹ (I − e^{−Ht})(y − u₀) for the rows of `cross` = K(x, X), m × n; the result has m.
 * At t = Infinity this is kernel regression. `initialThere` is f₀(x), zero where left out.
 */
export function predictions(
  spectrum: Spectrum,
  cross: Matrix64,
  targets: ArrayLike<number>,
  time: number,
  descent: Descent = { kind: 'flow' },
  initial: ArrayLike<number> = new Float64Array(targets.length),
  initialThere: ArrayLike<number> = new Float64Array(cross.rows),
): Float64Array {
  const error = project(
    spectrum,
    Float64Array.from(targets, (y, i) => y - initial[i]),
  );
  const dual = compose(
    spectrum,
    error.map((e, k) => e * learnedOver(spectrum.eigenvalues[k], time, descent)),
  );
  return multiply(cross, dual).map((f, i) => f + initialThere[i]);
}

function multiply(a: Matrix64, v: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < a.columns; j++) sum += a.data[i * a.columns + j] * v[j];
    return sum;
  });
}

/** The loss ½ Σ (u − y)². */
export const halfSquaredError = (outputs: ArrayLike<number>, targets: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) sum += (outputs[i] - targets[i]) ** 2;
  return sum / 2;
};

/** yᵀ H⁻¹ y: the squared norm of the interpolant, which grows with how much the kernel dislikes the labels. */
export function interpolantNorm(spectrum: Spectrum, targets: ArrayLike<number>): number {
  return project(spectrum, targets).reduce((sum, c, k) => sum + (c * c) / spectrum.eigenvalues[k], 0);
}

/**
 * Kernel ridge regression: the dual coefficients (H + λI)⁻¹ Y of k outputs, n × k.
 * Throws an Error where H + λI is not positive definite: duplicate rows need a ridge.
 */
export function ridgeCoefficients(h: Matrix64, ridge: number, targets: Matrix64): Matrix64 {
  const n = h.rows;
  const regularised = toMatrix(h);
  for (let i = 0; i < n; i++) {
    regularised.set(i, i, regularised.get(i, i) + ridge);
    for (let j = 0; j < i; j++) {
      const mean = (h.data[i * n + j] + h.data[j * n + i]) / 2;
      regularised.set(i, j, mean);
      regularised.set(j, i, mean);
    }
  }
  const cholesky = new CholeskyDecomposition(regularised);
  if (!cholesky.isPositiveDefinite()) throw new Error('The kernel matrix is singular: use a larger ridge.');
  const solved = cholesky.solve(toMatrix(targets));
  return { rows: n, columns: targets.columns, data: Float64Array.from(solved.to1DArray()) };
}

/** K(x, X) (H + λI)⁻¹ Y: m × k. */
export function ridgePredictions(cross: Matrix64, coefficients: Matrix64): Matrix64 {
  const product = toMatrix(cross).mmul(toMatrix(coefficients));
  return { rows: cross.rows, columns: coefficients.columns, data: Float64Array.from(product.to1DArray()) };
}
