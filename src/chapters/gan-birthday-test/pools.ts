/** Pools of digits to draw from, whose size the reader is to find out: what a generator with small support looks like. */
import type { RandomSource } from '../../lab/random';
import { type Digits, digitPixels, gatherImages } from './digits';

export type PoolName = 'uniform' | 'one-heavy' | 'zipf' | 'trained-gan';

/** How likely each of `size` images is. 'one-heavy' gives a tenth of all draws to the first. */
export function poolWeights(pool: Exclude<PoolName, 'trained-gan'>, size: number): Float64Array {
  if (pool === 'uniform' || size === 1) return new Float64Array(size).fill(1 / size);
  if (pool === 'one-heavy') return Float64Array.from({ length: size }, (_, i) => (i === 0 ? 0.1 : 0.9 / (size - 1)));
  let harmonic = 0;
  for (let i = 1; i <= size; i++) harmonic += 1 / i;
  return Float64Array.from({ length: size }, (_, i) => 1 / ((i + 1) * harmonic));
}

/** A drawn image: 196 pixels, and which image of the pool it is; −1 where nobody knows, as for a GAN. */
export interface Draw {
  readonly image: Float32Array;
  readonly identity: number;
}

/** Brightness and noise that keep two draws of the same image alike but not equal. */
export function jittered(image: Float32Array, random: RandomSource): Float32Array {
  const brightness = 0.9 + 0.2 * random.uniform();
  return image.map((x) => Math.min(1, Math.max(0, brightness * x + 0.03 * random.normal())));
}

/** Draws from `weights.length` training digits, with replacement or, where they are equally likely, without. */
export function drawFromPool(
  weights: Float64Array,
  digits: Digits,
  replacement: boolean,
  random: RandomSource,
): () => Draw {
  const chosen = random.fork('pool').permutation(digits.count).slice(0, weights.length);
  const images = gatherImages(digits.pixels, chosen);
  const draws = random.fork('draws');
  const order = draws.fork('order').permutation(weights.length);
  const pick = (): number => {
    let u = draws.uniform();
    let i = 0;
    while (i < weights.length - 1 && u >= weights[i]) u -= weights[i++];
    return i;
  };
  let drawn = 0;
  return () => {
    const identity = replacement ? pick() : order[drawn];
    drawn++;
    return { identity, image: jittered(images.slice(identity * digitPixels, (identity + 1) * digitPixels), draws) };
  };
}
