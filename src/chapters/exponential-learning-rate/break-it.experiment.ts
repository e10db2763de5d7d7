import { defineExperiment } from '../../lab/experiment';
import { choice, type ParametersOf } from '../../lab/parameters';
import { chosenSchedule, type ScheduleName } from './schedule-choice';
import type { NetworkKind } from './twin-network';
import { startTwins, type TwinFrame } from './twins';

const parameters = {
  mistake: choice({
    label: 'What to get wrong',
    help: 'One departure from the theorem at a time; everything else is as in the twin runs.',
    options: [
      { value: 'none', label: 'nothing' },
      { value: 'normalization', label: 'no normalisation' },
      { value: 'zero-buffer', label: 'start with a buffer of zeros' },
      { value: 'wrong-exponent', label: 'half the exponent: η α^(−t)' },
      { value: 'momentum-free', label: 'the formula without momentum' },
      { value: 'rate-inside', label: 'the rate inside the buffer' },
      { value: 'epsilon', label: 'ε = 0.001 in the normalisation' },
      { value: 'relu', label: 'ReLU for tanh' },
    ],
    default: 'zero-buffer',
  }),
};

export type BreakItParams = ParametersOf<typeof parameters>;
type Mistake = BreakItParams['mistake'];

const schedules: Partial<Record<Mistake, ScheduleName>> = {
  'zero-buffer': 'zero-buffer',
  'wrong-exponent': 'wrong-exponent',
  'momentum-free': 'momentum-free',
  'rate-inside': 'rate-inside',
};

const optimizer = { learningRate: 0.1, weightDecay: 0.01, momentum: 0.9 };

/** Accuracy to which guessing leads, with room for the luck of a thousand images. */
const chance = 0.2;

export const experiment = defineExperiment<typeof parameters, TwinFrame>({
  id: 'exponential-learning-rate/break-it',
  title: 'Break it',
  sentence: 'Most mistakes lead to another network that is as good; one leads to none.',
  params: parameters,
  presets: {
    zeros: { label: 'Buffer of zeros', params: { mistake: 'zero-buffer' } },
    unnormalised: { label: 'No normalisation', params: { mistake: 'normalization' } },
    exponent: { label: 'Half the exponent', params: { mistake: 'wrong-exponent' } },
    epsilon: { label: 'ε = 0.001', params: { mistake: 'epsilon' } },
  },
  claim: {
    statement:
      'Each mistake moves some class probability by more than 0.01, and yet the accuracy stays within five points; only without normalisation does the growing rate destroy the network.',
    holds({ metrics, step }, { mistake }) {
      if (mistake === 'none' || step < 800) return null;
      if (mistake === 'normalization') return metrics.accuracyExponential < chance;
      const apart = Math.abs(metrics.accuracyExponential - metrics.accuracyWeightDecay);
      return metrics.maxDeviation > 0.01 && apart < 0.05;
    },
  },
  maximumSteps: 800,
  every: 20,
  recording: {},
  start({ mistake }, context) {
    const kind: NetworkKind = {
      normalization: mistake === 'normalization' ? 'none' : 'batch',
      activation: mistake === 'relu' ? 'relu' : 'tanh',
    };
    return startTwins(
      {
        ...kind,
        ...optimizer,
        schedule: chosenSchedule(schedules[mistake] ?? 'exact', optimizer),
        representation: 'log-scale',
        rateInside: mistake === 'rate-inside',
        epsilon: mistake === 'epsilon' ? 1e-3 : 0,
        width: 64,
        images: 2000,
      },
      context,
    );
  },
});
