import { Matrix } from 'ml-matrix';
import { defineExperiment, type Field, type Frame, type Run } from '../../lab/experiment';
import { choice, integer, type ParametersOf, real } from '../../lab/parameters';
import { divergenceCause } from './completion-run';
import { unobservedLeadingTerm, unobservedLowerBound } from './scalar-theory';
import {
  type CompletionProblem,
  effectiveRank,
  endToEndMatrix,
  gradientDescentStep,
  loss,
  lossGradient,
  singularValues,
} from './theory';

const params = {
  problem: choice({
    label: 'Observed',
    help: 'Either w₁₂ = w₂₁ = 1 and w₂₂ = 0, where low rank asks for an infinite w₁₁; or w₁₁ = 1 and w₁₂ = w₂₁ = 2, where the norm wants w₂₂ = 1 and rank 1 wants 4.',
    options: [
      { value: 'divergent', label: '[★, 1; 1, 0]: all norms must grow' },
      { value: 'finite', label: '[1, 2; 2, ★]: norm says 1, rank says 4' },
    ],
    default: 'divergent',
  }),
  depth: integer({ label: 'Depth', help: 'How many 2 × 2 matrices are multiplied.', min: 2, max: 4, default: 3 }),
  initScale: real({
    label: 'Initial scale',
    help: 'Both singular values of the product start here; every layer is the same multiple of the identity.',
    min: 1e-6,
    max: 0.5,
    default: 0.01,
  }),
  determinantSign: choice({
    label: 'Determinant at the start',
    help: 'With negative, one entry of the first layer changes its sign. Gradient flow keeps the sign for ever.',
    options: [
      { value: 'positive', label: 'positive' },
      { value: 'negative', label: 'negative' },
    ],
    default: 'positive',
  }),
  learningRate: real({
    label: 'Learning rate',
    help: 'Step size η of gradient descent.',
    min: 1e-3,
    max: 0.2,
    default: 0.02,
  }),
};

export type NormOrRankParams = ParametersOf<typeof params>;

export interface NormOrRankFrame extends Frame {
  /** W_N … W_1, 2 × 2. */
  readonly matrix: Field;
  /** samples × 5, ever further apart: step, loss, unobserved entry, nuclear norm, effective rank. */
  readonly path: Field;
}

interface Puzzle {
  readonly problem: CompletionProblem;
  /** Row and column of the entry that is not observed. */
  readonly hidden: readonly [number, number];
  /** What a positive determinant forces on the hidden entry at this loss. */
  lowerBound(loss: number): number;
}

const puzzles: Record<NormOrRankParams['problem'], Puzzle> = {
  divergent: {
    problem: {
      target: new Matrix([
        [0, 1],
        [1, 0],
      ]),
      mask: new Matrix([
        [0, 1],
        [1, 1],
      ]),
    },
    hidden: [0, 0],
    lowerBound: unobservedLowerBound,
  },
  finite: {
    problem: {
      target: new Matrix([
        [1, 2],
        [2, 0],
      ]),
      mask: new Matrix([
        [1, 1],
        [1, 0],
      ]),
    },
    hidden: [1, 1],
    // Off-diagonal entries of at least 2 − √(2ℓ), and w₁₁ at most 1 + √(2ℓ).
    lowerBound: (ell) => (ell < 2 ? (2 - Math.sqrt(2 * ell)) ** 2 / (1 + Math.sqrt(2 * ell)) : Number.NaN),
  },
};

/** The sign is exact, because every factor's determinant keeps its own; that of the rounded product would drown. */
const determinantOf = (layers: readonly Matrix[]): number =>
  layers.reduce((product, w) => product * (w.get(0, 0) * w.get(1, 1) - w.get(0, 1) * w.get(1, 0)), 1);

async function start(chosen: NormOrRankParams): Promise<Run<NormOrRankFrame>> {
  const { problem, hidden, lowerBound } = puzzles[chosen.problem];
  const positive = chosen.determinantSign === 'positive';
  const fittedAt = chosen.problem === 'divergent' && positive ? 1e-3 : 1e-16;
  let layers = Array.from({ length: chosen.depth }, () => Matrix.eye(2).mul(chosen.initScale ** (1 / chosen.depth)));
  if (!positive) layers[0].set(1, 1, -layers[0].get(1, 1));
  const gradientAt = (w: Matrix) => lossGradient(problem, w);
  const path: number[][] = [];
  let step = 0;
  let status: Frame['status'] = 'running';

  function sample(): void {
    const w = endToEndMatrix(layers);
    const sigma = Number.isFinite(w.sum()) ? singularValues(w) : [Number.NaN, Number.NaN];
    path.push([step, loss(problem, w), w.get(...hidden), sigma[0] + sigma[1], effectiveRank(sigma)]);
  }
  sample();

  return {
    step() {
      if (status !== 'running') return;
      layers = gradientDescentStep(layers, gradientAt, chosen.learningRate);
      step++;
      const reached = loss(problem, endToEndMatrix(layers));
      if (!Number.isFinite(reached)) status = 'diverged';
      else if (reached <= fittedAt) status = 'converged';
      if (step >= 1.03 * path[path.length - 1][0] + 1) sample();
    },
    async read() {
      if (path[path.length - 1][0] < step) sample();
      const [, currentLoss, unobserved, nuclearNorm, rank] = path[path.length - 1];
      return {
        step,
        status,
        cause: status === 'diverged' ? divergenceCause : undefined,
        metrics: {
          loss: currentLoss,
          unobserved,
          lowerBound: positive ? lowerBound(currentLoss) : Number.NaN,
          leadingTerm: positive && chosen.problem === 'divergent' ? unobservedLeadingTerm(currentLoss) : Number.NaN,
          nuclearNorm,
          determinant: determinantOf(layers),
          effectiveRank: rank,
        },
        matrix: { shape: [2, 2], data: Float64Array.from(endToEndMatrix(layers).to1DArray()) },
        path: { shape: [path.length, 5], data: Float64Array.from(path.flat()) },
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof params, NormOrRankFrame>({
  id: 'deep-matrix-factorization/norm-or-rank',
  title: 'Norms grow while the rank falls',
  sentence: 'Gradient descent lets every norm grow without bound, because it is after low rank.',
  params,
  presets: {
    divergent: {
      label: 'All norms grow',
      params: { problem: 'divergent', determinantSign: 'positive', initScale: 0.01, learningRate: 0.02 },
    },
    negative: {
      label: 'The other sign: nothing grows',
      params: { problem: 'divergent', determinantSign: 'negative', initScale: 0.01, learningRate: 0.02 },
    },
    finite: {
      label: 'Norm says 1, rank says 4',
      params: { problem: 'finite', determinantSign: 'negative', initScale: 1e-3, learningRate: 0.01 },
    },
    'finite-depth-2': {
      label: 'The same at depth 2',
      params: { problem: 'finite', determinantSign: 'negative', initScale: 1e-3, learningRate: 0.01, depth: 2 },
    },
  },
  claim: {
    statement:
      'The smaller the loss, the larger the unobserved entry: above the proved bound, and within 2 % of 1/√(2·loss) once the loss is at most 0.01, while the determinant stays positive.',
    holds({ metrics }, { problem, determinantSign, depth }) {
      if (problem !== 'divergent' || determinantSign !== 'positive' || depth < 3 || metrics.loss > 0.01) return null;
      const near = Math.abs(metrics.unobserved / metrics.leadingTerm - 1) <= 0.02;
      return near && metrics.unobserved > metrics.lowerBound && metrics.determinant > 0;
    },
  },
  maximumSteps: 200_000,
  every: 200,
  recording: {},
  start,
});
