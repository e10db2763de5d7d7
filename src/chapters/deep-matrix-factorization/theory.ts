/**
 * The mathematics of deep matrix factorisation, in float64: W = W_N … W_1 with W_j of d_j × d_{j−1}.
 *
 * AHC'18 is Arora, Cohen and Hazan (ICML 2018), ACHL'19 is Arora, Cohen, Hu and Luo (NeurIPS 2019).
 */
import { Matrix, SVD } from 'ml-matrix';

/** ℓ(W) = ½ ‖P_Ω(W − M)‖²_F: the sum of squares on the observed entries. `mask` holds ones on Ω and zeros elsewhere. */
export interface CompletionProblem {
  readonly target: Matrix;
  readonly mask: Matrix;
}

/** ∇ℓ(W) = P_Ω(W − M), of the shape of W. */
export function lossGradient({ target, mask }: CompletionProblem, endToEnd: Matrix): Matrix {
  return Matrix.sub(endToEnd, target).mul(mask);
}

/** ½ ‖P_Ω(W − M)‖²_F. */
export function loss(problem: CompletionProblem, endToEnd: Matrix): number {
  return lossGradient(problem, endToEnd).norm('frobenius') ** 2 / 2;
}

/** W_N … W_1 from [W_1, …, W_N]. */
export function endToEndMatrix(layers: readonly Matrix[]): Matrix {
  return layers.slice(1).reduce((product, layer) => layer.mmul(product), layers[0]);
}

/** Gradients for every layer: (W_N … W_{j+1})ᵀ ∇ℓ(W) (W_{j−1} … W_1)ᵀ. */
export function layerGradients(layers: readonly Matrix[], gradient: Matrix): Matrix[] {
  return layers.map((_, j) => {
    const below = layers.slice(0, j);
    const above = layers.slice(j + 1);
    const left = above.length > 0 ? endToEndMatrix(above).transpose().mmul(gradient) : gradient;
    return below.length > 0 ? left.mmul(endToEndMatrix(below).transpose()) : left;
  });
}

/** One step of gradient descent on every layer, for a loss whose gradient at the end-to-end matrix is `gradientAt`. */
export function gradientDescentStep(
  layers: readonly Matrix[],
  gradientAt: (endToEnd: Matrix) => Matrix,
  learningRate: number,
): Matrix[] {
  const gradients = layerGradients(layers, gradientAt(endToEndMatrix(layers)));
  return layers.map((layer, j) => Matrix.sub(layer, gradients[j].mul(learningRate)));
}

/** D_j = W_{j+1}ᵀ W_{j+1} − W_j W_jᵀ for j = 1 … N − 1: what gradient flow conserves, and what is zero when balanced (AHC'18). */
export function imbalances(layers: readonly Matrix[]): Matrix[] {
  return layers.slice(1).map((above, j) => {
    const below = layers[j];
    return above.transpose().mmul(above).sub(below.mmul(below.transpose()));
  });
}

/**
 * Balanced layers whose product is `endToEnd` = U Σ Vᵀ: W_1 = Σ^{1/N} Vᵀ, the middle ones Σ^{1/N}, W_N = U Σ^{1/N}
 * (AHC'18, Procedure 1), with hidden layers of width min(d_0, d_N).
 */
export function balancedLayers(endToEnd: Matrix, depth: number): Matrix[] {
  if (depth === 1) return [endToEnd.clone()];
  const svd = new SVD(endToEnd, { autoTranspose: true });
  const width = Math.min(endToEnd.rows, endToEnd.columns);
  const root = Matrix.diag(svd.diagonal.slice(0, width).map((sigma) => sigma ** (1 / depth)));
  const first = root.mmul(svd.rightSingularVectors.subMatrix(0, endToEnd.columns - 1, 0, width - 1).transpose());
  const last = svd.leftSingularVectors.subMatrix(0, endToEnd.rows - 1, 0, width - 1).mmul(root);
  return [first, ...Array.from({ length: depth - 2 }, () => root.clone()), last];
}

