import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'deep-matrix-factorization',
  title: 'Deep matrix factorisation',
  summary:
    'Multiply matrices that could as well be one, train them by gradient descent, and they prefer low rank: what depth does to linear networks, and what the norms cannot explain.',
  experiments: {
    completion: () => import('./completion.experiment'),
    'singular-values': () => import('./singular-values.experiment'),
    'observed-sweep': () => import('./observed-sweep.experiment'),
    'initial-scale': () => import('./initial-scale.experiment'),
    'norm-or-rank': () => import('./norm-or-rank.experiment'),
    acceleration: () => import('./acceleration.experiment'),
    ratings: () => import('./ratings.experiment'),
    'rank-autoencoder': () => import('./rank-autoencoder.experiment'),
    balancedness: () => import('./balancedness.experiment'),
  },
};
