import { Matrix } from 'ml-matrix';
import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { files, integer, type ParametersOf, real, text, toggle } from '../../lab/parameters';
import { divergenceCause } from './completion-run';
import { deepLinearNetwork, initialLayers, stableLearningRate } from './deep-linear-network';
import { softImpute } from './nuclear-norm-theory';
import { madeUpRatings, parseRatings, type SplitRatings, splitGiven, splitMadeUp } from './ratings-grid';
import { fieldOf } from './spectrum';
import { type CompletionProblem, effectiveRank, singularValues } from './theory';
import { watch } from './watched-network';

const params = {
  depth: integer({ label: 'Depth', help: 'How many matrices are multiplied.', min: 1, max: 4, default: 2 }),
  earlyStopping: toggle({
    label: 'Early stopping',
    help: 'Stop once the fit is as good as rounding to whole stars allows: a mean square of 1/12.',
    default: true,
  }),
  ratings: text({
    label: 'Ratings',
    help: 'Rows of ratings from 1 to 5, separated by commas; blank where unknown. Empty: a made-up table.',
    default: '',
    maximumLength: 8000,
  }),
  table: files({
    label: 'A CSV file of ratings',
    help: 'A row a person, a column a film, blank where there is no rating.',
    accept: '.csv,.tsv,.txt',
    maximumBytes: 200_000,
  }),
  initScale: real({
    label: 'Initial scale',
    help: 'Size of the product’s singular values at the start.',
    min: 1e-6,
    max: 1,
    default: 1e-3,
    advanced: true,
  }),
};

export type RatingsParams = ParametersOf<typeof params>;

/** All fields are people × films. */
export interface RatingsFrame extends Frame {
  /** Ratings as given; zeros where unknown. */
  readonly ratings: Field;
  /** 0 where unknown, 1 where learnt from, 2 where kept back for the test. */
  readonly role: Field;
  /** What the factorisation predicts, in stars. */
  readonly predicted: Field;
  /** What soft-impute predicts, in stars. */
  readonly softImputed: Field;
}

/** Whole stars are off by up to a half, with variance 1/12: a better fit is a fit to the rounding. */
const roundingVariance = 1 / 12;
/** What counts as fitted without early stopping. */
const nearlyZero = 1e-4;

function chooseRatings({ ratings, table }: RatingsParams, context: RunContext): SplitRatings {
  const random = context.random.fork('split');
  const source = table.length > 0 ? new TextDecoder().decode(table[0].bytes) : ratings;
  if (source.trim() === '') return splitMadeUp(madeUpRatings(context.random.fork('tastes')), random);
  return splitGiven(parseRatings(source), random);
}

const rootMeanSquare = (errors: Matrix, mask: Matrix): number =>
  Matrix.mul(errors, mask).norm() / Math.sqrt(mask.sum());

/** Soft-impute down a path of λ, stopped by the same rule: the first whose fit is as good as rounding allows. */
function softImputeToDiscrepancy(problem: CompletionProblem): Matrix {
  const { target, mask } = problem;
  let lambda = singularValues(Matrix.mul(target, mask))[0];
  let z = Matrix.zeros(target.rows, target.columns);
  for (let i = 0; i < 60; i++) {
    lambda *= 0.9;
    z = softImpute(problem, lambda, z, { tolerance: 1e-4, maximumIterations: 300 });
    if (rootMeanSquare(Matrix.sub(z, target), mask) ** 2 <= roundingVariance) break;
  }
  return z;
}

async function start(chosen: RatingsParams, context: RunContext): Promise<Run<RatingsFrame>> {
  const split = chooseRatings(chosen, context);
  const { training, test } = split;
  const mean = Matrix.mul(split.values, training).sum() / training.sum();
  const centred = Matrix.sub(split.values, mean).mul(split.given);
  const problem: CompletionProblem = { target: centred, mask: training };
  const errorOf = (prediction: Matrix, mask: Matrix) => rootMeanSquare(Matrix.sub(prediction, centred), mask);
  const soft = softImputeToDiscrepancy(problem);
  const { rows, columns } = centred;
  // The observed part, scaled up to the whole table, guesses at the largest singular value.
  const sigma = 1.2 * singularValues(Matrix.mul(centred, training))[0] * ((rows * columns) / training.sum());
  const layers = initialLayers('gaussian', context.random.fork('layers'), centred, chosen.depth, chosen.initScale);
  const network = deepLinearNetwork(
    context.tf,
    layers,
    problem,
    Math.min(0.05, stableLearningRate(chosen.depth, Math.max(1, sigma))),
  );
  const fittedAt = chosen.earlyStopping ? roundingVariance : nearlyZero;
  const zero = Matrix.zeros(rows, columns);
  const fixed = {
    ratings: fieldOf(split.values),
    role: { shape: [rows, columns], data: Uint8Array.from(Matrix.add(training, Matrix.mul(test, 2)).to1DArray()) },
    softImputed: fieldOf(Matrix.add(soft, mean)),
  };
  const baseline = { meanPredictorError: errorOf(zero, test), softImputeError: errorOf(soft, test) };
  const watched = watch(network, { every: 10, done: (w) => !(errorOf(w, training) ** 2 > fittedAt) });

  return {
    step: () => watched.step(),
    async read() {
      const { step, endToEnd, done } = await watched.look();
      const trainError = errorOf(endToEnd, training);
      const finite = Number.isFinite(trainError);
      return {
        step,
        status: !finite ? 'diverged' : done ? 'converged' : 'running',
        cause: finite ? undefined : divergenceCause,
        metrics: {
          trainError,
          testError: errorOf(endToEnd, test),
          ...baseline,
          effectiveRank: finite ? effectiveRank(singularValues(endToEnd)) : Number.NaN,
        },
        predicted: fieldOf(Matrix.add(endToEnd, mean)),
        ...fixed,
      };
    },
    dispose: () => watched.dispose(),
  };
}

export const experiment = defineExperiment<typeof params, RatingsFrame>({
  id: 'deep-matrix-factorization/ratings',
  title: 'Guessing the missing ratings',
  sentence:
    'On ratings rounded to whole stars every method that stops in time halves the error of the mean, and they tie.',
  params,
  presets: {
    stopped: { label: 'Stopped in time', params: { depth: 2, earlyStopping: true } },
    'depth-3': { label: 'Depth 3', params: { depth: 3, earlyStopping: true } },
    overfitted: { label: 'Run to the end', params: { depth: 3, earlyStopping: false } },
  },
  claim: {
    statement:
      'Stopped in time, depth 2 and more about halve the error of predicting the mean, as soft-impute does; none is clearly ahead.',
    holds({ metrics, status }, { depth, earlyStopping, ratings, table }) {
      if (status === 'running' || depth < 2 || !earlyStopping || ratings.trim() !== '' || table.length > 0) return null;
      const halved = metrics.testError <= 0.6 * metrics.meanPredictorError;
      return halved && Math.abs(metrics.testError - metrics.softImputeError) <= 0.1;
    },
  },
  maximumSteps: 20_000,
  every: 10,
  recording: {},
  start,
});
