/** A digit GAN trained on the spot, as a pool whose size nobody knows. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { RunContext } from '../../lab/experiment';
import { digitTraining, digitTrainingSteps } from './digit-training';
import { breathe, type Digits, digitPixels } from './digits';
import type { Draw } from './pools';
import { estimateSupport, pairsOf } from './theory';

/** Two generated digits closer than this in pixels count as one to the automatic marker. */
export const duplicateDistance = 1;

const examined = 1200;

export interface TrainedPool {
  /** Images for `count` draws. */
  readonly draws: readonly Draw[];
  /** n₂/(C + 1) of 1,200 samples by the pixel heuristic. */
  readonly effectiveSupport: number;
}

/** Trains the GAN (about ten seconds on WebAssembly), draws, and gives back every tensor. */
export async function trainedPool(
  { tf, random, signal, progress }: RunContext,
  digits: Digits,
  discriminatorWidth: number,
  count: number,
): Promise<TrainedPool> {
  const training = digitTraining(tf, digits, discriminatorWidth, random.fork('gan'));
  try {
    for (let step = 0; step < digitTrainingSteps; step++) {
      if (step % 20 === 0) {
        progress(step / digitTrainingSteps, 'Training the generator whose digits are to be marked');
        await breathe();
        signal.throwIfAborted();
      }
      training.step();
    }
    const images = tf.tidy(() => training.players.generate(training.noise(examined, random.fork('draws'))));
    const closePairs = tf.tidy(() => {
      const norms = tf.sum(tf.square(images), 1, true) as Tensor2D;
      const products = tf.matMul(images, tf.transpose(images));
      const squared = tf.sub(tf.add(norms, tf.transpose(norms)), tf.mul(products, 2));
      return tf.sum(tf.cast(tf.less(squared, duplicateDistance ** 2), 'float32'));
    });
    const [pixels, close] = await Promise.all([images.data() as Promise<Float32Array>, closePairs.data()]);
    images.dispose();
    closePairs.dispose();
    const draws = Array.from({ length: count }, (_, i) => ({
      image: pixels.slice(i * digitPixels, (i + 1) * digitPixels),
      identity: -1,
    }));
    // Every sample is close to itself, and every pair is there twice.
    const collisions = Math.min(pairsOf(examined), Math.max(0, (close[0] - examined) / 2));
    return { draws, effectiveSupport: estimateSupport(examined, collisions).estimate };
  } finally {
    training.dispose();
  }
}
