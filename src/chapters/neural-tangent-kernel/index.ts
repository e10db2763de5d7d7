import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'neural-tangent-kernel',
  title: 'Infinitely wide nets',
  summary:
    'What becomes of a net whose layers have infinitely many neurons: an exact kernel, computed in a browser tab, with nets of every width falling onto it.',
  experiments: {
    recursion: () => import('./recursion.experiment'),
    'width-to-infinity': () => import('./width-to-infinity.experiment'),
    frequencies: () => import('./frequencies.experiment'),
    tabular: () => import('./tabular.experiment'),
    'published-tables': () => import('./published-tables.experiment'),
    convolutional: () => import('./convolutional.experiment'),
  },
};
