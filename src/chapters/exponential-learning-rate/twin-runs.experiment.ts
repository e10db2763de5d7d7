import { defineExperiment } from '../../lab/experiment';
import type { ParametersOf } from '../../lab/parameters';
import { chosenSchedule, scheduleParameter } from './schedule-choice';
import { networkParameters, optimizerParameters } from './twin-schema';
import { startTwins, type TwinFrame } from './twins';

const parameters = {
  ...optimizerParameters({ learningRate: 0.1, weightDecay: 0.01, momentum: 0.9 }),
  schedule: scheduleParameter,
  ...networkParameters,
};

export type TwinRunsParams = ParametersOf<typeof parameters>;
export type { TwinFrame };

/** The schedules that are equal to weight decay, and not only near it. */
const equivalent = ['exact', 'general', 'smaller-root'];

export const experiment = defineExperiment<typeof parameters, TwinFrame>({
  id: 'exponential-learning-rate/twin-runs',
  title: 'Two runs, one curve',
  sentence:
    'Weight decay with a constant rate, or no weight decay with a rate that climbs to a trillion: the same network at every step.',
  params: parameters,
  presets: {
    coincide: {
      label: 'The curves coincide',
      params: {
        learningRate: 0.1,
        weightDecay: 0.01,
        momentum: 0.9,
        schedule: 'exact',
        normalization: 'batch',
        activation: 'tanh',
      },
    },
    relu: { label: 'ReLU: the same but for rounding', params: { activation: 'relu' } },
    unnormalised: { label: 'Without normalisation', params: { normalization: 'none' } },
    'without-momentum': { label: 'Without momentum', params: { momentum: 0, learningRate: 0.5, weightDecay: 0.02 } },
  },
  claim: {
    statement:
      'With batch normalisation and tanh, no class probability of the two runs differs by as much as 0.001, while the rate of one of them passes a million.',
    holds({ metrics }, { schedule, normalization, activation, epsilon }) {
      const spokenOf =
        equivalent.includes(schedule) && normalization === 'batch' && activation === 'tanh' && epsilon === 0;
      if (!spokenOf) return null;
      if (!(metrics.maxDeviation < 1e-3)) return false;
      return metrics.log10LearningRate > 6 ? true : null;
    },
  },
  maximumSteps: 1400,
  every: 20,
  recording: {},
  start: (params, context) =>
    startTwins(
      {
        ...params,
        schedule: chosenSchedule(params.schedule, params),
        rateInside: params.schedule === 'rate-inside',
        representation: 'log-scale',
      },
      context,
    ),
});
