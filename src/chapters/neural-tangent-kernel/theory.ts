/**
 * The kernels of an infinitely wide, fully connected ReLU net, in float64.
 *
 * The net, in the NTK parametrisation (Arora et al. 2019, section 3): g⁰ = x; f^h = W^h g^{h−1} and
 * g^h = √(c_σ/d_h)·ReLU(f^h) for the hidden layers h = 1 … L; output W^{L+1} g^L. All weights are N(0, 1), and there
 * are no biases. With c_σ = 2 a layer keeps the expected squared norm. "Depth" is L, the number of hidden layers;
 * depth 0 is the linear kernel.
 */

/** Rows of numbers, row-major. */
export interface Matrix64 {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export interface KernelOptions {
  /** Number of hidden layers L, 0 or more. */
  readonly depth: number;
  /** L′: the first L′ weight matrices stay at their initial values; 0 trains all, L gives the NNGP kernel. */
  readonly fixedFirst?: number;
  /** Whether the output layer stays at its initial values. */
  readonly fixedLast?: boolean;
  /** c_σ: 2 keeps the norm (the default); 1 is the scaling of the published UCI experiments, 2^(−L) times as large. */
  readonly activationScale?: 1 | 2;
}

/** The two kernels of one net: all layers trained (NTK), or the last one only (NNGP). */
export interface KernelPair {
  readonly ntk: number;
  readonly nngp: number;
}

/** Rounding carries the cosine of parallel vectors to either side of ±1; angles below 5e−8 cannot be told from 0. */
const parallel = 1 - 1e-15;
export const clampCosine = (rho: number): number => (rho > parallel ? 1 : rho < -parallel ? -1 : rho);

/** κ₀(ρ) = (π − arccos ρ)/π: twice the chance that two Gaussians of correlation ρ are both positive (Cho and Saul 2009). */
export const arcCosine0 = (rho: number): number => 1 - Math.acos(clampCosine(rho)) / Math.PI;

/** κ₁(ρ) = (√(1−ρ²) + ρ(π − arccos ρ))/π: the correlation of ReLU features whose inputs have correlation ρ. */
export function arcCosine1(rho: number): number {
  const r = clampCosine(rho);
  return (Math.sqrt(1 - r * r) + r * (Math.PI - Math.acos(r))) / Math.PI;
}

/** Correlation and kernels after each layer, for inputs of norm one: index h = 0 … L. */
export interface LayerTrace {
  /** ρ_h = Σ^h, the NNGP kernel. */
  readonly correlation: Float64Array;
  /** κ₀(ρ_{h−1}): the factor by which layer h scales the gradients below it; NaN at h = 0. */
  readonly gradientFactor: Float64Array;
  /** Θ^h. */
  readonly ntk: Float64Array;
}

/** The recursion Θ^h = Θ^{h−1} κ₀(ρ_{h−1}) + ρ_h, layer by layer (Arora et al. 2019, equations 5 to 9). */
export function traceLayers(cosine: number, depth: number): LayerTrace {
  const correlation = new Float64Array(depth + 1);
  const gradientFactor = new Float64Array(depth + 1).fill(Number.NaN);
  const ntk = new Float64Array(depth + 1);
  correlation[0] = ntk[0] = clampCosine(cosine);
  for (let h = 1; h <= depth; h++) {
    gradientFactor[h] = arcCosine0(correlation[h - 1]);
    correlation[h] = arcCosine1(correlation[h - 1]);
    ntk[h] = ntk[h - 1] * gradientFactor[h] + correlation[h];
  }
  return { correlation, gradientFactor, ntk };
}

/** Writes Θ^L and Σ^L at a cosine, for inputs of norm one, into `out[0]` and `out[1]`. */
function recurse(cosine: number, depth: number, fixedFirst: number, fixedLast: boolean, out: Float64Array): void {
  let rho = clampCosine(cosine);
  let theta = fixedFirst > 0 ? 0 : rho;
  for (let h = 1; h <= depth; h++) {
    // On the diagonal arccos loses half its digits: skip it.
    const angle = rho === 1 ? 0 : Math.acos(rho);
    const gradientFactor = 1 - angle / Math.PI;
    rho = clampCosine((Math.sqrt(1 - rho * rho) + rho * (Math.PI - angle)) / Math.PI);
    theta *= gradientFactor;
    if (h >= fixedFirst && !(fixedLast && h === depth)) theta += rho;
  }
  out[0] = theta;
  out[1] = rho;
}

const dot = (a: Float64Array, i: number, b: Float64Array, j: number, length: number): number => {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[i + k] * b[j + k];
  return sum;
};

const squaredNorms = (x: Matrix64): Float64Array =>
  Float64Array.from({ length: x.rows }, (_, i) => dot(x.data, i * x.columns, x.data, i * x.columns, x.columns));

/** Rows from plain arrays. */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix64 {
  const columns = rows.length === 0 ? 0 : rows[0].length;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    data.set(row, i * columns);
  });
  return { rows: rows.length, columns, data };
}

/** Θ^L(x, z) and Σ^L(x, z) of two vectors of equal length. */
export function kernelOfPair(x: ArrayLike<number>, z: ArrayLike<number>, options: KernelOptions): KernelPair {
  const { ntk, nngp } = kernelMatrices(matrixFromRows([x]), options, matrixFromRows([z]));
  return { ntk: ntk.data[0], nngp: nngp.data[0] };
}

/**
 * The gram matrices of the rows of `x` (n × d) with those of `z` (m × d; `x` itself where it is left out):
 * n × m each. A zero row has kernel 0 with every other.
 */
export function kernelMatrices(
  x: Matrix64,
  options: KernelOptions,
  z: Matrix64 = x,
): { readonly ntk: Matrix64; readonly nngp: Matrix64 } {
  const { depth, fixedFirst = 0, fixedLast = false, activationScale = 2 } = options;
  const scale = activationScale === 1 ? 2 ** -depth : 1;
  const symmetric = z === x;
  const normX = squaredNorms(x).map(Math.sqrt);
  const normZ = symmetric ? normX : squaredNorms(z).map(Math.sqrt);
  const ntk = new Float64Array(x.rows * z.rows);
  const nngp = new Float64Array(x.rows * z.rows);
  const unit = new Float64Array(2);
  for (let i = 0; i < x.rows; i++) {
    for (let j = symmetric ? i : 0; j < z.rows; j++) {
      const n = normX[i] * normZ[j];
      const product = dot(x.data, i * x.columns, z.data, j * z.columns, x.columns);
      const cosine = n === 0 ? 0 : symmetric && i === j ? 1 : product / n;
      recurse(cosine, depth, fixedFirst, fixedLast, unit);
      ntk[i * z.rows + j] = n * unit[0] * scale;
      nngp[i * z.rows + j] = n * unit[1] * scale;
      if (symmetric) {
        ntk[j * z.rows + i] = ntk[i * z.rows + j];
        nngp[j * z.rows + i] = nngp[i * z.rows + j];
      }
    }
  }
  const shaped = (data: Float64Array): Matrix64 => ({ rows: x.rows, columns: z.rows, data });
  return { ntk: shaped(ntk), nngp: shaped(nngp) };
}

/** The gram matrix of the NTK alone. */
export const gramMatrix = (x: Matrix64, options: KernelOptions): Matrix64 => kernelMatrices(x, options).ntk;
