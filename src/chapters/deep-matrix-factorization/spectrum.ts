/** The numbers that are reported of every end-to-end matrix. */
import { Matrix } from 'ml-matrix';
import type { Field, Tensorflow } from '../../lab/experiment';
import { effectiveRank, singularValues } from './theory';

/** How many singular values are reported one by one. */
export const reportedSingularValues = 5;

/** effectiveRank, nuclearNorm and sigma1 … sigma5 of a matrix; NaN for all of them where it holds a NaN. */
export function spectrumMetrics(matrix: Matrix): Record<string, number> {
  const sigma = Number.isFinite(matrix.sum()) ? singularValues(matrix) : [];
  const named = Array.from({ length: reportedSingularValues }, (_, r) => [`sigma${r + 1}`, sigma[r] ?? Number.NaN]);
  return {
    effectiveRank: sigma.length > 0 ? effectiveRank(sigma) : Number.NaN,
    nuclearNorm: sigma.length > 0 ? sigma.reduce((sum, value) => sum + value, 0) : Number.NaN,
    ...Object.fromEntries(named),
  };
}

/** A matrix as a frame carries it, in float32. */
export const fieldOf = (matrix: Matrix): Field => ({
  shape: [matrix.rows, matrix.columns],
  data: Float32Array.from(matrix.to1DArray()),
});

/** Brings a matrix from the device and frees it there. */
export async function readMatrix(tensor: ReturnType<Tensorflow['tensor2d']>): Promise<Matrix> {
  const [rows, columns] = tensor.shape;
  const data = await tensor.data();
  tensor.dispose();
  return Matrix.from1DArray(rows, columns, data);
}
