/** The stream of batches that a net is trained on; each step encrypts no more than its own batch. */
import type { RandomSource } from '../../lab/random';
import { type EncryptedBatch, encryptBatch, epochRecipes, type Recipe, type Scheme } from './encryption';
import { classes, type ImagePool } from './image-pool';
import { pixelsPerImage } from './image-size';

export interface StreamedBatch extends EncryptedBatch {
  /** The private image in the first slot of each encryption. */
  readonly first: readonly number[];
}

export interface EncryptionStream {
  readonly batchesPerEpoch: number;
  next(): StreamedBatch;
}

const firstSlots = (recipes: readonly Recipe[]): number[] => recipes.map(({ members }) => members[0]);

/** Every image anew in every epoch, as published: no encryption is seen twice. */
export function freshStream(
  scheme: Scheme,
  secret: ImagePool,
  open: ImagePool | null,
  batchSize: number,
  random: RandomSource,
): EncryptionStream {
  let recipes: Recipe[] = [];
  return {
    batchesPerEpoch: Math.ceil(secret.count / batchSize),
    next() {
      if (recipes.length === 0) recipes = epochRecipes(scheme, secret.count, open?.count ?? 0, random);
      const chosen = recipes.splice(0, batchSize);
      return { ...encryptBatch(chosen, scheme, secret, open, random), first: firstSlots(chosen) };
    },
  };
}

/** One encryption of every image, kept and shown again in every epoch. */
export function repeatedStream(
  scheme: Scheme,
  secret: ImagePool,
  open: ImagePool | null,
  batchSize: number,
  random: RandomSource,
): EncryptionStream {
  const recipes = epochRecipes(scheme, secret.count, open?.count ?? 0, random);
  const all = encryptBatch(recipes, scheme, secret, open, random);
  const first = firstSlots(recipes);
  let order: number[] = [];
  return {
    batchesPerEpoch: Math.ceil(secret.count / batchSize),
    next() {
      if (order.length === 0) order = [...random.permutation(secret.count)];
      const chosen = order.splice(0, batchSize);
      const pixels = new Float32Array(chosen.length * pixelsPerImage);
      const targets = new Float32Array(chosen.length * classes);
      chosen.forEach((e, i) => {
        pixels.set(all.pixels.subarray(e * pixelsPerImage, (e + 1) * pixelsPerImage), i * pixelsPerImage);
        targets.set(all.targets.subarray(e * classes, (e + 1) * classes), i * classes);
      });
      return { pixels, targets, first: chosen.map((e) => first[e]) };
    },
  };
}
