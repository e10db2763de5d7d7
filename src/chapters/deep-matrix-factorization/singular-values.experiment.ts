import { Matrix } from 'ml-matrix';
import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { choice, integer, type ParametersOf, real } from '../../lab/parameters';
import { drawMask, randomLowRank } from './completion-problem';
import { divergenceCause } from './completion-run';
import { deepLinearNetwork, initialLayers, stableLearningRate } from './deep-linear-network';
import { fixtureProblem } from './fixture-target';
import { readMatrix, reportedSingularValues, spectrumMetrics } from './spectrum';
import {
  type CompletionProblem,
  endToEndMatrix,
  endToEndVelocity,
  lossGradient,
  rungeKuttaStep,
  singularValueRates,
  singularValues,
  unobservedError,
} from './theory';

const params = {
  depth: integer({
    label: 'Depth',
    help: 'How many matrices are multiplied.',
    min: 1,
    max: 4,
    default: 3,
  }),
  initScale: real({
    label: 'Initial scale',
    help: 'Every singular value of the product starts here.',
    min: 1e-9,
    max: 1,
    default: 1e-3,
  }),
  learningRate: real({
    label: 'Learning rate',
    unit: '×',
    help: 'As a multiple of the stable rule 1/(N·s^(2−2/N)), s = 1.2 times the truth’s largest singular value, or of 0.05 if that is less. Small steps follow the flow.',
    min: 0.05,
    max: 20,
    default: 1,
  }),
  target: choice({
    label: 'Target',
    help: 'A fixed 20 × 20 matrix of rank 2 with 128 observed entries, or a random 30 × 30 one with 300.',
    options: [
      { value: 'fixture', label: 'the fixed 20 × 20' },
      { value: 'random', label: 'a random 30 × 30' },
    ],
    default: 'fixture',
  }),
};

export type SingularValuesParams = ParametersOf<typeof params>;

export interface SingularValuesFrame extends Frame {
  /** Times η k of the samples. */
  readonly times: Field;
  /** samples × 5: the largest singular values of W_N … W_1 along gradient descent. */
  readonly measured: Field;
  /** samples × 5: the same under the flow of the end-to-end rule, integrated by itself from W(0). */
  readonly predicted: Field;
  /** The singular values of the target, largest first. */
  readonly target: Field;
}

/** Steps of gradient descent between two samples of the spectrum. */
const stepsPerSample = 10;
/** Runge–Kutta is accurate while a step times the fastest rate N σ₁^{2−2/N} stays below this (stable: below 2.78). */
const flowStability = 1.5;
/** The theorem's rates are compared for the values that learn; the others barely move. */
const comparedValues = 2;
/** Mean square on the observed entries at which a run is done. */
const fittedAt = 1e-6;

function chooseProblem(target: SingularValuesParams['target'], context: RunContext): CompletionProblem {
  if (target === 'fixture') return fixtureProblem();
  const truth = randomLowRank(context.random.fork('truth'), 30, 2);
  return { target: truth, mask: drawMask(context.random.fork('mask'), truth, 300, 3).mask };
}

const head = (values: readonly number[]): number[] => values.slice(0, reportedSingularValues);

/** Samples × 5 as a field. */
const table = (rows: readonly (readonly number[])[]): Field => ({
  shape: [rows.length, reportedSingularValues],
  data: Float32Array.from(rows.flat()),
});

