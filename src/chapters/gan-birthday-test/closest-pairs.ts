/** The step before the human: of all pairs in a sample, the few that are closest in pixels. */
import type { RandomSource } from '../../lab/random';
import { type Digits, digitPixels, gatherImages, greyLevels } from './digits';
import { type Draw, jittered } from './pools';

export interface Pair {
  readonly first: number;
  readonly second: number;
  /** Euclidean distance of the two images, pixels in [0, 1]. */
  readonly distance: number;
}

/** Squared Euclidean distance, given up once it exceeds `limit`. */
function squaredDistance(a: Float32Array, b: Float32Array, limit = Number.POSITIVE_INFINITY): number {
  let sum = 0;
  for (let i = 0; i < a.length; ) {
    for (const end = i + 14; i < end; i++) sum += (a[i] - b[i]) ** 2;
    if (sum > limit) return sum;
  }
  return sum;
}

/** A sample that grows draw by draw, and keeps its `kept` closest pairs. */
export class GrowingSample {
  readonly draws: Draw[] = [];
  private closest: Pair[] = [];
  /** How many others are closer to each draw than the threshold. */
  private readonly neighbours: number[] = [];

  constructor(
    private readonly kept: number,
    private readonly threshold: number,
  ) {}

  add(draw: Draw): void {
    const second = this.draws.length;
    const found: Pair[] = [];
    let near = 0;
    for (let first = 0; first < second; first++) {
      const full = this.closest.length >= this.kept;
      const limit = Math.max(full ? this.closest[this.kept - 1].distance : Number.POSITIVE_INFINITY, this.threshold);
      const distance = Math.sqrt(squaredDistance(this.draws[first].image, draw.image, limit ** 2));
      if (distance < this.threshold) {
        this.neighbours[first]++;
        near++;
      }
      if (!full || distance < limit) found.push({ first, second, distance });
    }
    this.closest = [...this.closest, ...found].sort((a, b) => a.distance - b.distance).slice(0, this.kept);
    this.draws.push(draw);
    this.neighbours.push(near);
  }

  /** Pairs closer than the threshold, and the triples that they make if nearness is passed on. */
  near(): { readonly pairs: number; readonly triples: number } {
    const sum = (of: (n: number) => number) => this.neighbours.reduce((total, n) => total + of(n), 0);
    return { pairs: sum((n) => n) / 2, triples: sum((n) => (n * (n - 1)) / 2) / 3 };
  }

  /** From the closest pair on. */
  pairs(): readonly Pair[] {
    return this.closest;
  }
}

/** The number of the training digit nearest to an image. */
export function nearestDigit(image: Float32Array, { count, pixels }: Digits): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const distance = squaredDistance(image, pixels.subarray(i * digitPixels, (i + 1) * digitPixels), least);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/** A pair with a known answer, put among the others to see how well they are marked. */
export interface CatchPair {
  readonly images: readonly [Float32Array, Float32Array];
  readonly duplicate: boolean;
  /** Its place among the cards. */
  readonly position: number;
}

/** By the toss of a coin one drawn image twice, or two training digits of one class. */
export function catchPair(draws: readonly Draw[], digits: Digits, cards: number, random: RandomSource): CatchPair {
  const duplicate = random.uniform() < 0.5;
  const position = random.integer(cards + 1);
  if (duplicate) {
    const { image } = draws[random.integer(draws.length)];
    return { images: [jittered(image, random), jittered(image, random)], duplicate, position };
  }
  const first = random.integer(digits.count);
  const alike = Array.from(digits.labels.keys()).filter(
    (i) => i !== first && digits.labels[i] === digits.labels[first],
  );
  const [a, b] = [first, alike[random.integer(alike.length)]].map((i) => gatherImages(digits.pixels, [i]));
  return { images: [a, b], duplicate, position };
}

/** Cards for the reader: for each the two images and the training digit nearest to the first, as grey levels. */
export function cardImages(pairs: readonly (readonly [Float32Array, Float32Array])[], digits: Digits): Uint8Array {
  const images = new Uint8Array(pairs.length * 3 * digitPixels);
  pairs.forEach(([first, second], i) => {
    const nearest = gatherImages(digits.pixels, [nearestDigit(first, digits)]);
    [first, second, nearest].forEach((image, j) => {
      images.set(greyLevels(image), (3 * i + j) * digitPixels);
    });
  });
  return images;
}
