import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'tensor-cnn-widths',
  title: 'What the shape of a convolutional net can express',
  summary:
    'A network is a tensor, and cutting it in two bounds what it can express. Widths and pooling windows decide which correlations get through: cut a network yourself, and watch training stop at the floor that the cut predicts.',
  experiments: {
    'rank-of-a-cut': () => import('./rank-of-a-cut.experiment'),
    'width-floor': () => import('./width-floor.experiment'),
    dilations: () => import('./dilations.experiment'),
    'pooling-geometry': () => import('./pooling-geometry.experiment'),
  },
};
