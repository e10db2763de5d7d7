/** A completion problem without chance: 20 × 20, rank 2, 128 entries observed, balanced by construction. */
import { Matrix } from 'ml-matrix';
import { normalised } from './completion-problem';
import type { CompletionProblem } from './theory';

const size = 20;

const tabulate = (entry: (i: number, j: number) => number): Matrix =>
  new Matrix(Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => entry(i, j))));

/** M_ij = sin(1+i) cos(2+j) + ½ cos(3i) sin(1+2j), scaled to ‖M‖_F = 20; its singular values are 18.03 and 8.66. */
export function fixtureProblem(): CompletionProblem {
  return {
    target: normalised(
      tabulate((i, j) => Math.sin(1 + i) * Math.cos(2 + j) + 0.5 * Math.cos(3 * i) * Math.sin(1 + 2 * j)),
    ),
    mask: tabulate((i, j) => ((2 * i * i + 15 * i * j + 2 * j * j + 3 * i + 11 * j) % 17 < 6 ? 1 : 0)),
  };
}
