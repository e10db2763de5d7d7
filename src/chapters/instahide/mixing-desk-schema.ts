/** The parameters of one encryption, made by hand. */
import { choice, files, integer, real, text } from '../../lab/parameters';
import { bitmapLength } from './bitmap';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export const mixingDeskParameters = {
  source: choice({
    label: 'To hide',
    help: 'A handwritten digit, your own drawing, or a picture of yours. None of them leaves this page.',
    options: [
      { value: 'digit', label: 'a digit' },
      { value: 'drawing', label: 'your drawing' },
      { value: 'picture', label: 'your picture' },
    ],
    default: 'digit',
  }),
  digit: choice({
    label: 'Digit',
    help: 'Which digit is hidden.',
    options: digits.map((digit) => ({ value: digit, label: digit })),
    default: '3',
    when: { param: 'source', is: ['digit'] },
  }),
  k: integer({
    label: 'Images per mixture k',
    help: 'How many images are mixed; two of them are private, and with k = 1 there is only the mask.',
    min: 1,
    max: 6,
    default: 4,
  }),
  scaling: choice({
    label: 'Pixels',
    help: 'Scaled before they are mixed. In [−1, 1] most pixels of a digit are ±1; in [0, 1] none is negative.',
    options: [
      { value: 'standardised', label: 'standardised' },
      { value: 'minus-one-to-one', label: 'from −1 to 1' },
      { value: 'zero-to-one', label: 'from 0 to 1' },
    ],
    default: 'standardised',
  }),
  publicSet: choice({
    label: 'Public images',
    help: 'What the private images are mixed with from the third on.',
    options: [
      { value: 'fashion', label: 'clothing' },
      { value: 'patches', label: 'photographs' },
    ],
    default: 'fashion',
  }),
  picture: files({
    label: 'Your picture',
    help: 'A PNG, JPEG or PGM file; its central square is made grey and 28 × 28. It never leaves this page.',
    accept: '.png,.jpg,.jpeg,.webp,.pgm',
    maximumBytes: 20_000_000,
    when: { param: 'source', is: ['picture'] },
  }),
  largest: real({
    label: 'Largest coefficient',
    help: 'Coefficients are drawn anew until none is above this: 0.65 as published.',
    min: 0.1,
    max: 1,
    default: 0.65,
    step: 0.01,
    scale: 'linear',
    advanced: true,
  }),
  drawing: text({
    label: 'Drawing',
    help: 'The pixels that you drew, as hexadecimal digits.',
    default: '',
    maximumLength: bitmapLength,
    when: { param: 'source', is: ['drawing'] },
    advanced: true,
  }),
  flips: text({
    label: 'Signs flipped by hand',
    help: 'The pixels whose sign you flipped in the mask, as hexadecimal digits.',
    default: '',
    maximumLength: bitmapLength,
    live: true,
    advanced: true,
  }),
};
