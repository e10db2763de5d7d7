/** What is to be completed: a random matrix of low rank or a picture, and which of its entries are observed. */
import { Matrix } from 'ml-matrix';
import { ReaderError } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { gaussianMatrix } from './deep-linear-network';

/** Scales M so that its root-mean-square entry is 1: predicting zero then has mean square error 1. */
export function normalised(matrix: Matrix): Matrix {
  const norm = matrix.norm();
  if (norm === 0) throw new ReaderError('The matrix is zero everywhere: there is nothing to complete. Choose another.');
  return matrix.mul(Math.sqrt(matrix.rows * matrix.columns) / norm);
}

/** U Vᵀ with Gaussian factors of `rank` columns, normalised. */
export function randomLowRank(random: RandomSource, size: number, rank: number): Matrix {
  if (rank > size) {
    throw new ReaderError(`A ${size} × ${size} matrix has no rank ${rank}: choose a rank of at most ${size}.`);
  }
  const left = gaussianMatrix(random, size, rank, 1);
  return normalised(left.mmul(gaussianMatrix(random, size, rank, 1).transpose()));
}

/** The least number of ones in any row or column. */
export function smallestCount(mask: Matrix): number {
  return Math.min(...mask.sum('row'), ...mask.sum('column'));
}

/** A mask, and how many draws were thrown away before it. */
export interface ObservedEntries {
  readonly mask: Matrix;
  readonly redraws: number;
}

/**
 * `count` entries of rows × columns, uniform without replacement, drawn again (500 times at most) while a row or
 * column holds fewer than `least`; then the best draw is kept.
 */
export function drawMask(
  random: RandomSource,
  shape: { readonly rows: number; readonly columns: number },
  count: number,
  least: number,
): ObservedEntries {
  const { rows, columns } = shape;
  const entries = rows * columns;
  if (count > entries) {
    throw new ReaderError(
      `A ${rows} × ${columns} matrix has ${entries} entries: ${count} cannot be observed. Observe at most ${entries}, or make the matrix larger.`,
    );
  }
  let best: { mask: Matrix; count: number } | undefined;
  const hopeless = count < Math.max(rows, columns);
  const draws = hopeless ? 1 : 500;
  for (let redraws = 0; redraws < draws; redraws++) {
    const flags = new Float64Array(entries);
    for (const entry of random.permutation(entries).subarray(0, count)) flags[entry] = 1;
    const mask = Matrix.from1DArray(rows, columns, flags);
    const smallest = smallestCount(mask);
    if (smallest >= least) return { mask, redraws };
    if (!best || smallest > best.count) best = { mask, count: smallest };
  }
  return { mask: best?.mask ?? Matrix.zeros(rows, columns), redraws: draws - 1 };
}

/** What to tell the reader about the draw, if anything. */
export function remarkOnMask({ mask, redraws }: ObservedEntries, least: number): string | undefined {
  const smallest = smallestCount(mask);
  if (smallest >= least) {
    return redraws === 0
      ? undefined
      : `The observed entries were drawn again (${redraws} ${redraws === 1 ? 'time' : 'times'}) until every row and column held at least ${least}.`;
  }
  const missing = smallest === 0 ? 'an empty row or column' : `a row or column with only ${smallest}`;
  return `With so few observed entries every draw left ${missing}; at least ${least} are needed to pin it down, so nothing can recover all of this matrix.`;
}
