/** A classifier that is trained by Adam on encrypted batches and tested on clean images. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { type Architecture, crossEntropy, initialParameters, logits } from './classifier';
import { type EncryptedBatch, maskInPlace } from './encryption';
import { classes, type ImagePool } from './image-pool';
import { pixelsPerImage } from './image-size';

export interface PrivateNet {
  /** Queues one step of Adam on one batch. */
  train(batch: EncryptedBatch, learningRate: number): void;
  /** The mean loss of the steps since it was last asked for. */
  meanLoss(): Promise<number>;
  /**
   * The share of the first `count` images that are classified rightly: as they are with `masks` 0, else by the average
   * prediction over so many random sign masks.
   */
  accuracy(images: ImagePool, count: number, masks: number, random: RandomSource): Promise<number>;
  dispose(): void;
}

const evaluationBatch = 250;

export function privateNet(tf: Tensorflow, architecture: Architecture, random: RandomSource): PrivateNet {
  let theta = tf.tensor1d(initialParameters(architecture, random));
  let [mean, square] = [tf.zerosLike(theta), tf.zerosLike(theta)];
  let lossSum = tf.scalar(0);
  let [steps, lossCount] = [0, 0];

  /** Adam (Kingma and Ba, 2015), as few large operations. */
  const adam = (gradient: Tensor1D, rate: number): [Tensor1D, Tensor1D, Tensor1D] => {
    const nextMean: Tensor1D = tf.add(tf.mul(mean, 0.9), tf.mul(gradient, 0.1));
    const nextSquare: Tensor1D = tf.add(tf.mul(square, 0.999), tf.mul(tf.square(gradient), 0.001));
    const [c1, c2] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
    const direction = tf.div(nextMean, tf.add(tf.sqrt(nextSquare), 1e-8 * Math.sqrt(c2)));
    return [tf.sub(theta, tf.mul(direction, (rate * Math.sqrt(c2)) / c1)), nextMean, nextSquare];
  };

  const predictions = (images: Float32Array, count: number): Tensor2D =>
    tf.softmax(logits(tf, architecture, theta, tf.tensor2d(images, [count, pixelsPerImage])));

  const predicted = (images: Float32Array, count: number, masks: number, masking: RandomSource): Tensor2D => {
    if (masks === 0) return predictions(images, count);
    const runs = Array.from({ length: masks }, () => {
      const masked = images.slice();
      maskInPlace(masked, masking.uniform);
      return predictions(masked, count);
    });
    return tf.addN(runs) as Tensor2D;
  };

  return {
    train({ pixels, targets }, rate) {
      steps++;
      lossCount++;
      const next = tf.tidy(() => {
        const count = targets.length / classes;
        const x = tf.tensor2d(pixels, [count, pixelsPerImage]);
        const y = tf.tensor2d(targets, [count, classes]);
        const lossAndGradient = tf.valueAndGrad((t) => crossEntropy(tf, logits(tf, architecture, t as Tensor1D, x), y));
        const { value, grad } = lossAndGradient(theta);
        return [...adam(grad as Tensor1D, rate), tf.add(lossSum, value)];
      });
      tf.dispose([theta, mean, square, lossSum]);
      [theta, mean, square] = next as Tensor1D[];
      lossSum = next[3] as typeof lossSum;
    },
    async meanLoss() {
      const [sum] = await lossSum.data();
      const loss = lossCount > 0 ? sum / lossCount : Number.NaN;
      tf.dispose(lossSum);
      lossSum = tf.scalar(0);
      lossCount = 0;
      return loss;
    },
    async accuracy(images, count, masks, masking) {
      let right = 0;
      for (let from = 0; from < count; from += evaluationBatch) {
        const size = Math.min(evaluationBatch, count - from);
        const pixels = images.pixels.subarray(from * pixelsPerImage, (from + size) * pixelsPerImage);
        const guess = tf.tidy(() => tf.argMax(predicted(pixels, size, masks, masking), 1));
        const guesses = await guess.data();
        guess.dispose();
        for (let i = 0; i < size; i++) right += Number(guesses[i] === images.labels[from + i]);
      }
      return right / count;
    },
    dispose: () => tf.dispose([theta, mean, square, lossSum]),
  };
}
