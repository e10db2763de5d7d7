/** Gradient descent on a product of matrices, its gradients written out by hand. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { Matrix } from 'ml-matrix';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { balancedLayers, type CompletionProblem } from './theory';

/** Layers W_1 … W_N on the device, trained on ½ ‖P_Ω(W − M)‖²_F. */
export interface DeepLinearNetwork {
  /** Queues one step of gradient descent on all layers. */
  step(): void;
  /** The product W_N … W_1 of the layers as they are; the caller disposes it. */
  endToEnd(): Tensor2D;
  dispose(): void;
}

const onDevice = (tf: Tensorflow, matrix: Matrix): Tensor2D =>
  tf.tensor2d(Float32Array.from(matrix.to1DArray()), [matrix.rows, matrix.columns]);

/**
 * One step costs 3(N − 1) matrix products, because neighbours share theirs: with prefixes P_j = W_j … W_1 and
 * residuals R_N = η P_Ω(W − M), R_{j−1} = W_jᵀ R_j, the gradient of W_j (times η) is R_j P_{j−1}ᵀ.
 */
export function deepLinearNetwork(
  tf: Tensorflow,
  initial: readonly Matrix[],
  { target, mask }: CompletionProblem,
  learningRate: number,
): DeepLinearNetwork {
  const goal = onDevice(tf, Matrix.mul(target, mask));
  const scaledMask = onDevice(tf, Matrix.mul(mask, learningRate));
  let layers = initial.map((layer) => onDevice(tf, layer));

  const prefixes = (): Tensor2D[] => {
    const products = [layers[0]];
    for (const layer of layers.slice(1)) products.push(tf.matMul(layer, products[products.length - 1]));
    return products;
  };

  const updated = (): Tensor2D[] => {
    const products = prefixes();
    let residual: Tensor2D = tf.mul(tf.sub(products[products.length - 1], goal), scaledMask);
    const next = [...layers];
    for (let j = layers.length - 1; j >= 0; j--) {
      const change = j > 0 ? tf.matMul(residual, products[j - 1], false, true) : residual;
      next[j] = tf.sub(layers[j], change);
      if (j > 0) residual = tf.matMul(layers[j], residual, true, false);
    }
    return next;
  };

  return {
    step() {
      const next = tf.tidy(updated);
      tf.dispose(layers);
      layers = next;
    },
    endToEnd: () => tf.tidy(() => tf.clone(prefixes()[layers.length - 1])),
    dispose: () => tf.dispose([goal, scaledMask, ...layers]),
  };
}

/** The largest rate at which a top singular value up to σ̂ is stable: η = 1/(N σ̂^{2−2/N}). */
export const stableLearningRate = (depth: number, sigma: number): number => 1 / (depth * sigma ** (2 - 2 / depth));

/** A matrix of independent normals with mean 0. */
export function gaussianMatrix(random: RandomSource, rows: number, columns: number, deviation: number): Matrix {
  return Matrix.from1DArray(rows, columns, random.normals(rows * columns, deviation));
}

/**
 * Layers whose product has singular values of about `scale`, whatever the depth.
 * Gaussian: independent entries of deviation scale^{1/N}/√width, so that ‖W(0)‖_F ≈ scale √n, as published; only
 * approximately balanced. Balanced: the exact factors of one Gaussian matrix. Identity: scale^{1/N} I in every layer.
 */
export function initialLayers(
  kind: 'gaussian' | 'balanced' | 'identity',
  random: RandomSource,
  shape: { readonly rows: number; readonly columns: number },
  depth: number,
  scale: number,
): Matrix[] {
  const { rows, columns } = shape;
  const width = Math.max(rows, columns);
  if (kind === 'balanced') {
    return balancedLayers(gaussianMatrix(random, rows, columns, scale / Math.sqrt(width)), depth);
  }
  return Array.from({ length: depth }, (_, j) => {
    const from = j === 0 ? columns : width;
    const to = j === depth - 1 ? rows : width;
    return kind === 'identity'
      ? Matrix.eye(to, from).mul(scale ** (1 / depth))
      : gaussianMatrix(random, to, from, scale ** (1 / depth) / Math.sqrt(width));
  });
}
