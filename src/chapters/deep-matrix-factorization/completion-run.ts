/** One completion problem and the network that is trained on it: what the completion experiments share. */
import { Matrix } from 'ml-matrix';
import { ReaderError, type RunContext } from '../../lab/experiment';
import type { ParametersOf } from '../../lab/parameters';
import { drawMask, normalised, randomLowRank, remarkOnMask } from './completion-problem';
import type { completionParameters } from './completion-schema';
import { convexBaseline } from './convex-baseline';
import {
  type DeepLinearNetwork,
  deepLinearNetwork,
  gaussianMatrix,
  initialLayers,
  stableLearningRate,
} from './deep-linear-network';
import type { NuclearNormCompletion } from './nuclear-norm-theory';
import { decodePicture, squareMatrix } from './picture';
import { type CompletionProblem, unobservedError } from './theory';

export type CompletionParams = ParametersOf<typeof completionParameters>;

export interface CompletionRun {
  readonly network: DeepLinearNetwork;
  /** The truth without noise, and the mask. */
  readonly clean: CompletionProblem;
  /** What the nuclear norm makes of the same entries. */
  readonly convex: NuclearNormCompletion;
  /** Its relative error on the unobserved entries. */
  readonly convexError: number;
  /** How far an end-to-end matrix is from done. */
  measure(endToEnd: Matrix): CompletionErrors;
}

export interface CompletionErrors {
  /** Mean square on the observed entries, noise included. */
  readonly trainError: number;
  /** Relative Frobenius error on the unobserved entries. */
  readonly testError: number;
  readonly status: 'running' | 'converged' | 'diverged';
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

/** Mean square on the observed entries at which a run has done its work: pictures are not of low rank, and overfit. */
const fittedAt = (params: CompletionParams): number => (params.matrix === 'random' ? 1e-6 : 1e-3);

/** Draws the problem, lets the nuclear norm answer it, and builds the network. */
export async function prepareCompletion(params: CompletionParams, context: RunContext): Promise<CompletionRun> {
  const { truth, rank } = await chooseTruth(params, context);
  const entries = drawMask(context.random.fork('mask'), truth, params.observed, rank + 1);
  const remark = remarkOnMask(entries, rank + 1);
  if (remark) context.note(remark);
  const noise = gaussianMatrix(context.random.fork('noise'), truth.rows, truth.columns, params.noise);
  const clean: CompletionProblem = { target: truth, mask: entries.mask };
  const problem: CompletionProblem = { target: Matrix.add(truth, noise), mask: entries.mask };
  const convex = await convexBaseline(problem, context);
  const random = context.random.fork('layers');
  const layers = initialLayers(params.initialisation, random, truth, params.depth, params.initScale);
  const rate = params.learningRate * stableLearningRate(params.depth, (1.2 * truth.rows) / Math.sqrt(rank));
  return {
    network: deepLinearNetwork(context.tf, layers, problem, rate),
    clean,
    convex,
    convexError: unobservedError(clean, convex.completed),
    measure(endToEnd) {
      const trainError = Matrix.sub(endToEnd, problem.target).mul(problem.mask).norm() ** 2 / params.observed;
      const status = Number.isFinite(trainError)
        ? trainError <= fittedAt(params)
          ? 'converged'
          : 'running'
        : 'diverged';
      return { trainError, testError: unobservedError(clean, endToEnd), status };
    },
  };
}

/** What to tell the reader of a run that overflowed. */
export const divergenceCause = 'The steps grew until a number overflowed: choose a smaller learning rate.';
