/**
 * The toy attack on encryptions of few images, in float64: alternate between who is in which encryption and what the
 * images look like, then reconstruct. Its steps follow CDG'21 with least squares where they train nets.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Two private images of one encryption; their coefficients are λ₁ and λ₂ in this order. */
export type Pair = readonly [number, number];

/** What the attacker is given. */
export interface Intercepted {
  readonly pixels: number;
  /** encryptions × pixels: |x̃|, since a uniformly random sign carries nothing. */
  readonly absolute: Float32Array;
  /** (λ₁, λ₂) of each encryption, read off its label. */
  readonly lambda: readonly Pair[];
  /** The pairs that the labels allow for each encryption. */
  readonly candidates: readonly (readonly Pair[])[];
}

/** What |x̃| looks like on average as a function of who is in it: |x̃| ≈ c + λ₁ g_a + λ₂ g_b. */
export interface Templates {
  /** g: images × pixels. */
  readonly images: Float64Array[];
  /** c: pixels. */
  readonly constant: Float64Array;
}

/**
 * Ridge least squares for the templates, given who is in which encryption: one solve of order n + 1.
 * @param ridge what is added to the diagonal of the normal equations
 */
export function fitTemplates(
  { pixels, absolute, lambda }: Intercepted,
  assignment: readonly Pair[],
  images: number,
  ridge = 0.3,
): Templates {
  const normal = Matrix.eye(images + 1).mul(ridge);
  const right = Array.from({ length: images + 1 }, () => new Float64Array(pixels));
  assignment.forEach(([a, b], e) => {
    const weights: readonly (readonly [number, number])[] = [
      [a, lambda[e][0]],
      [b, lambda[e][1]],
      [images, 1],
    ];
    const row = absolute.subarray(e * pixels, (e + 1) * pixels);
    for (const [i, u] of weights) {
      for (const [j, v] of weights) normal.set(i, j, normal.get(i, j) + u * v);
      const target = right[i];
      for (let p = 0; p < pixels; p++) target[p] += u * row[p];
    }
  });
  const inverse = new CholeskyDecomposition(normal).solve(Matrix.eye(images + 1));
  const solved = Array.from({ length: images + 1 }, (_, i) => {
    const template = new Float64Array(pixels);
    for (let j = 0; j <= images; j++) {
      const weight = inverse.get(i, j);
      for (let p = 0; p < pixels; p++) template[p] += weight * right[j][p];
    }
    return template;
  });
  return { images: solved.slice(0, images), constant: solved[images] };
}

const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  let sum = 0;
  for (let p = 0; p < x.length; p++) sum += x[p] * y[p];
  return sum;
};

/**
 * Gives every encryption the pair that explains it best. The squared distance to λ₁ g_a + λ₂ g_b needs only the inner
 * products ⟨y, g⟩ and ⟨g, g⟩, with y = |x̃| − c. Also returns the mean squared residual per pixel.
 */
export function bestPairs(
  { pixels, absolute, lambda, candidates }: Intercepted,
  { images, constant }: Templates,
): { readonly assignment: Pair[]; readonly residual: number } {
  const gram = images.map((g) => images.map((h) => dot(g, h)));
  const y = new Float64Array(pixels);
  let residual = 0;
  const assignment = candidates.map((pairs, e) => {
    for (let p = 0; p < pixels; p++) y[p] = absolute[e * pixels + p] - constant[p];
    const inner = images.map((g) => dot(y, g));
    const [l, m] = lambda[e];
    let [best, least] = [pairs[0], Number.POSITIVE_INFINITY];
    for (const pair of pairs) {
      const [a, b] = pair;
      const distance =
        l * l * gram[a][a] + m * m * gram[b][b] + 2 * l * m * gram[a][b] - 2 * l * inner[a] - 2 * m * inner[b];
      if (distance < least) [best, least] = [pair, distance];
    }
    residual += dot(y, y) + least;
    return best;
  });
  return { assignment, residual: residual / (candidates.length * pixels) };
}

/** The share of private slots that are assigned to the right image. */
export function membershipRate(assignment: readonly Pair[], truth: readonly Pair[]): number {
  const hits = assignment.reduce((sum, [a, b], e) => sum + Number(a === truth[e][0]) + Number(b === truth[e][1]), 0);
  return hits / (2 * assignment.length);
}

/** Adam on the images themselves. */
export interface Reconstruction {
  readonly images: Float64Array[];
  /** One step on the mean over encryptions of min_{s=±1} (s|x̃| − λ₁p_a − λ₂p_b)²; returns that mean per pixel. */
  step(): number;
}

/**
 * Reconstructs the images from |x̃| and the assignment; public images are noise to it (CDG'21, section 4.4).
 * The best sign is that of the mixture, so the loss is (|x̃| − |m|)² with m = λ₁p_a + λ₂p_b.
 */
export function reconstruction(
  { pixels, absolute, lambda }: Intercepted,
  assignment: readonly Pair[],
  start: readonly ArrayLike<number>[],
  rate = 0.05,
): Reconstruction {
  const images = start.map((image) => Float64Array.from(image));
  const gradients = images.map(() => new Float64Array(pixels));
  const first = images.map(() => new Float64Array(pixels));
  const second = images.map(() => new Float64Array(pixels));
  // Each image's gradient is divided by its own number of encryptions; Adam does not see the scale.
  const scale = 2 / assignment.length;
  let steps = 0;
  return {
    images,
    step() {
      for (const gradient of gradients) gradient.fill(0);
      let loss = 0;
      assignment.forEach(([a, b], e) => {
        const [l, m] = lambda[e];
        const [pa, pb, ga, gb] = [images[a], images[b], gradients[a], gradients[b]];
        for (let p = 0, at = e * pixels; p < pixels; p++, at++) {
          const mixture = l * pa[p] + m * pb[p];
          const miss = mixture >= 0 ? mixture - absolute[at] : mixture + absolute[at];
          loss += miss * miss;
          ga[p] += l * miss;
          gb[p] += m * miss;
        }
      });
      steps++;
      const [c1, c2] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
      images.forEach((image, i) => {
        const [gradient, mean, square] = [gradients[i], first[i], second[i]];
        for (let p = 0; p < pixels; p++) {
          const g = gradient[p] * scale;
          mean[p] = 0.9 * mean[p] + 0.1 * g;
          square[p] = 0.999 * square[p] + 0.001 * g * g;
          image[p] -= (rate * (mean[p] / c1)) / (Math.sqrt(square[p] / c2) + 1e-8);
        }
      });
      return loss / (assignment.length * pixels);
    },
  };
}