async function start(
  { depth, initScale, learningRate, target }: SingularValuesParams,
  context: RunContext,
): Promise<Run<SingularValuesFrame>> {
  const problem = chooseProblem(target, context);
  const goal = singularValues(problem.target);
  const rate = learningRate * Math.min(0.05, stableLearningRate(depth, 1.2 * goal[0]));
  const random = context.random.fork('layers');
  const layers = initialLayers(
    target === 'fixture' ? 'identity' : 'balanced',
    random,
    problem.target,
    depth,
    initScale,
  );
  const network = deepLinearNetwork(context.tf, layers, problem, rate);
  const observed = problem.mask.sum();
  const times = [0];
  const measured = [head(singularValues(endToEndMatrix(layers)))];
  const predicted = [measured[0]];
  const velocity = (w: Matrix) => endToEndVelocity(w, lossGradient(problem, w), depth);
  const pairs: {
    readonly before: ReturnType<typeof network.endToEnd>;
    readonly after: (typeof pairs)[number]['before'];
  }[] = [];
  let flow = endToEndMatrix(layers);
  let last: { readonly step: number; readonly endToEnd: Matrix } | undefined;
  let squaredMiss = 0;
  let squaredRates = 0;
  let step = 0;

  /** The flow of the end-to-end rule, in as many Runge–Kutta steps as its stiffness asks for. */
  function flowed(from: Matrix, duration: number): Matrix {
    if (!Number.isFinite(from.sum())) return from;
    const stiffness = depth * Math.max(...head(singularValues(from)), 1e-12) ** (2 - 2 / depth);
    const parts = Math.max(1, Math.min(100, Math.ceil((duration * stiffness) / flowStability)));
    let state = from;
    for (let i = 0; i < parts; i++) state = rungeKuttaStep(state, velocity, duration / parts);
    return state;
  }

  const trainErrorOf = (w: Matrix): number => Matrix.sub(w, problem.target).mul(problem.mask).norm() ** 2 / observed;

  /** Compares a step's change of the spectrum with the rates of Theorem 3; ends the run at the first sample that is fitted. */
  async function compare(): Promise<void> {
    while (!last && pairs.length > 0) {
      const [pair] = pairs.splice(0, 1);
      const [before, after] = [await readMatrix(pair.before), await readMatrix(pair.after)];
      if (!(trainErrorOf(after) > fittedAt)) last = { step: measured.length * stepsPerSample, endToEnd: after };
      if (!Number.isFinite(after.sum())) continue;
      const { singularValues: sigma, rates } = singularValueRates(before, lossGradient(problem, before), depth);
      const next = singularValues(after);
      for (let r = 0; r < comparedValues; r++) {
        squaredMiss += ((next[r] - sigma[r]) / rate - rates[r]) ** 2;
        squaredRates += rates[r] ** 2;
      }
      measured.push(head(next));
    }
  }

  return {
    step() {
      if (last) return;
      const sampled = (step + 1) % stepsPerSample === 0;
      const before = sampled ? network.endToEnd() : undefined;
      network.step();
      step++;
      if (before) pairs.push({ before, after: network.endToEnd() });
      if (sampled) {
        times.push(step * rate);
        flow = flowed(flow, stepsPerSample * rate);
        predicted.push(Number.isFinite(flow.sum()) ? head(singularValues(flow)) : head(goal).map(() => Number.NaN));
      }
    },
    async read() {
      const readAt = step;
      const current = network.endToEnd();
      await compare();
      const now = await readMatrix(current);
      const { step: reached, endToEnd } = last ?? { step: readAt, endToEnd: now };
      const samples = measured.length;
      const trainError = trainErrorOf(endToEnd);
      const finite = Number.isFinite(trainError);
      return {
        step: reached,
        status: !finite ? 'diverged' : last ? 'converged' : 'running',
        cause: finite ? undefined : divergenceCause,
        metrics: {
          trainError,
          testError: unobservedError(problem, endToEnd),
          ...spectrumMetrics(endToEnd),
          odeDeviation: squaredRates > 0 ? Math.sqrt(squaredMiss / squaredRates) : Number.NaN,
          time: reached * rate,
        },
        times: { shape: [samples], data: Float32Array.from(times.slice(0, samples)) },
        measured: table(measured.slice(0, samples)),
        predicted: table(predicted.slice(0, samples)),
        target: { shape: [goal.length], data: Float32Array.from(goal) },
      };
    },
    dispose() {
      network.dispose();
      for (const pair of pairs) context.tf.dispose([pair.before, pair.after]);
    },
  };
}

export const experiment = defineExperiment<typeof params, SingularValuesFrame>({
  id: 'deep-matrix-factorization/singular-values',
  title: 'One singular value at a time',
  sentence:
    'With depth, the singular values are learnt one after the other, as the theorem’s differential equation says.',
  params,
  presets: {
    'depth-1': { label: 'Depth 1: all at once', params: { depth: 1 } },
    'depth-2': { label: 'Depth 2', params: { depth: 2 } },
    'depth-3': { label: 'Depth 3', params: { depth: 3 } },
    plateau: { label: 'Depth 3, tiny start: a plateau at rank 1', params: { depth: 3, initScale: 1e-6 } },
    faithful: { label: 'Quarter steps', params: { learningRate: 0.25 } },
  },
  claim: {
    statement:
      'The measured rates of the two largest singular values are within 10 % of Theorem 3, and at depth 3 or more the third stays below half a percent of the first.',
    holds({ metrics, status }, { depth, initScale, learningRate }) {
      if (depth < 3 || initScale > 1e-3 || learningRate > 1 || status === 'running') return null;
      return metrics.odeDeviation <= 0.1 && metrics.sigma3 / metrics.sigma1 < 0.005;
    },
  },
  maximumSteps: 20_000,
  every: 20,
  recording: {},
  start,
});
