import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'exponential-learning-rate',
  title: 'Exponential learning rates',
  summary:
    'A network with normalisation layers cannot tell weight decay from a learning rate that grows exponentially, to billions and trillions: two runs, one curve, and why.',
  experiments: {
    'twin-runs': () => import('./twin-runs.experiment'),
    'two-dimensional': () => import('./two-dimensional.experiment'),
    'root-finder': () => import('./root-finder.experiment'),
    'break-it': () => import('./break-it.experiment'),
    'step-decay': () => import('./step-decay.experiment'),
    overflow: () => import('./overflow.experiment'),
  },
};
