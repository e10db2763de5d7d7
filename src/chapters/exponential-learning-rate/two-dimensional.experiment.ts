import { defineExperiment, type Field, type Frame } from '../../lab/experiment';
import { type ParametersOf, real } from '../../lab/parameters';
import { chosenSchedule, scheduleParameter } from './schedule-choice';
import type { Vector } from './theory';
import { loss, norm, outputDeviation, startPair, stepPair } from './tiny-model';

const parameters = {
  learningRate: real({
    label: 'Learning rate η',
    help: 'The constant rate of the run with weight decay.',
    min: 0.01,
    max: 1,
    default: 0.2,
  }),
  weightDecay: real({
    label: 'Weight decay λ',
    help: 'How strongly the first run pulls its weights to the origin.',
    min: 1e-4,
    max: 1,
    default: 0.0125,
  }),
  momentum: real({
    label: 'Momentum γ',
    help: 'The share of the last update that is kept.',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.9,
  }),
  schedule: scheduleParameter,
};

export type TwoDimensionalParams = ParametersOf<typeof parameters>;

/** Where both runs have been: [steps + 1, 3] each. */
export interface TwoDimensionalFrame extends Frame {
  readonly decayed: Field;
  readonly exponential: Field;
}

const steps = 60;
const pathOf = (points: readonly Vector[]): Field => ({
  shape: [points.length, 3],
  data: Float64Array.from(points.flat()),
});

export const experiment = defineExperiment<typeof parameters, TwoDimensionalFrame>({
  id: 'exponential-learning-rate/two-dimensional',
  title: 'Two paths in space, one on the sphere',
  sentence: 'One run stays near, the other spirals outward; seen from the origin they are the same.',
  params: parameters,
  presets: {
    momentum: {
      label: 'With momentum',
      params: { learningRate: 0.2, weightDecay: 0.0125, momentum: 0.9, schedule: 'exact' },
    },
    plain: { label: 'Without momentum', params: { learningRate: 0.2, weightDecay: 0.1, momentum: 0 } },
    zeros: { label: 'A buffer of zeros', params: { schedule: 'zero-buffer' } },
    smaller: { label: 'The smaller root', params: { schedule: 'smaller-root' } },
  },
  claim: {
    statement:
      'The two runs are far apart in space and give the same outputs to eleven digits at every step: only the direction of the weights counts, and it is the same.',
    holds({ metrics, step }, { schedule }) {
      if (!['exact', 'general', 'smaller-root'].includes(schedule) || step === 0) return null;
      return metrics.maxDeviation < 1e-11;
    },
  },
  maximumSteps: steps,
  every: 1,
  recording: {},
  async start(params) {
    const schedule = chosenSchedule(params.schedule, params);
    let pair = startPair(schedule);
    let step = 0;
    const decayed = [pair.decayed.weights];
    const exponential = [pair.exponential.weights];
    return {
      step() {
        if (step >= steps) return;
        pair = stepPair(pair, step, schedule, params.weightDecay, params.momentum);
        decayed.push(pair.decayed.weights);
        exponential.push(pair.exponential.weights);
        step++;
      },
      async read() {
        const logRate = schedule.logRate(step);
        const metrics = {
          lossWeightDecay: loss(pair.decayed.weights),
          lossExponential: loss(pair.exponential.weights),
          maxDeviation: outputDeviation(pair),
          normWeightDecay: norm(pair.decayed.weights),
          normExponential: norm(pair.exponential.weights),
          exponentialLearningRate: Math.exp(logRate),
          log10LearningRate: logRate / Math.LN10,
        };
        const finite = Number.isFinite(metrics.lossExponential) && Number.isFinite(metrics.exponentialLearningRate);
        return {
          step,
          status: finite ? (step >= steps ? 'converged' : 'running') : 'diverged',
          cause: finite ? undefined : 'The weights left what a 64-bit float can hold: choose less weight decay.',
          metrics,
          decayed: pathOf(decayed),
          exponential: pathOf(exponential),
        };
      },
      dispose() {},
    };
  },
});
