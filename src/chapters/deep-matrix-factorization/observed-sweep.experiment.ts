import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import { divergenceCause, prepareCompletion } from './completion-run';
import { completionParameters } from './completion-schema';
import { readMatrix } from './spectrum';

const { depth, observed, rank, size, initScale, learningRate, initialisation, noise } = completionParameters;
const { when: _whenSize, ...alwaysSize } = size;
const { when: _whenRank, ...alwaysRank } = rank;

const params = {
  observed,
  depth,
  draws: integer({
    label: 'Draws',
    help: 'How many matrices and masks are drawn one after the other; each adds a point.',
    min: 1,
    max: 20,
    default: 5,
  }),
  rank: alwaysRank,
  size: alwaysSize,
  initScale,
  learningRate,
  initialisation,
  noise,
};

export type ObservedSweepParams = ParametersOf<typeof params>;

export interface ObservedSweepFrame extends Frame {
  /** finished draws × 2: the test error of gradient descent, and of the nuclear norm. */
  readonly points: Field;
}

/** Steps between two looks at whether a draw is done; the looks are made at these steps whenever the frame is read. */
const stepsPerLook = 100;
/** Where a draw is given up: its error then counts as it is. */
const stepsPerDraw = 15_000;

/** The value below which the fraction `q` of the values lies, interpolated; NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

async function start(chosen: ObservedSweepParams, context: RunContext): Promise<Run<ObservedSweepFrame>> {
  const completion = { ...chosen, matrix: 'random', photograph: '5', picture: [] } as const;
  const prepare = (index: number) =>
    prepareCompletion(completion, index === 0 ? context : { ...context, random: context.random.fork(`draw ${index}`) });
  let draw = await prepare(0);
  let looks: ReturnType<typeof draw.network.endToEnd>[] = [];
  let latest = { trainError: Number.NaN, testError: Number.NaN };
  const points: [number, number][] = [];
  let step = 0;
  let stepOfDraw = 0;
  let diverged = false;
  let disposed = false;

  /** Goes through the looks in their order; the first that shows the draw done is the draw's result. */
  async function finished(): Promise<boolean> {
    for (let look = looks.shift(); look; look = looks.shift()) {
      const { status, ...errors } = draw.measure(await readMatrix(look));
      latest = errors;
      diverged = status === 'diverged';
      if (status !== 'running') return true;
    }
    return stepOfDraw >= stepsPerDraw;
  }

  async function next(): Promise<void> {
    points.push([latest.testError, draw.convexError]);
    if (points.length === chosen.draws || diverged) return;
    draw.network.dispose();
    draw = await prepare(points.length);
    if (disposed) draw.network.dispose();
    stepOfDraw = 0;
  }

  return {
    step() {
      if (points.length === chosen.draws) return;
      step++;
      if (stepOfDraw === stepsPerDraw) return;
      draw.network.step();
      stepOfDraw++;
      if (stepOfDraw % stepsPerLook === 0) looks.push(draw.network.endToEnd());
    },
    async read() {
      const readAt = step;
      if (points.length < chosen.draws && !diverged && (await finished())) {
        context.tf.dispose(looks);
        looks = [];
        await next();
      }
      const [descent, convex] = [points.map((p) => p[0]), points.map((p) => p[1])];
      return {
        step: readAt,
        status: diverged ? 'diverged' : points.length === chosen.draws ? 'converged' : 'running',
        cause: diverged ? divergenceCause : undefined,
        metrics: {
          finishedDraws: points.length,
          trainError: latest.trainError,
          testError: latest.testError,
          medianTestError: quantile(descent, 0.5),
          lowerQuartile: quantile(descent, 0.25),
          upperQuartile: quantile(descent, 0.75),
          nuclearNormTestError: draw.convexError,
          nuclearNormMedian: quantile(convex, 0.5),
          nuclearNormLowerQuartile: quantile(convex, 0.25),
          nuclearNormUpperQuartile: quantile(convex, 0.75),
        },
        points: { shape: [points.length, 2], data: Float32Array.from(points.flat()) },
      };
    },
    dispose() {
      disposed = true;
      context.tf.dispose(looks);
      draw.network.dispose();
    },
  };
}

export const experiment = defineExperiment<typeof params, ObservedSweepFrame>({
  id: 'deep-matrix-factorization/observed-sweep',
  title: 'How many entries are enough',
  sentence: 'Depth 3 needs fewer entries than the nuclear norm; with plenty of entries nothing beats the nuclear norm.',
  params,
  presets: {
    gap: { label: 'Where depth wins', params: { observed: 300, depth: 3 } },
    'depth-2': { label: 'Depth 2 at the same entries', params: { observed: 300, depth: 2 } },
    scarce: { label: 'Too few for anyone', params: { observed: 150, depth: 3 } },
    plenty: { label: 'Plenty', params: { observed: 500, depth: 3 } },
  },
  claim: {
    statement:
      'At 300 of 900 entries the median error of depth 3 is at most 0.02, while the nuclear norm and depth 2 stay above 0.05.',
    holds({ metrics, status }, chosen) {
      const asked = chosen.observed === 300 && chosen.size === 30 && chosen.rank === 2 && chosen.noise === 0;
      if (!asked || status === 'running' || (chosen.depth !== 2 && chosen.depth !== 3)) return null;
      const right = chosen.depth === 3 ? metrics.medianTestError <= 0.02 : metrics.medianTestError >= 0.05;
      return right && metrics.nuclearNormMedian >= 0.05;
    },
  },
  maximumSteps: 300_000,
  every: 100,
  recording: {},
  sweeps: {
    transition: {
      params: { draws: 1 },
      vary: { depth: [2, 3, 4], observed: [150, 180, 210, 240, 270, 300, 350, 400, 500] },
      seeds: [1, 2, 3, 4, 5],
      metrics: ['testError', 'nuclearNormTestError'],
    },
  },
  start,
});
