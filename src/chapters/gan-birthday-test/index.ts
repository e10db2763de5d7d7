import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'gan-birthday-test',
  title: 'Mode collapse and the birthday paradox',
  summary:
    'A discriminator of limited size cannot see that a generator shows only a few things. The birthday paradox can: train GANs, mark duplicates by hand, and estimate how many there are.',
  experiments: {
    'mixture-gan': () => import('./mixture-gan.experiment'),
    'memorised-points': () => import('./memorised-points.experiment'),
    'collision-curve': () => import('./collision-curve.experiment'),
    birthday: () => import('./birthday.experiment'),
    'digit-gan': () => import('./digit-gan.experiment'),
    'diversity-and-capacity': () => import('./diversity-and-capacity.experiment'),
  },
};
