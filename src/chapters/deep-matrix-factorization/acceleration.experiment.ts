import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, real, toggle } from '../../lab/parameters';
import {
  acceleratedStep,
  balancedStart,
  iterationsTo,
  type Method,
  randomRegression,
  solvedAt,
  type TunedMethod,
  tuneRate,
} from './acceleration-theory';
import { divergenceCause } from './completion-run';

const params = {
  p: integer({
    label: 'Exponent p',
    help: 'The loss is the mean of |error| to the power p, divided by p. Acceleration is a matter of p above 2.',
    min: 2,
    max: 4,
    values: [2, 4],
    default: 4,
  }),
  depth: integer({
    label: 'Depth',
    help: 'A vector times N − 1 scalars: nothing new can be expressed.',
    min: 1,
    max: 4,
    default: 3,
  }),
  momentum: toggle({
    label: 'Momentum 0.9',
    help: 'Heavy-ball momentum, the textbook accelerator, for the run that is drawn live.',
    default: false,
  }),
  stepSize: real({
    label: 'Step size',
    unit: '×',
    help: 'As a multiple of the best step size of a grid with six values a decade.',
    min: 0.1,
    max: 10,
    default: 1,
    advanced: true,
  }),
};

export type AccelerationParams = ParametersOf<typeof params>;

export interface AccelerationFrame extends Frame {
  /** samples × 2: step and loss of the live run, at most 200. */
  readonly curve: Field;
  /** samples × 2: the same for plain gradient descent at depth 1, its step size tuned too. */
  readonly reference: Field;
}

/** Every method is tuned for, and judged after, this many steps. */
const horizon = 3000;
const features = 20;

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Finds a method's step size, with a breath between its trial runs. */
async function tuned(
  trials: Generator<undefined, TunedMethod>,
  what: string,
  context: RunContext,
): Promise<TunedMethod> {
  for (let trial = 0; ; trial++) {
    const next = trials.next();
    if (next.done) return next.value;
    context.progress(1 - 1 / (1 + trial / 3), `Tuning the step size of ${what}`);
    await pause();
    context.signal.throwIfAborted();
  }
}

/** Steps and losses at about 200 steps, evenly spread in the logarithm, the last one among them. */
function thinned(losses: readonly number[]): Field {
  const rows: number[] = [];
  for (let at = 0, k = 0; k < losses.length; k++) {
    if (k < at && k < losses.length - 1) continue;
    rows.push(k, losses[k]);
    at = Math.max(k + 1, k * 1.04);
  }
  return { shape: [rows.length / 2, 2], data: Float32Array.from(rows) };
}

async function start(chosen: AccelerationParams, context: RunContext): Promise<Run<AccelerationFrame>> {
  const problem = randomRegression(context.random.fork('data'), chosen.p, 300, features);
  const vector = Float64Array.from(context.random.fork('start').normals(features, 0.1));
  const method: Method = { depth: chosen.depth, momentum: chosen.momentum ? 0.9 : 0 };
  const plain: Method = { depth: 1, momentum: 0 };
  const reference = await tuned(tuneRate(problem, vector, plain, horizon), 'plain descent', context);
  const same = method.depth === 1 && method.momentum === 0;
  const { rate } = same
    ? reference
    : await tuned(tuneRate(problem, vector, method, horizon), `depth ${chosen.depth}`, context);
  const referenceLoss = Math.max(solvedAt, reference.losses[reference.losses.length - 1]);
  const state = balancedStart(vector, chosen.depth);
  const losses: number[] = [];
  const advance = () => losses.push(acceleratedStep(problem, state, chosen.stepSize * rate, method.momentum));
  advance();
  const statusNow = (): Frame['status'] => {
    const loss = losses[losses.length - 1];
    if (!(loss < 1e12)) return 'diverged';
    return loss <= solvedAt || losses.length > horizon ? 'converged' : 'running';
  };

  return {
    step() {
      if (statusNow() === 'running') advance();
    },
    async read() {
      const loss = losses[losses.length - 1];
      const status = statusNow();
      return {
        step: losses.length - 1,
        status,
        cause: status === 'diverged' ? divergenceCause : undefined,
        metrics: {
          loss,
          iterationsToReference: iterationsTo(losses, referenceLoss),
          referenceLoss,
          referenceIterations: iterationsTo(reference.losses, referenceLoss),
          tunedStepSize: rate,
        },
        curve: thinned(losses),
        reference: thinned(reference.losses),
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof params, AccelerationFrame>({
  id: 'deep-matrix-factorization/acceleration',
  title: 'Depth as an accelerator',
  sentence: 'On a loss that is flatter than a parabola, three factors learn faster than one; momentum is faster still.',
  params,
  presets: {
    accelerated: { label: 'p = 4, depth 3', params: { p: 4, depth: 3 } },
    parabola: { label: 'p = 2: no gain', params: { p: 2, depth: 3 } },
    momentum: { label: 'Momentum instead of depth', params: { p: 4, depth: 1, momentum: true } },
  },
  claim: {
    statement:
      'With p = 4 and tuned step sizes, depth 3 and 4 reach the final loss of plain gradient descent in at most half of its 3,000 steps.',
    holds({ metrics, status }, { p, depth, momentum, stepSize }) {
      if (p !== 4 || depth < 3 || momentum || stepSize !== 1) return null;
      if (metrics.iterationsToReference <= horizon / 2) return true;
      return status === 'running' ? null : false;
    },
  },
  maximumSteps: horizon,
  every: 20,
  recording: {},
  start,
});
