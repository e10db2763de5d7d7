/**
 * DP-SGD (Abadi et al. 2016) on one hidden layer of 64: each example's gradient is clipped, the clipped ones are summed,
 * noise is added to the sum, and the step divides by the expected batch size.
 *
 * The gradient of a dense layer for one example is the outer product of its input a (with a 1 for the bias) and its δ, so
 * its squared length is ‖δ‖²(‖a‖² + 1): clipping needs no gradient of one example ever to be formed.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { classes, type ImagePool } from './image-pool';
import { pixelsPerImage } from './image-size';

const hiddenUnits = 64;

export interface PrivateSgdOptions {
  /** C; noise has the deviation σC on the sum. */
  readonly clipNorm: number;
  readonly noiseMultiplier: number;
  readonly learningRate: number;
  /** The batch size that Poisson sampling expects. */
  readonly expectedBatch: number;
}

export interface PrivateSgd {
  /** Queues one step on the given examples. */
  step(examples: readonly number[]): void;
  accuracy(images: ImagePool): Promise<number>;
  /** Whether every weight is still a number. */
  finite(): Promise<boolean>;
  /** All weights and biases, layer by layer. */
  weights(): Promise<Float32Array>;
  dispose(): void;
}

/** With a column of ones for the bias, a layer is one matrix: 785 × 64 and 65 × 10. */
const withOnes = (tf: Tensorflow, x: Tensor2D): Tensor2D => tf.concat([x, tf.ones([x.shape[0], 1])], 1);

const rowSquares = (tf: Tensorflow, x: Tensor2D): Tensor2D => tf.sum(tf.square(x), 1, true);

export function privateSgd(
  tf: Tensorflow,
  images: ImagePool,
  options: PrivateSgdOptions,
  random: { readonly weights: RandomSource; readonly noise: RandomSource },
): PrivateSgd {
  const { clipNorm, noiseMultiplier, learningRate, expectedBatch } = options;
  const initial = (inputs: number, outputs: number) => {
    const bound = 1 / Math.sqrt(inputs);
    const values = Float32Array.from(
      { length: (inputs + 1) * outputs },
      () => (2 * random.weights.uniform() - 1) * bound,
    );
    return tf.tensor2d(values, [inputs + 1, outputs]);
  };
  let first = initial(pixelsPerImage, hiddenUnits);
  let second = initial(hiddenUnits, classes);

  const gathered = (examples: readonly number[]) => {
    const pixels = new Float32Array(examples.length * pixelsPerImage);
    const targets = new Float32Array(examples.length * classes);
    examples.forEach((example, i) => {
      const from = example * pixelsPerImage;
      pixels.set(images.pixels.subarray(from, from + pixelsPerImage), i * pixelsPerImage);
      targets[i * classes + images.labels[example]] = 1;
    });
    return {
      x: withOnes(tf, tf.tensor2d(pixels, [examples.length, pixelsPerImage])),
      y: tf.tensor2d(targets, [examples.length, classes]),
    };
  };
  const noised = (sum: Tensor2D): Tensor2D => {
    if (noiseMultiplier === 0) return sum;
    const noise = random.noise.normals(sum.size, noiseMultiplier * clipNorm);
    return tf.add(sum, tf.tensor2d(noise, sum.shape));
  };
  const clippedSums = (examples: readonly number[]): [Tensor2D, Tensor2D] => {
    const { x, y } = gathered(examples);
    const before: Tensor2D = tf.matMul(x, first);
    const hidden = withOnes(tf, tf.relu(before));
    const outer: Tensor2D = tf.sub(tf.softmax(tf.matMul(hidden, second)), y);
    const back = tf.matMul(outer, tf.transpose(tf.slice(second, [0, 0], [hiddenUnits, classes])));
    const inner: Tensor2D = tf.mul(back, tf.step(before));
    const squares = tf.add(
      tf.mul(rowSquares(tf, inner), rowSquares(tf, x)),
      tf.mul(rowSquares(tf, outer), rowSquares(tf, hidden)),
    );
    // min(1, C/‖g‖), with the length kept away from zero.
    const factor = tf.minimum(1, tf.div(clipNorm, tf.sqrt(tf.add(squares, 1e-12))));
    return [
      tf.matMul(tf.transpose(x), tf.mul(inner, factor) as Tensor2D),
      tf.matMul(tf.transpose(hidden), tf.mul(outer, factor) as Tensor2D),
    ];
  };

  return {
    step(examples) {
      const [nextFirst, nextSecond] = tf.tidy(() => {
        const sums: [Tensor2D, Tensor2D] =
          examples.length > 0 ? clippedSums(examples) : [tf.zerosLike(first), tf.zerosLike(second)];
        const rate = learningRate / expectedBatch;
        return [tf.sub(first, tf.mul(noised(sums[0]), rate)), tf.sub(second, tf.mul(noised(sums[1]), rate))];
      });
      tf.dispose([first, second]);
      [first, second] = [nextFirst as Tensor2D, nextSecond as Tensor2D];
    },
    async accuracy(test) {
      const guess = tf.tidy(() => {
        const x = withOnes(tf, tf.tensor2d(test.pixels, [test.count, pixelsPerImage]));
        return tf.argMax(tf.matMul(withOnes(tf, tf.relu(tf.matMul(x, first))), second), 1);
      });
      const guesses = await guess.data();
      guess.dispose();
      return test.labels.reduce((right, label, i) => right + Number(guesses[i] === label), 0) / test.count;
    },
    async finite() {
      const size = tf.tidy(() => tf.sum(tf.square(first)));
      const [value] = await size.data();
      size.dispose();
      return Number.isFinite(value);
    },
    async weights() {
      const layers = await Promise.all([first.data(), second.data()]);
      return Float32Array.from(layers.flatMap((layer) => [...layer]));
    },
    dispose: () => tf.dispose([first, second]),
  };
}
