/** The one ordered list of chapters. */
import type { Chapter } from './chapter';
import { chapter as deepMatrixFactorization } from './deep-matrix-factorization/index';
import { chapter as exponentialLearningRate } from './exponential-learning-rate/index';
import { chapter as ganBirthdayTest } from './gan-birthday-test/index';
import { chapter as instahide } from './instahide/index';
import { chapter as neuralTangentKernel } from './neural-tangent-kernel/index';
import { chapter as tensorCnnWidths } from './tensor-cnn-widths/index';

export const chapters: readonly Chapter[] = [
  neuralTangentKernel,
  deepMatrixFactorization,
  exponentialLearningRate,
  instahide,
  ganBirthdayTest,
  tensorCnnWidths,
];
