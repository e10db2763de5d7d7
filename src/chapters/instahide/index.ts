import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'instahide',
  title: 'InstaHide: learning from data you cannot read',
  summary:
    'Hide training images inside random mixtures, flip their signs, and a net still learns from them; then sit on the other side, and take the mixtures apart: how a beautiful conjecture met cryptanalysis.',
  experiments: {
    'mixing-desk': () => import('./mixing-desk.experiment'),
    'scheme-race': () => import('./scheme-race.experiment'),
    'private-training': () => import('./private-training.experiment'),
    'gradient-leakage': () => import('./gradient-leakage.experiment'),
    'differential-privacy': () => import('./differential-privacy.experiment'),
    'subset-sum': () => import('./subset-sum.experiment'),
    'average-the-encodings': () => import('./average-the-encodings.experiment'),
    attack: () => import('./attack.experiment'),
  },
};
