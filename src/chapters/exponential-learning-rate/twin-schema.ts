/** The parameters that the experiments on digits share. */
import { choice, integer, real } from '../../lab/parameters';

/** η, λ and γ, with an experiment's own defaults. */
export function optimizerParameters(defaults: { learningRate: number; weightDecay: number; momentum: number }) {
  return {
    learningRate: real({
      label: 'Learning rate η',
      help: 'The constant rate of the run with weight decay; the other run starts a little above it and grows.',
      min: 0.001,
      max: 1,
      default: defaults.learningRate,
    }),
    weightDecay: real({
      label: 'Weight decay λ',
      help: 'How strongly the first run shrinks its weights. The more, the faster the other run’s rate grows.',
      min: 1e-5,
      max: 0.1,
      default: defaults.weightDecay,
    }),
    momentum: real({
      label: 'Momentum γ',
      help: 'The share of the last update that is kept, the same in both runs.',
      min: 0,
      max: 1,
      step: 0.01,
      default: defaults.momentum,
    }),
  };
}

export const networkParameters = {
  normalization: choice({
    label: 'Normalisation',
    help: 'What makes the loss blind to the scale of the weights; without it the theorem says nothing.',
    options: [
      { value: 'batch', label: 'batch' },
      { value: 'layer', label: 'layer' },
      { value: 'none', label: 'none' },
    ],
    default: 'batch',
  }),
  activation: choice({
    label: 'Activation',
    help: 'The kink of ReLU turns a difference in rounding into another function; tanh does not.',
    options: [
      { value: 'tanh', label: 'tanh' },
      { value: 'relu', label: 'ReLU' },
    ],
    default: 'tanh',
  }),
  epsilon: real({
    label: 'Normaliser’s ε',
    help: 'What the normalisation adds to the variance. Anything but zero breaks the invariance a little.',
    min: 0,
    max: 1e-3,
    default: 0,
    values: [0, 1e-7, 1e-5, 1e-3],
    advanced: true,
  }),
  width: integer({
    label: 'Width',
    help: 'Units in each of the two hidden layers.',
    min: 8,
    max: 256,
    default: 64,
    advanced: true,
  }),
  images: integer({
    label: 'Training images',
    help: 'How many digits are trained on, a hundred at a time.',
    min: 200,
    max: 4000,
    default: 2000,
    advanced: true,
  }),
};
