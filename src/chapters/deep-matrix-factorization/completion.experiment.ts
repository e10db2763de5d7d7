import { Matrix } from 'ml-matrix';
import { defineExperiment, type Field, type Frame, ReaderError, type Run, type RunContext } from '../../lab/experiment';
import type { ParametersOf } from '../../lab/parameters';
import { drawMask, normalised, randomLowRank, remarkOnMask } from './completion-problem';
import { completionParameters } from './completion-schema';
import { convexBaseline } from './convex-baseline';
import { deepLinearNetwork, gaussianMatrix, initialLayers, stableLearningRate } from './deep-linear-network';
import { decodePicture, squareMatrix } from './picture';
import { fieldOf, readMatrix, spectrumMetrics } from './spectrum';
import { type CompletionProblem, unobservedError } from './theory';

export type CompletionParams = ParametersOf<typeof completionParameters>;

/** Matrices of the figure, all n × n; entries have root mean square 1. */
export interface CompletionFrame extends Frame {
  readonly truth: Field;
  /** Ones where the entry is observed. */
  readonly observed: Field;
  /** W_N … W_1. */
  readonly recovered: Field;
  /** What the nuclear norm makes of the same entries. */
  readonly nuclearNormRecovered: Field;
}

/** The matrix to complete; `rank` is what the learning rate's rule goes by. */
async function chooseTruth(params: CompletionParams, context: RunContext): Promise<{ truth: Matrix; rank: number }> {
  switch (params.matrix) {
    case 'random':
      return { truth: randomLowRank(context.random.fork('truth'), params.size, params.rank), rank: params.rank };
    case 'photograph': {
      const { pixels, width, height } = await context.data.images('patches');
      const first = Number(params.photograph) * width * height;
      const grey = pixels.subarray(first, first + width * height);
      return { truth: normalised(squareMatrix({ width, height, grey }, height)), rank: 1 };
    }
    case 'own': {
      if (params.picture.length === 0) throw new ReaderError('Choose a picture of your own first: PNG, JPEG or PGM.');
      return { truth: normalised(squareMatrix(await decodePicture(params.picture[0]), params.size)), rank: 1 };
    }
  }
}

/** Draws the observed entries, and their noise; `clean` has the same mask without it. */
function drawProblem(truth: Matrix, least: number, params: CompletionParams, context: RunContext) {
  const entries = drawMask(context.random.fork('mask'), truth, params.observed, least);
  const remark = remarkOnMask(entries, least);
  if (remark) context.note(remark);
  const { rows, columns } = truth;
  const noise = gaussianMatrix(context.random.fork('noise'), rows, columns, params.noise);
  const clean: CompletionProblem = { target: truth, mask: entries.mask };
  return { clean, problem: { target: Matrix.add(truth, noise), mask: entries.mask } };
}

/** Mean square on the observed entries at which a run has done its work: pictures are not of low rank, and overfit. */
const fittedAt = (params: CompletionParams): number => (params.matrix === 'random' ? 1e-6 : 1e-3);

/** Starts gradient descent on one completion problem, the nuclear norm's answer computed first. */
export async function startCompletion(
  params: CompletionParams,
  context: RunContext,
): Promise<Run<CompletionFrame, CompletionParams>> {
  const { truth, rank } = await chooseTruth(params, context);
  const { clean, problem } = drawProblem(truth, rank + 1, params, context);
  const convex = await convexBaseline(problem, context);
  const size = truth.rows;
  const random = context.random.fork('layers');
  const layers = initialLayers(params.initialisation, random, truth, params.depth, params.initScale);
  const rate = params.learningRate * stableLearningRate(params.depth, (1.2 * size) / Math.sqrt(rank));
  const network = deepLinearNetwork(context.tf, layers, problem, rate);
  const fixed = {
    truth: fieldOf(truth),
    observed: { shape: [size, size], data: Uint8Array.from(clean.mask.to1DArray()) },
    nuclearNormRecovered: fieldOf(convex.completed),
  };
  const baseline = {
    nuclearNormTestError: unobservedError(clean, convex.completed),
    nuclearNormMinimum: convex.norm,
    nuclearNormLowerBound: convex.lowerBound,
  };
  let step = 0;

  return {
    step() {
      network.step();
      step++;
    },
    async read() {
      const endToEnd = await readMatrix(network.endToEnd());
      const misfit = Matrix.sub(endToEnd, problem.target).mul(problem.mask).norm();
      const trainError = misfit ** 2 / params.observed;
      const finite = Number.isFinite(trainError);
      return {
        step,
        status: !finite ? 'diverged' : trainError <= fittedAt(params) ? 'converged' : 'running',
        cause: finite ? undefined : 'The steps grew until a number overflowed: choose a smaller learning rate.',
        metrics: {
          trainError,
          testError: unobservedError(clean, endToEnd),
          ...spectrumMetrics(endToEnd),
          ...baseline,
        },
        recovered: fieldOf(endToEnd),
        ...fixed,
      };
    },
    dispose: () => network.dispose(),
  };
}

export const experiment = defineExperiment<typeof completionParameters, CompletionFrame>({
  id: 'deep-matrix-factorization/completion',
  title: 'Completing a matrix by gradient descent',
  sentence: 'From a third of its entries, depth 3 recovers a matrix that the nuclear norm cannot.',
  params: completionParameters,
  presets: {
    'depth-2': { label: 'Depth 2', params: { depth: 2 } },
    'depth-3': { label: 'Depth 3', params: { depth: 3 } },
    plenty: { label: 'Plenty of entries', params: { depth: 3, observed: 500 } },
    scarce: { label: 'Too few entries', params: { depth: 3, observed: 150 } },
    photograph: { label: 'A photograph', params: { matrix: 'photograph', observed: 512, depth: 2 } },
    published: { label: 'As published (100 × 100)', params: { size: 100, rank: 5, observed: 2000 } },
  },
  claim: {
    statement:
      'Gradient descent on a product of three matrices recovers a low-rank matrix (error at most 0.02) from entries with which the nuclear norm fails (error at least 0.05).',
    holds({ metrics, status }, { depth, matrix, noise }) {
      if (depth < 3 || matrix !== 'random' || noise > 0 || !(metrics.nuclearNormTestError >= 0.05)) return null;
      if (metrics.testError <= 0.02) return true;
      return status === 'running' ? null : false;
    },
  },
  maximumSteps: 15_000,
  every: 20,
  recording: {},
  start: startCompletion,
});
