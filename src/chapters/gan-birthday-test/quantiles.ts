/** Quantiles of the chi-square and beta distributions, float64: what the interval of a birthday test is made of. */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7); relative error below 1e−14. */
export function lnGamma(x: number): number {
  const y = x - 1;
  const series = lanczos.reduce((sum, c, i) => (i === 0 ? c : sum + c / (y + i)), 0);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series);
}

/** ln (n choose k). */
export const lnChoose = (n: number, k: number): number => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);

const tiny = 1e-300;

/** The continued fraction b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz method. */
function continuedFraction(b0: number, term: (i: number) => readonly [a: number, b: number]): number {
  let value = b0 || tiny;
  let c = value;
  let d = 0;
  for (let i = 1; i < 10_000; i++) {
    const [a, b] = term(i);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

/** The lower regularised incomplete gamma function P(a, x): the chance that a Gamma(a) variable is below x. */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x > a + 1) return 1 - scale / continuedFraction(x + 1 - a, (i) => [-i * (i - a), x + 2 * i + 1 - a]);
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * scale;
}

/** The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is below x. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a);
  const scale = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b)) / a;
  const fraction = continuedFraction(1, (i) => {
    const m = Math.floor(i / 2);
    const numerator =
      i % 2 === 0
        ? (m * (b - m) * x) / ((a + i - 1) * (a + i))
        : (-(a + m) * (a + b + m) * x) / ((a + i - 1) * (a + i));
    return [numerator, 1];
  });
  return scale / fraction;
}

/** The root of an increasing function in (low, high), to the last digits of a double. */
export function increasingRoot(f: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 200 && high - low > 1e-15 * Math.abs(high); i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The value below which a chi-square variable with `degrees` degrees of freedom lies with chance `probability`. */
export function chiSquareQuantile(probability: number, degrees: number): number {
  let high = degrees + 10;
  while (regularisedGamma(degrees / 2, high / 2) < probability) high *= 2;
  return increasingRoot((x) => regularisedGamma(degrees / 2, x / 2) - probability, 0, high);
}

/** The value below which a Beta(a, b) variable lies with chance `probability`. */
export const betaQuantile = (probability: number, a: number, b: number): number =>
  increasingRoot((x) => regularisedBeta(x, a, b) - probability, 0, 1);
