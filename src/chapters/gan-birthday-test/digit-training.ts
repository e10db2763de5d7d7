/** A GAN on 14 × 14 digits: two dense nets, as small as still draws digits. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { type Digits, digitPixels, gatherImages } from './digits';
import { type Gan, gan } from './gan';

export const digitBatch = 64;
export const digitTrainingSteps = 3000;
const noiseSize = 16;
const learningRate = 0.0005;

export interface DigitTraining {
  readonly players: Gan;
  /** One step of both players. */
  step(): void;
  /** Noise for `count` images, count × 16, from the stream `random`. */
  noise(count: number, random: RandomSource): Tensor2D;
  dispose(): void;
}

export function digitTraining(
  tf: Tensorflow,
  digits: Digits,
  discriminatorWidth: number,
  random: RandomSource,
): DigitTraining {
  const players = gan(
    tf,
    {
      generator: [noiseSize, 128, 128, digitPixels],
      discriminator: [digitPixels, discriminatorWidth, discriminatorWidth, 1],
      batch: digitBatch,
      objective: 'non-saturating',
      packing: 1,
      gain: 2,
      pixels: true,
    },
    random.fork('weights'),
  );
  const choices = random.fork('batches');
  const draws = random.fork('noise');
  const noise = (count: number, stream: RandomSource): Tensor2D =>
    tf.tensor2d(stream.normals(count * noiseSize), [count, noiseSize]);
  let taken = 0;
  return {
    players,
    noise,
    step() {
      const rate = (taken++ < 0.7 * digitTrainingSteps ? 1 : 0.3) * learningRate;
      tf.tidy(() => {
        const chosen = Array.from({ length: digitBatch }, () => choices.integer(digits.count));
        const real = tf.tensor2d(gatherImages(digits.pixels, chosen), [digitBatch, digitPixels]);
        players.trainDiscriminator(real, noise(digitBatch, draws), rate);
        players.trainGenerator(noise(digitBatch, draws), rate);
      });
    },
    dispose: players.dispose,
  };
}
