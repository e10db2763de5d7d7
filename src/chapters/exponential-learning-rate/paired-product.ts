/** Products of the matrices of both runs, [2, n, m] each; a leading axis of 1 stands for a matrix that they share. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';

export type PairedProduct = (a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean) => Tensor;

/**
 * A GPU takes both products in one call. WebAssembly multiplies single, untransposed matrices with XNNPACK, ten times as
 * fast as it does a batch of them: there the runs are taken one by one.
 */
export function pairedProduct(tf: Tensorflow): PairedProduct {
  if (tf.getBackend() !== 'wasm') return (a, b, transposeA, transposeB) => tf.matMul(a, b, transposeA, transposeB);

  const matrices = (pair: Tensor, transpose: boolean): Tensor2D[] =>
    tf.unstack(pair, 0).map((matrix) => (transpose ? tf.transpose(matrix) : matrix) as Tensor2D);
  return (a, b, transposeA = false, transposeB = false) => {
    const [left, right] = [matrices(a, transposeA), matrices(b, transposeB)];
    return tf.stack([0, 1].map((run) => tf.matMul(left[run % left.length], right[run % right.length])));
  };
}
