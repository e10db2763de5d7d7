/** Handwritten digits on the device, and the order in which both runs see them. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { ReaderError, type RunContext } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';

export const classes = 10;
export const batchSize = 100;
export const testImages = 1000;
const trainingImages = 4000;

/** Images with one leading axis for both runs to share. */
export interface Batch {
  /** [1, count, 784]. */
  readonly inputs: Tensor;
  /** One-hot, [1, count, 10]. */
  readonly labels: Tensor;
}

export interface Digits {
  readonly pixels: number;
  /** The thousand test digits; the tensors are kept. */
  readonly test: Batch;
  /** Training images by their numbers. They are put together here: the device's own gathering is slower. */
  batch(chosen: ArrayLike<number>): Batch;
}

/** Loads MNIST's slice: four thousand digits to train on, and a thousand test digits. */
export async function loadDigits({ tf, data }: RunContext): Promise<Digits> {
  const set = await data.images('mnist');
  if (set.count < trainingImages + testImages) {
    throw new ReaderError(
      `The slice of MNIST has ${set.count} digits, too few: reload the page, or build the essay again.`,
    );
  }
  const size = set.height * set.width;
  // The one-hot kernel of tfjs 4.22 writes whole numbers into float32 tensors on WebAssembly: it is done here.
  function batch(chosen: ArrayLike<number>): Batch {
    const count = chosen.length;
    const pixels = new Float32Array(count * size);
    const oneHot = new Float32Array(count * classes);
    for (let i = 0; i < count; i++) {
      pixels.set(set.pixels.subarray(chosen[i] * size, (chosen[i] + 1) * size), i * size);
      oneHot[i * classes + set.labels[chosen[i]]] = 1;
    }
    return { inputs: tf.tensor3d(pixels, [1, count, size]), labels: tf.tensor3d(oneHot, [1, count, classes]) };
  }
  return { pixels: size, batch, test: batch(Array.from({ length: testImages }, (_, i) => trainingImages + i)) };
}

/** Which images step t sees: every epoch goes through all of them once, in an order of its own. */
export function batchOrder(random: RandomSource, images: number): (step: number) => Int32Array {
  const perEpoch = Math.floor(images / batchSize);
  let known: { epoch: number; order: Uint32Array } = { epoch: -1, order: new Uint32Array() };
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (known.epoch !== epoch) known = { epoch, order: random.fork(epoch).permutation(images) };
    const from = (step % perEpoch) * batchSize;
    return Int32Array.from(known.order.subarray(from, from + batchSize));
  };
}
