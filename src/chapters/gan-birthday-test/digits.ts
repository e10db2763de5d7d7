/** Handwritten digits at half size, 14 × 14, and a small classifier that counts which of them a generator draws. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { DataLoader, ImageSet } from '../../lab/data';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { adam, denseNet } from './dense-net';

export const digitSide = 14;
export const digitPixels = digitSide * digitSide;

/** The first 4,000 of the loader's digits are for training, the last 2,000 for test. */
const trainingDigits = 4000;

export interface Digits {
  readonly count: number;
  /** Count × 196, in [0, 1]. */
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}

/** Averages each 2 × 2 block of 28 × 28 images. */
export function halfSize({ count, height, width, pixels }: ImageSet): Float32Array {
  const [rows, columns] = [height / 2, width / 2];
  const halved = new Float32Array(count * rows * columns);
  for (let i = 0; i < halved.length; i++) {
    const image = Math.floor(i / (rows * columns));
    const row = Math.floor(i / columns) % rows;
    const at = image * height * width + 2 * row * width + 2 * (i % columns);
    halved[i] = (pixels[at] + pixels[at + 1] + pixels[at + width] + pixels[at + width + 1]) / 4;
  }
  return halved;
}

interface DigitSets {
  readonly training: Digits;
  readonly test: Digits;
}

async function readDigits(data: DataLoader): Promise<DigitSets> {
  const images = await data.images('mnist');
  const pixels = halfSize(images);
  const part = (from: number, to: number): Digits => ({
    count: to - from,
    pixels: pixels.subarray(from * digitPixels, to * digitPixels),
    labels: images.labels.subarray(from, to),
  });
  return { training: part(0, trainingDigits), test: part(trainingDigits, images.count) };
}

let kept: Promise<DigitSets> | undefined;

/** Training and test digits, read once. Throws the loader's ReaderError where their file is missing. */
export function loadDigits(data: DataLoader): Promise<DigitSets> {
  kept ??= readDigits(data).catch((error: unknown) => {
    kept = undefined;
    throw error;
  });
  return kept;
}

/** Copies the images with these numbers into one array. */
export function gatherImages(pixels: Float32Array, numbers: ArrayLike<number>): Float32Array {
  const gathered = new Float32Array(numbers.length * digitPixels);
  for (let i = 0; i < numbers.length; i++) {
    gathered.set(pixels.subarray(numbers[i] * digitPixels, (numbers[i] + 1) * digitPixels), i * digitPixels);
  }
  return gathered;
}

export interface Classifier {
  /** Ten logits for each image. */
  logits(images: Tensor2D): Tensor2D;
  dispose(): void;
}

/** How many steps `trainClassifier` takes: 26 passes over the training digits. */
const classifierSteps = 800;

/**
 * Trains 196 → 128 → 10 on the training digits: about 92 % of the test digits right. It never reads back; `pause` is
 * awaited every 50 steps so that others have their turn.
 */
export async function trainClassifier(
  tf: Tensorflow,
  { count, pixels, labels }: Digits,
  random: RandomSource,
  pause: (fraction: number) => Promise<void>,
): Promise<Classifier> {
  const batch = 128;
  const net = denseNet(tf, [digitPixels, 128, 10], 0, random.fork('weights'));
  const optimiser = adam(tf, net.parameters, 0.9);
  const draws = random.fork('batches');
  try {
    for (let step = 0; step < classifierSteps; step++) {
      if (step % 50 === 0) await pause(step / classifierSteps);
      const chosen = Array.from({ length: batch }, () => draws.integer(count));
      tf.tidy(() => {
        const images = tf.tensor2d(gatherImages(pixels, chosen), [batch, digitPixels]);
        const truth = new Float32Array(batch * 10);
        chosen.forEach((digit, i) => {
          truth[10 * i + labels[digit]] = 1;
        });
        const pass = net.forward(images);
        const gradient = tf.div(tf.sub(tf.softmax(pass.output), tf.tensor2d(truth, [batch, 10])), batch) as Tensor2D;
        optimiser.update(net.parameterGradient(pass, gradient), step < 0.7 * classifierSteps ? 0.01 : 0.003);
      });
    }
  } catch (error) {
    net.dispose();
    throw error;
  } finally {
    optimiser.dispose();
  }
  return { logits: (images) => net.forward(images).output, dispose: net.dispose };
}

/** How often each of the ten classes has the largest of its ten logits. */
export function classCounts(logits: ArrayLike<number>): Int32Array {
  const counts = new Int32Array(10);
  for (let i = 0; i < logits.length; i += 10) {
    let best = 0;
    for (let c = 1; c < 10; c++) if (logits[i + c] > logits[i + best]) best = c;
    counts[best]++;
  }
  return counts;
}

/** Lets other runs and messages have their turn during a long preparation. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Pixels in [0, 1] as grey levels 0 … 255. */
export const greyLevels = (pixels: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(pixels, (x) => Math.round(255 * Math.min(1, Math.max(0, x))));
