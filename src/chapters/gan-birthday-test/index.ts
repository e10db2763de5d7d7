import type { Chapter } from '../chapter';

export const chapter: Chapter = {
  id: 'gan-birthday-test',
  title: 'Mode collapse and the birthday paradox',
  summary:
    'A discriminator of limited size cannot see that a generator shows only a few things. The birthday paradox can: train GANs, mark duplicates by hand, and estimate how many there are.',
  experiments: {
    'mixture-gan': () => import('./mixture-gan.experiment'),
  },
};