/** Singular values, the largest first. */
export function singularValues(matrix: Matrix): number[] {
  return new SVD(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal.slice(0, Math.min(matrix.rows, matrix.columns));
}

/** The matrix in the corner of a square of zeros, so that its singular vectors span everything. */
function padded(matrix: Matrix): Matrix {
  const size = Math.max(matrix.rows, matrix.columns);
  return Matrix.zeros(size, size).setSubMatrix(matrix, 0, 0);
}

/**
 * The velocity of the end-to-end matrix under balanced gradient flow (AHC'18, Theorem 1):
 * Ẇ = −Σ_j [W Wᵀ]^{(j−1)/N} ∇ℓ(W) [Wᵀ W]^{(N−j)/N} − λ N W, with weight decay λ; the power 0 is the identity.
 *
 * Computed in the singular vectors of W, where the sum multiplies the entry (r, r') of Uᵀ ∇ℓ V by
 * Σ_j σ_r^{2(j−1)/N} σ_{r'}^{2(N−j)/N}; fractional powers of rounded eigenvalues of W Wᵀ would explode.
 */
export function endToEndVelocity(endToEnd: Matrix, gradient: Matrix, depth: number, weightDecay = 0): Matrix {
  const svd = new SVD(padded(endToEnd));
  const { leftSingularVectors: left, rightSingularVectors: right, diagonal: sigma } = svd;
  const aligned = left.transpose().mmul(padded(gradient)).mmul(right);
  const gain = (r: number, c: number) =>
    Array.from(
      { length: depth },
      (_, i) => sigma[r] ** ((2 * i) / depth) * sigma[c] ** ((2 * (depth - 1 - i)) / depth),
    ).reduce((sum, term) => sum + term, 0);
  for (let r = 0; r < sigma.length; r++) {
    for (let c = 0; c < sigma.length; c++) aligned.set(r, c, -gain(r, c) * aligned.get(r, c));
  }
  const velocity = left.mmul(aligned).mmul(right.transpose());
  const descent = velocity.subMatrix(0, endToEnd.rows - 1, 0, endToEnd.columns - 1);
  return weightDecay === 0 ? descent : descent.sub(Matrix.mul(endToEnd, weightDecay * depth));
}

/** A matrix's singular values and how fast Theorem 3 says that they move. */
export interface SpectrumMotion {
  /** The largest first. */
  readonly singularValues: readonly number[];
  /** dσ_r/dt under balanced gradient flow. */
  readonly rates: readonly number[];
}

/** σ̇_r = −N (σ_r²)^{1−1/N} ⟨∇ℓ(W), u_r v_rᵀ⟩ (ACHL'19, Theorem 3). */
export function singularValueRates(endToEnd: Matrix, gradient: Matrix, depth: number): SpectrumMotion {
  const svd = new SVD(endToEnd, { autoTranspose: true });
  const sigma = svd.diagonal.slice(0, Math.min(endToEnd.rows, endToEnd.columns));
  const aligned = svd.leftSingularVectors.transpose().mmul(gradient).mmul(svd.rightSingularVectors);
  const rates = sigma.map((value, r) => -depth * value ** (2 - 2 / depth) * aligned.get(r, r));
  return { singularValues: sigma, rates };
}

/** One step of the classical Runge–Kutta method for Ẇ = velocity(W). */
export function rungeKuttaStep(state: Matrix, velocity: (state: Matrix) => Matrix, dt: number): Matrix {
  const k1 = velocity(state);
  const k2 = velocity(Matrix.add(state, Matrix.mul(k1, dt / 2)));
  const k3 = velocity(Matrix.add(state, Matrix.mul(k2, dt / 2)));
  const k4 = velocity(Matrix.add(state, Matrix.mul(k3, dt)));
  const sum = k1.add(k2.mul(2)).add(k3.mul(2)).add(k4);
  return Matrix.add(state, sum.mul(dt / 6));
}

/** Where balanced gradient flow of the given depth carries the end-to-end matrix within `time`, in `steps` Runge–Kutta steps. */
export function integrateEndToEnd(
  start: Matrix,
  gradientAt: (endToEnd: Matrix) => Matrix,
  depth: number,
  time: number,
  steps: number,
): Matrix {
  let state = start;
  for (let i = 0; i < steps; i++) {
    state = rungeKuttaStep(state, (w) => endToEndVelocity(w, gradientAt(w), depth), time / steps);
  }
  return state;
}

/** exp(−Σ p_r ln p_r) with p_r = σ_r / Σσ: between 1 and the rank (Roy and Vetterli, EUSIPCO 2007). */
export function effectiveRank(sigma: readonly number[]): number {
  const total = sigma.reduce((sum, value) => sum + value, 0);
  const entropy = sigma.reduce((sum, value) => sum - (value > 0 ? (value / total) * Math.log(value / total) : 0), 0);
  return Math.exp(entropy);
}

/** ‖P_Ω⊥(W − M)‖_F / ‖P_Ω⊥ M‖_F; NaN where everything is observed. */
export function unobservedError({ target, mask }: CompletionProblem, endToEnd: Matrix): number {
  const hidden = Matrix.ones(mask.rows, mask.columns).sub(mask);
  return Matrix.sub(endToEnd, target).mul(hidden).norm() / Matrix.mul(target, hidden).norm();
}
