/**
 * InstaHide as published, in float64: coefficients with their bound, mixing, one-time sign masks, labels.
 *
 * HSLA'20 is Huang, Song, Li and Arora (ICML 2020); CDG'21 is Carlini et al. (IEEE S&P 2021).
 */

/** What the coefficients of one encryption have to satisfy (HSLA'20, and the authors' released code). */
export interface CoefficientBounds {
  /** No coefficient is above this: 0.65 as published. It binds from two images on. */
  readonly largest: number;
  /** The two private coefficients of a cross-dataset encryption add up to at least this: 0.3 as published, 0 for none. */
  readonly privateSum: number;
}

export const publishedBounds = {
  inside: { largest: 0.65, privateSum: 0 },
  cross: { largest: 0.65, privateSum: 0.3 },
} as const satisfies Record<string, CoefficientBounds>;

/** λ = |z| / Σ|z|: k numbers that add up to 1, half-normal before they are normalised. */
export function coefficientsFrom(normals: ArrayLike<number>): Float64Array {
  const sizes = Float64Array.from(normals, Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / total);
}

/** Whether the coefficients are kept, or drawn anew. */
export function withinBounds(lambda: ArrayLike<number>, { largest, privateSum }: CoefficientBounds): boolean {
  if (lambda.length === 1) return true;
  for (let j = 0; j < lambda.length; j++) if (lambda[j] > largest) return false;
  return lambda[0] + lambda[1] >= privateSum;
}

/** Whether any k coefficients can meet the bounds: the largest of k numbers that add up to 1 is at least 1/k. */
export function canBeMet(k: number, { largest }: CoefficientBounds): boolean {
  return k === 1 || largest * k > 1;
}

/**
 * Draws coefficients until they meet their bounds; also says how many draws it took.
 * Throws a RangeError where no draw can meet them.
 */
export function drawCoefficients(
  k: number,
  normal: () => number,
  bounds: CoefficientBounds,
): { readonly lambda: Float64Array; readonly draws: number } {
  if (!canBeMet(k, bounds)) {
    throw new RangeError(`${k} coefficients that add up to 1 cannot all be at most ${bounds.largest}.`);
  }
  for (let draws = 1; draws <= 1_000_000; draws++) {
    const lambda = coefficientsFrom(Float64Array.from({ length: k }, normal));
    if (withinBounds(lambda, bounds)) return { lambda, draws };
  }
  throw new RangeError(`No ${k} coefficients below ${bounds.largest} were found in a million draws.`);
}

/** P(max λ ≤ c) for k = 2: the ratio of two half-normals is half-Cauchy, so (2/π)(atan r − atan 1/r) with r = c/(1 − c). */
export function pairAcceptance(largest: number): number {
  if (largest <= 0.5) return 0;
  if (largest >= 1) return 1;
  const ratio = largest / (1 - largest);
  return (2 / Math.PI) * (Math.atan(ratio) - Math.atan(1 / ratio));
}

/** How pixels are scaled before they are mixed. */
export type Scaling = 'standardised' | 'minus-one-to-one' | 'zero-to-one';

/** Pixels in [0, 1] → mean 0 and deviation 1, or [−1, 1], or as they are. `mean` and `deviation` are the data set's. */
export function scalePixels(
  pixels: ArrayLike<number>,
  scaling: Scaling,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
): Float32Array {
  if (scaling === 'standardised') return Float32Array.from(pixels, (p) => (p - mean) / deviation);
  if (scaling === 'minus-one-to-one') return Float32Array.from(pixels, (p) => 2 * p - 1);
  return Float32Array.from(pixels);
}

/** Mean and deviation over all pixels. */
export function pixelStatistics(pixels: ArrayLike<number>): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < pixels.length; i++) {
    sum += pixels[i];
    squares += pixels[i] ** 2;
  }
  const mean = sum / pixels.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / pixels.length - mean ** 2)) };
}

/** x = Σ λ_j s_j; all images have the same number of pixels. */
export function mixImages(images: readonly ArrayLike<number>[], lambda: ArrayLike<number>): Float64Array {
  const mixture = new Float64Array(images[0].length);
  images.forEach((image, j) => {
    for (let p = 0; p < mixture.length; p++) mixture[p] += lambda[j] * image[p];
  });
  return mixture;
}

/** Σ λ_j y_j over the private images alone. Public ones have no label, and nothing is renormalised: the sum is below 1. */
export function mixLabels(labels: readonly number[], lambda: ArrayLike<number>, classes: number): Float64Array {
  const mixed = new Float64Array(classes);
  labels.forEach((label, j) => {
    mixed[label] += lambda[j];
  });
  return mixed;
}

/** d independent fair signs. */
export function drawMask(pixels: number, uniform: () => number): Int8Array {
  return Int8Array.from({ length: pixels }, () => (uniform() < 0.5 ? -1 : 1));
}

/** σ ∘ x. */
export function applyMask(image: ArrayLike<number>, mask: ArrayLike<number>): Float64Array {
  return Float64Array.from(image, (value, p) => value * mask[p]);
}

/** How many images of one encryption are private: all of them inside one data set, two across data sets. */
export function privateSlots(k: number, cross: boolean): number {
  return cross ? Math.min(2, k) : k;
}

/**
 * corr(|X|, |Y|) of standard normals X and Y with corr(X, Y) = ρ:
 * (√(1 − ρ²) + ρ asin ρ − 1) / (π/2 − 1). It is even in ρ and zero only at ρ = 0, so the mask hides the sign alone.
 */
export function absoluteCorrelation(rho: number): number {
  return (Math.sqrt(Math.max(0, 1 - rho ** 2)) + rho * Math.asin(rho) - 1) / (Math.PI / 2 - 1);
}

/**
 * The expected correlation of |x̃| and |ỹ| for mixtures of independent Gaussian images that share some of them.
 * `shared` lists pairs (slot in x, slot in y); with none, the expectation is 0. Before the mask,
 * ρ = Σ λ_a μ_b / (‖λ‖ ‖μ‖) over the shared pairs.
 */
export function expectedSimilarity(
  lambda: ArrayLike<number>,
  mu: ArrayLike<number>,
  shared: readonly (readonly [number, number])[],
): number {
  const inner = shared.reduce((sum, [a, b]) => sum + lambda[a] * mu[b], 0);
  return absoluteCorrelation(inner / (norm(lambda) * norm(mu)));
}

const norm = (vector: ArrayLike<number>): number => {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i] ** 2;
  return Math.sqrt(squares);
};

/** Pearson's correlation; 0 where one side is constant. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sx += x[i];
    sy += y[i];
    sxx += x[i] ** 2;
    syy += y[i] ** 2;
    sxy += x[i] * y[i];
  }
  const scale = Math.sqrt((sxx - sx ** 2 / n) * (syy - sy ** 2 / n));
  return scale > 0 ? (sxy - (sx * sy) / n) / scale : 0;
}
