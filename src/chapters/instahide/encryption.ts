/** Encryption of whole batches, as the training loop and the attacks need it: typed arrays in, typed arrays out. */
import { ReaderError } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { classes, type ImagePool } from './image-pool';
import { pixelsPerImage } from './image-size';
import { type CoefficientBounds, drawCoefficients, privateSlots, publishedBounds } from './theory';

export type SchemeName = 'plain' | 'mixup' | 'mask-only' | 'instahide-inside' | 'instahide-cross';

/** What one way of training does to its images. */
export interface Scheme {
  readonly k: number;
  /** Whether slots beyond the second come from public images. */
  readonly cross: boolean;
  readonly masked: boolean;
  readonly bounds: CoefficientBounds;
}

const unbounded: CoefficientBounds = { largest: 1, privateSum: 0 };

/** The scheme by its name; k speaks only where images are mixed. */
export function schemeOf(name: SchemeName, k: number): Scheme {
  switch (name) {
    case 'plain':
      return { k: 1, cross: false, masked: false, bounds: unbounded };
    case 'mask-only':
      return { k: 1, cross: false, masked: true, bounds: unbounded };
    case 'mixup':
      return { k, cross: false, masked: false, bounds: k === 2 ? unbounded : publishedBounds.inside };
    case 'instahide-inside':
      return { k, cross: false, masked: true, bounds: publishedBounds.inside };
    case 'instahide-cross':
      return { k, cross: true, masked: true, bounds: publishedBounds.cross };
  }
}

/** Which images one encryption mixes, and how: with the mask, the one-time key. */
export interface Recipe {
  /** Slots of private images first; the rest point into the public pool. */
  readonly members: readonly number[];
  readonly privateCount: number;
  readonly lambda: ArrayLike<number>;
}

/**
 * The recipes of one epoch: every private image once in the first slot, its private partners by random permutations of
 * the set, as in the published code.
 */
export function epochRecipes(
  scheme: Scheme,
  privateImages: number,
  publicImages: number,
  random: RandomSource,
): Recipe[] {
  const privateCount = privateSlots(scheme.k, scheme.cross);
  if (privateCount > privateImages) {
    throw new ReaderError(
      `Mixing ${privateCount} private images needs at least as many: there are ${privateImages}. Lower k, or add images.`,
    );
  }
  const partners = Array.from({ length: privateCount }, () => random.permutation(privateImages));
  return Array.from({ length: privateImages }, (_, i) => ({
    members: [
      ...partners.map((order) => order[i]),
      ...Array.from({ length: scheme.k - privateCount }, () => random.integer(publicImages)),
    ],
    privateCount,
    lambda: mixingCoefficients(scheme, random),
  }));
}

/** Mixup of two draws λ uniformly (Beta(1, 1)); everything else as InstaHide does. */
function mixingCoefficients(scheme: Scheme, random: RandomSource): ArrayLike<number> {
  if (scheme.k === 2 && !scheme.masked) {
    const share = random.uniform();
    return [share, 1 - share];
  }
  return drawCoefficients(scheme.k, random.normal, scheme.bounds).lambda;
}

/** Writes Σ λ_j s_j for one recipe to `out`, from position `at` on. */
export function mixInto(
  out: Float32Array,
  at: number,
  { members, privateCount, lambda }: Recipe,
  secret: ImagePool,
  open: ImagePool | null,
): void {
  out.fill(0, at, at + pixelsPerImage);
  members.forEach((member, j) => {
    const source = j < privateCount || !open ? secret.pixels : open.pixels;
    const weight = lambda[j];
    const from = member * pixelsPerImage;
    for (let p = 0; p < pixelsPerImage; p++) out[at + p] += weight * source[from + p];
  });
}

/** Flips the sign of every pixel by a fair coin; one draw serves 32 pixels. */
export function maskInPlace(pixels: Float32Array, uniform: () => number, from = 0, to = pixels.length): void {
  let bits = 0;
  for (let p = from; p < to; p++) {
    if (((p - from) & 31) === 0) bits = (uniform() * 4294967296) | 0;
    if (bits & 1) pixels[p] = -pixels[p];
    bits >>>= 1;
  }
}

export interface EncryptedBatch {
  /** batch × 784. */
  readonly pixels: Float32Array;
  /** batch × 10: Σ λ_j y_j over private slots, not renormalised. */
  readonly targets: Float32Array;
}

/** Encrypts one batch: its images mixed and masked, its labels mixed. */
export function encryptBatch(
  recipes: readonly Recipe[],
  scheme: Scheme,
  secret: ImagePool,
  open: ImagePool | null,
  random: RandomSource,
): EncryptedBatch {
  const pixels = new Float32Array(recipes.length * pixelsPerImage);
  const targets = new Float32Array(recipes.length * classes);
  recipes.forEach((recipe, i) => {
    mixInto(pixels, i * pixelsPerImage, recipe, secret, open);
    for (let j = 0; j < recipe.privateCount; j++) {
      targets[i * classes + secret.labels[recipe.members[j]]] += recipe.lambda[j];
    }
  });
  if (scheme.masked) maskInPlace(pixels, random.uniform);
  return { pixels, targets };
}
