/** What the attacker intercepts, what is true, and how a guess is scored against it. */
import type { RunContext } from '../../lab/experiment';
import type { Intercepted, Pair } from './attack-theory';
import { type ImagePool, imageOf, loadDigits, loadPublic } from './image-pool';
import { pixelsPerImage } from './image-size';
import { encryptOne, evenlyChosen, meanImage, recipeWith } from './interception';
import { correlation } from './theory';

export interface AttackScene {
  readonly secret: ImagePool;
  readonly intercepted: Intercepted;
  /** The private images of each encryption. */
  readonly truth: readonly Pair[];
  /** Digits that the attacker has from elsewhere: what a recognised image is compared with. */
  readonly known: ImagePool;
}

/** The ordered pairs of different images that two class labels allow; all of them where labels are unknown. */
function allowedPairs(labels: Uint8Array, classes: readonly [number, number] | null): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < labels.length; a++) {
    if (classes && labels[a] !== classes[0]) continue;
    for (let b = 0; b < labels.length; b++) {
      if (a !== b && (!classes || labels[b] === classes[1])) pairs.push([a, b]);
    }
  }
  return pairs;
}

const partOf = ({ pixels, labels }: ImagePool, from: number, to: number): ImagePool => ({
  count: to - from,
  pixels: pixels.subarray(from * pixelsPerImage, to * pixelsPerImage),
  labels: labels.subarray(from, to),
});

/** Encrypts every private image `perImage` times and keeps what would be released: |x̃|, λ, and perhaps labels. */
export async function attackScene(
  context: RunContext,
  { images, perImage, k, labelsKnown }: { images: number; perImage: number; k: number; labelsKnown: boolean },
): Promise<AttackScene> {
  const { train: digits } = await loadDigits(context, 4000, 'standardised', 0);
  const [train, known] = [partOf(digits, 0, 1000), partOf(digits, 1000, 4000)];
  const open = await loadPublic(context, 'fashion', 'standardised');
  const secret = evenlyChosen(train, images, context.random.fork('private images'));
  const random = context.random.fork('encryptions');
  const count = images * perImage;
  const absolute = new Float32Array(count * pixelsPerImage);
  const lambda: Pair[] = [];
  const truth: Pair[] = [];
  const pairsOf = new Map<string, Pair[]>();
  const candidates: Pair[][] = [];
  for (let e = 0; e < count; e++) {
    const recipe = recipeWith(e % images, k, secret, open, random);
    absolute.set(encryptOne(recipe, secret, open, random).map(Math.abs), e * pixelsPerImage);
    const [a, b] = recipe.members;
    lambda.push([recipe.lambda[0], recipe.lambda[1]]);
    truth.push([a, b]);
    const labels: readonly [number, number] | null = labelsKnown ? [secret.labels[a], secret.labels[b]] : null;
    const key = labels ? labels.join() : 'any';
    const pairs = pairsOf.get(key) ?? allowedPairs(secret.labels, labels);
    pairsOf.set(key, pairs);
    candidates.push(pairs);
  }
  return { secret, intercepted: { pixels: pixelsPerImage, absolute, lambda, candidates }, truth, known };
}

/**
 * Which found image is which true one: nothing but its looks tells. The most similar two are matched first, then the
 * next. `classes` forbids matches across classes where the labels were known. Returns found → true.
 */
export function matchImages(found: readonly ArrayLike<number>[], secret: ImagePool, byClass: boolean): number[] {
  const scores: { i: number; j: number; score: number }[] = [];
  found.forEach((image, i) => {
    for (let j = 0; j < secret.count; j++) {
      if (byClass && secret.labels[i] !== secret.labels[j]) continue;
      scores.push({ i, j, score: correlation(image, imageOf(secret, j)) });
    }
  });
  scores.sort((a, b) => b.score - a.score);
  const match = new Array<number>(found.length).fill(-1);
  const taken = new Set<number>();
  for (const { i, j } of scores) {
    if (match[i] >= 0 || taken.has(j)) continue;
    match[i] = j;
    taken.add(j);
  }
  return match;
}

/** Less the mean image, then of length 1: inner products of two such are their correlations, up to their brightness. */
function centred(image: ArrayLike<number>, mean: ArrayLike<number>): Float64Array {
  const out = new Float64Array(image.length);
  let squares = 0;
  for (let p = 0; p < out.length; p++) {
    out[p] = image[p] - mean[p];
    squares += out[p] * out[p];
  }
  const length = Math.sqrt(squares);
  for (let p = 0; p < out.length; p++) out[p] /= length;
  return out;
}

/**
 * What the nearest known digit, by inner product, says of each image. Both sides are taken less their own mean image:
 * a pixel whose sign is wrong in all reconstructions at once cannot be seen in |x̃|, and should not be counted twice.
 */
export function recogniser(known: ImagePool): (images: readonly ArrayLike<number>[]) => number[] {
  const knownMean = meanImage(known);
  const references = Array.from({ length: known.count }, (_, i) => centred(imageOf(known, i), knownMean));
  const nearest = (image: Float64Array): number => {
    let [best, label] = [Number.NEGATIVE_INFINITY, 0];
    references.forEach((reference, i) => {
      let score = 0;
      for (let p = 0; p < pixelsPerImage; p++) score += image[p] * reference[p];
      if (score > best) [best, label] = [score, known.labels[i]];
    });
    return label;
  };
  return (images) => {
    const mean = Float64Array.from(
      images[0],
      (_, p) => images.reduce((sum, image) => sum + image[p], 0) / images.length,
    );
    return images.map((image) => nearest(centred(image, mean)));
  };
}
