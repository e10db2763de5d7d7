import { defineExperiment } from '../../lab/experiment';
import { choice, type ParametersOf } from '../../lab/parameters';
import { chosenSchedule } from './schedule-choice';
import { largestFloat32 } from './theory';
import { networkParameters, optimizerParameters } from './twin-schema';
import { startTwins, type TwinFrame } from './twins';

const parameters = {
  representation: choice({
    label: 'Weights and rate are kept',
    help: 'As they are, in 32-bit floats; or as a number of ordinary size and a whole exponent of two.',
    options: [
      { value: 'direct', label: 'as they are' },
      { value: 'log-scale', label: 'with an exponent apart' },
    ],
    default: 'direct',
  }),
  ...optimizerParameters({ learningRate: 0.2, weightDecay: 0.0125, momentum: 0.9 }),
  width: { ...networkParameters.width, default: 32 },
  images: networkParameters.images,
};

export type OverflowParams = ParametersOf<typeof parameters>;

const lastDecade = Math.log10(largestFloat32);

export const experiment = defineExperiment<typeof parameters, TwinFrame>({
  id: 'exponential-learning-rate/overflow',
  title: 'The end of 32 bits',
  sentence:
    'A rate that grows for ever leaves what a 32-bit float can hold; the training does not mind, if the scale is kept apart.',
  params: parameters,
  presets: {
    direct: { label: 'Directly', params: { representation: 'direct' } },
    cured: { label: 'Exponent apart', params: { representation: 'log-scale' } },
  },
  claim: {
    statement:
      'Written directly, the growing run ends when its rate nears the largest 32-bit float, between 10³⁷ and 10³⁹; with the exponent kept apart it goes on beyond.',
    holds({ metrics, status }, { representation }) {
      const { log10LearningRate } = metrics;
      if (representation === 'log-scale') {
        if (status === 'diverged') return false;
        return log10LearningRate > lastDecade + 1 ? true : null;
      }
      if (status !== 'diverged') return log10LearningRate > lastDecade + 1 ? false : null;
      return log10LearningRate >= 37 && log10LearningRate <= 39;
    },
  },
  maximumSteps: 1400,
  every: 10,
  recording: { params: { representation: 'log-scale' } },
  start: (params, context) =>
    startTwins(
      {
        ...params,
        schedule: chosenSchedule('exact', params),
        rateInside: false,
        normalization: 'batch',
        activation: 'tanh',
        epsilon: 0,
      },
      context,
    ),
});
