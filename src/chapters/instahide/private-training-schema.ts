/** The parameters of training on encryptions. */
import { choice, integer } from '../../lab/parameters';

export const privateTrainingParameters = {
  scheme: choice({
    label: 'Training images',
    help: 'What the net is shown: the images, their mixtures, or InstaHide encryptions inside one data set or across two.',
    options: [
      { value: 'plain', label: 'as they are' },
      { value: 'mixup', label: 'mixup, no mask' },
      { value: 'mask-only', label: 'mask only' },
      { value: 'instahide-inside', label: 'InstaHide, inside' },
      { value: 'instahide-cross', label: 'InstaHide, across' },
    ],
    default: 'instahide-inside',
  }),
  k: integer({
    label: 'Images per mixture k',
    help: 'How many images one encryption mixes; across data sets, two of them are private.',
    min: 1,
    max: 6,
    default: 4,
    when: { param: 'scheme', is: ['mixup', 'instahide-inside', 'instahide-cross'] },
  }),
  architecture: choice({
    label: 'Net',
    help: 'A small convolutional net, the same after an absolute value, or one hidden layer of 256.',
    options: [
      { value: 'cnn', label: 'convolutional' },
      { value: 'cnn-abs', label: 'convolutional on |x|' },
      { value: 'mlp', label: 'fully connected' },
    ],
    default: 'cnn-abs',
  }),
  scaling: choice({
    label: 'Pixels',
    help: 'Scaled before mixing to mean 0 and deviation 1, or to [−1, 1], where most pixels of a digit are ±1.',
    options: [
      { value: 'standardised', label: 'standardised' },
      { value: 'minus-one-to-one', label: 'from −1 to 1' },
    ],
    default: 'standardised',
  }),
  images: integer({
    label: 'Private images',
    help: 'How many digits are trained on.',
    min: 10,
    max: 4000,
    default: 2000,
    scale: 'log',
  }),
  publicSet: choice({
    label: 'Public images',
    help: 'Where encryptions across data sets take their other images from.',
    options: [
      { value: 'fashion', label: 'clothing' },
      { value: 'patches', label: 'photographs' },
    ],
    default: 'fashion',
    when: { param: 'scheme', is: ['instahide-cross'] },
  }),
  reencrypt: choice({
    label: 'Encrypt',
    help: 'Every image anew in every epoch, as published, or once and for all.',
    options: [
      { value: 'every-epoch', label: 'every epoch' },
      { value: 'once', label: 'once' },
    ],
    default: 'every-epoch',
    advanced: true,
  }),
  epochs: integer({
    label: 'Epochs',
    help: 'How often the net sees every private image.',
    min: 1,
    max: 60,
    default: 20,
    advanced: true,
  }),
};
