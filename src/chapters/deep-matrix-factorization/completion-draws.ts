/** Several completions of random matrices, one after the other, and the recorded sweep that they are shown with. */

import type { Matrix } from 'ml-matrix';
import { type Field, type Frame, ReaderError, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import type { SweepRecording, SweepRow } from '../../lab/recording';
import { type CompletionErrors, divergenceCause, prepareCompletion } from './completion-run';
import { completionParameters } from './completion-schema';
import { watch } from './watched-network';

const { depth, observed, rank, size, initScale, learningRate, initialisation, noise } = completionParameters;
const { when: _whenSize, ...alwaysSize } = size;
const { when: _whenRank, ...alwaysRank } = rank;

export const drawsParameters = {
  observed,
  depth,
  initScale,
  draws: integer({
    label: 'Draws',
    help: 'How many matrices and masks are drawn one after the other; each adds a point.',
    min: 1,
    max: 20,
    default: 5,
  }),
  rank: alwaysRank,
  size: alwaysSize,
  learningRate,
  initialisation,
  noise,
};

export type DrawsParams = ParametersOf<typeof drawsParameters>;

export interface DrawsFrame extends Frame {
  /** finished draws × 2: the test error of gradient descent, and of the nuclear norm. */
  readonly points: Field;
  /** The recorded sweep, rows × 5: depth (0 for the nuclear norm), what was varied, lower quartile, median, upper quartile. */
  readonly recorded: Field;
}

/** Where a draw is given up, its error counting as it is: depth 3 needs 40,000 steps to leave a start of 10⁻⁹. */
const patience = (initScale: number): number => (initScale < 1e-6 ? 60_000 : 15_000);

/** The value below which the fraction `q` of the values lies, interpolated; NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The recorded sweep's rows; none where it has not been recorded yet. */
async function recordedRows(sweep: string, context: RunContext): Promise<readonly SweepRow[]> {
  try {
    return ((await context.data.recording(sweep)) as SweepRecording).rows;
  } catch (error) {
    if (error instanceof ReaderError) return [];
    throw error;
  }
}

/** Medians and quartiles over the seeds, a row for each depth and value; the nuclear norm, the same at every depth, is depth 0. */
export function summarised(rows: readonly SweepRow[], varied: 'observed' | 'initScale'): Field {
  const groups = new Map<string, { readonly depth: number; readonly value: number; readonly errors: number[] }>();
  const add = (depth: number, value: number, error: number) => {
    const key = `${depth} ${value}`;
    const group = groups.get(key) ?? { depth, value, errors: [] };
    group.errors.push(error);
    groups.set(key, group);
  };
  const depths = rows.map(({ params }) => Number(params.depth));
  for (const [i, { params, metrics }] of rows.entries()) {
    add(depths[i], Number(params[varied]), metrics.testError);
    if (depths[i] === Math.min(...depths)) add(0, Number(params[varied]), metrics.nuclearNormTestError);
  }
  const table = [...groups.values()]
    .sort((a, b) => a.depth - b.depth || a.value - b.value)
    .map(({ depth, value, errors }) => [depth, value, ...[0.25, 0.5, 0.75].map((q) => quantile(errors, q))]);
  return { shape: [table.length, 5], data: Float64Array.from(table.flat()) };
}

/** Runs the draws one after the other; `sweep` and `varied` name the recorded sweep that they are shown with. */
export async function startDraws(
  chosen: DrawsParams,
  context: RunContext,
  sweep: string,
  varied: 'observed' | 'initScale',
): Promise<Run<DrawsFrame>> {
  const recorded = summarised(await recordedRows(sweep, context), varied);
  const completion = { ...chosen, matrix: 'random', photograph: '5', picture: [] } as const;
  const prepare = async (index: number) => {
    const random = index === 0 ? context.random : context.random.fork(`draw ${index}`);
    const { network, measure, convexError } = await prepareCompletion(completion, { ...context, random });
    const done = (w: Matrix) => measure(w).status !== 'running';
    return { watched: watch(network, { every: 100, done, limit: patience(chosen.initScale) }), measure, convexError };
  };
  let draw = await prepare(0);
  let latest: Pick<CompletionErrors, 'trainError' | 'testError'> = { trainError: Number.NaN, testError: Number.NaN };
  const points: [number, number][] = [];
  let earlierSteps = 0;
  let currentStep = 0;
  let status: DrawsFrame['status'] = 'running';
  let disposed = false;

  /** Goes on to the next draw, or ends the run with this one. */
  async function next(): Promise<void> {
    points.push([latest.testError, draw.convexError]);
    if (points.length === chosen.draws) {
      status = 'converged';
      return;
    }
    draw.watched.dispose();
    earlierSteps += currentStep;
    currentStep = 0;
    draw = await prepare(points.length);
    if (disposed) draw.watched.dispose();
  }

  return {
    step() {
      if (status !== 'running') return;
      draw.watched.step();
    },
    async read() {
      if (status === 'running') {
        const { step, endToEnd, done } = await draw.watched.look();
        currentStep = step;
        const errors = draw.measure(endToEnd);
        latest = errors;
        if (errors.status === 'diverged') status = 'diverged';
        else if (done) await next();
      }
      const [descent, convex] = [points.map((p) => p[0]), points.map((p) => p[1])];
      return {
        step: earlierSteps + currentStep,
        status,
        cause: status === 'diverged' ? divergenceCause : undefined,
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
        recorded,
      };
    },
    dispose() {
      disposed = true;
      draw.watched.dispose();
    },
  };
}
