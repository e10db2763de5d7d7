/** The kernels that each method of the tournament may choose from. */
import { gramMatrix, type Matrix64 } from './theory';

export const methods = ['ntk', 'gaussian', 'forest', 'linear'] as const;
export type Method = (typeof methods)[number];

/** The settings that tuning chose; those that a method lacks are left out. */
export interface Chosen {
  readonly depth?: number;
  readonly fixedLayers?: number;
  readonly gamma?: number;
  readonly cost?: number;
}

/** C = 10⁻² … 10⁴, the menu of the published runs. */
export const costs = [-2, -1, 0, 1, 2, 3, 4].map((exponent) => 10 ** exponent);
const deepest = 4;

export interface Candidate {
  readonly chosen: Chosen;
  gram(features: Matrix64): Matrix64;
}

/** Depth 0 … 4, each with its first 0 … depth layers fixed: 15 kernels. Depth 0 is the linear one. */
function tangentCandidates(activationScale: 1 | 2): Candidate[] {
  return Array.from({ length: deepest + 1 }, (_, depth) =>
    Array.from({ length: depth + 1 }, (_, fixedFirst) => ({
      chosen: { depth, fixedLayers: fixedFirst },
      gram: (x: Matrix64) => gramMatrix(x, { depth, fixedFirst, activationScale }),
    })),
  ).flat();
}

/** exp(−γ|x − z|²), n × n. */
export function gaussianGram(x: Matrix64, gamma: number): Matrix64 {
  const { rows, columns, data } = x;
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let distance = 0;
      for (let k = 0; k < columns; k++) distance += (data[i * columns + k] - data[j * columns + k]) ** 2;
      out[i * rows + j] = out[j * rows + i] = Math.exp(-gamma * distance);
    }
  }
  return { rows, columns: rows, data: out };
}

/** γ = 2⁻¹² … 2²: as many kernels as the infinite nets have. */
const gaussianCandidates: readonly Candidate[] = Array.from({ length: 15 }, (_, k) => ({
  chosen: { gamma: 2 ** (k - 12) },
  gram: (x: Matrix64) => gaussianGram(x, 2 ** (k - 12)),
}));

const linearCandidates: readonly Candidate[] = [{ chosen: {}, gram: (x) => gramMatrix(x, { depth: 0 }) }];

export function candidatesOf(method: Exclude<Method, 'forest'>, activationScale: 1 | 2): readonly Candidate[] {
  if (method === 'ntk') return tangentCandidates(activationScale);
  return method === 'gaussian' ? gaussianCandidates : linearCandidates;
}
