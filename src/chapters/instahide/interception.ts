/** Encryptions of few private digits, as an attacker collects them. */
import type { RandomSource } from '../../lab/random';
import { maskInPlace, mixInto, type Recipe } from './encryption';
import { type ImagePool, imageOf } from './image-pool';
import { pixelsPerImage } from './image-size';
import { drawCoefficients, privateSlots, publishedBounds } from './theory';

/** Digits of all classes as evenly as their number allows: image i is of class i mod 10. */
export function evenlyChosen(digits: ImagePool, count: number, random: RandomSource): ImagePool {
  const byClass = Array.from({ length: 10 }, () => [] as number[]);
  for (const i of random.permutation(digits.count)) byClass[digits.labels[i]].push(i);
  const chosen = Array.from({ length: count }, (_, i) => byClass[i % 10][Math.floor(i / 10)]);
  const pixels = new Float32Array(count * pixelsPerImage);
  chosen.forEach((image, i) => {
    pixels.set(imageOf(digits, image), i * pixelsPerImage);
  });
  return { count, pixels, labels: Uint8Array.from(chosen, (i) => digits.labels[i]) };
}

/** One encryption with `first` in its first slot: with k > 2 of two private images and k − 2 public ones. */
export function recipeWith(first: number, k: number, secret: ImagePool, open: ImagePool, random: RandomSource): Recipe {
  const privateCount = privateSlots(k, true);
  const members = [first];
  while (members.length < privateCount) {
    const partner = random.integer(secret.count);
    if (partner !== first) members.push(partner);
  }
  while (members.length < k) members.push(random.integer(open.count));
  const bounds = k > 2 ? publishedBounds.cross : publishedBounds.inside;
  return { members, privateCount, lambda: drawCoefficients(k, random.normal, bounds).lambda };
}

/** σ ∘ Σ λ_j s_j for one recipe, with a fresh mask: 784 pixels. */
export function encryptOne(recipe: Recipe, secret: ImagePool, open: ImagePool, random: RandomSource): Float32Array {
  const encryption = new Float32Array(pixelsPerImage);
  mixInto(encryption, 0, recipe, secret, open);
  maskInPlace(encryption, random.uniform);
  return encryption;
}

/** The mean of all images of a pool. */
export function meanImage(pool: ImagePool): Float64Array {
  const mean = new Float64Array(pixelsPerImage);
  for (let i = 0; i < pool.count; i++) {
    const image = imageOf(pool, i);
    for (let p = 0; p < pixelsPerImage; p++) mean[p] += image[p] / pool.count;
  }
  return mean;
}
