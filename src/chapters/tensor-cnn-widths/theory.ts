/**
 * Convolutional arithmetic circuits as tensor networks: the grid tensor, its matricizations, their exact rank, and the
 * minimal cut that bounds it.
 *
 * A circuit has N = 2^L inputs with a representation of M functions each; layer l = 0 … L−1 is a 1 × 1 convolution to
 * r_l channels followed by a product over pairs; the output is a vector of r_{L−1} weights. On a grid of inputs the
 * representation is the identity, so the tensor *is* the table of the network's values.
 * Sources: Cohen, Sharir, Shashua 2016 (hierarchical Tucker form); Levine et al. 2018 (minimal cut).
 */

/** What a circuit looks like, before any weight is drawn. */
export interface CircuitShape {
  /** N, a power of two. */
  readonly inputs: number;
  /** M, the functions of the representation. */
  readonly representation: number;
  /** r_0 … r_{L−1}. */
  readonly widths: readonly number[];
  /** One set of weights a layer (a convolution) instead of one a location. */
  readonly sharedWeights?: boolean;
  /** Leaf k of the tree sees input `leafOrder[k]`; the identity where it is left out. */
  readonly leafOrder?: readonly number[];
}

/** Weights of a circuit: `layers[l][j]` is the r_l × r_{l−1} matrix of location j, row-major; `output` has r_{L−1}. */
export interface CircuitWeights {
  readonly layers: readonly (readonly Float64Array[])[];
  readonly output: Float64Array;
}

/** log₂ N. Throws a RangeError where N is no power of two or the widths do not fit it. */
export function depthOf(shape: CircuitShape): number {
  const depth = Math.log2(shape.inputs);
  if (!Number.isInteger(depth) || depth < 1) {
    throw new RangeError(`${shape.inputs} inputs: the number of inputs must be a power of two, at least 2.`);
  }
  if (shape.widths.length !== depth) {
    throw new RangeError(`${shape.inputs} inputs need ${depth} widths, not ${shape.widths.length}.`);
  }
  if ([shape.representation, ...shape.widths].some((width) => !Number.isInteger(width) || width < 1)) {
    throw new RangeError('Every width, and the representation, must be a whole number of at least 1.');
  }
  return depth;
}

/** Channels going into layer l: M below, r_{l−1} above. */
export const widthBelow = (shape: CircuitShape, layer: number): number =>
  layer === 0 ? shape.representation : shape.widths[layer - 1];

/** Number of weights: Σ_l (N/2^l)·r_{l−1}·r_l + r_{L−1}; with shared weights the factor N/2^l falls away. */
export function parameterCount(shape: CircuitShape): number {
  const depth = depthOf(shape);
  const layers = shape.widths.map(
    (width, l) => (shape.sharedWeights ? 1 : shape.inputs / 2 ** l) * width * widthBelow(shape, l),
  );
  return layers.reduce((sum, n) => sum + n, 0) + shape.widths[depth - 1];
}

/** Entries of the grid tensor: M^N. */
export const gridSize = (shape: CircuitShape): number => shape.representation ** shape.inputs;

/** Draws every weight with `draw`, in the order layer, location, output channel, input channel, then the output vector. */
export function drawWeights(shape: CircuitShape, draw: () => number): CircuitWeights {
  const depth = depthOf(shape);
  const layers = shape.widths.map((width, l) => {
    const locations = shape.sharedWeights ? 1 : shape.inputs / 2 ** l;
    return Array.from({ length: locations }, () => Float64Array.from({ length: width * widthBelow(shape, l) }, draw));
  });
  return { layers, output: Float64Array.from({ length: shape.widths[depth - 1] }, draw) };
}

/** The arithmetic that a tensor is computed in: real numbers, or whole numbers modulo a prime. */
export interface Arithmetic {
  multiply(a: number, b: number): number;
  add(a: number, b: number): number;
}

export const realArithmetic: Arithmetic = { multiply: (a, b) => a * b, add: (a, b) => a + b };

/** Below 2^26, so that products of two residues stay exact in float64. */
export const prime = 67_108_859;

export const modularArithmetic: Arithmetic = {
  multiply: (a, b) => (a * b) % prime,
  add: (a, b) => (a + b) % prime,
};

/** Channels of one location before pooling: `rows` = W · `below`, each row a tensor of `length` entries. */
function convolved(weights: Float64Array, below: readonly Float64Array[], arithmetic: Arithmetic): Float64Array[] {
  const inputs = below.length;
  const length = below[0].length;
  const { multiply, add } = arithmetic;
  return Array.from({ length: weights.length / inputs }, (_, out) => {
    const row = new Float64Array(length);
    for (let a = 0; a < inputs; a++) {
      const w = weights[out * inputs + a];
      const source = below[a];
      for (let d = 0; d < length; d++) row[d] = add(row[d], multiply(w, source[d]));
    }
    return row;
  });
}

/** a ⊗ b, row-major. */
function outer(a: Float64Array, b: Float64Array, { multiply }: Arithmetic): Float64Array {
  const product = new Float64Array(a.length * b.length);
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) product[i * b.length + j] = multiply(a[i], b[j]);
  return product;
}

/**
 * The grid tensor A of a circuit, M^N entries, row-major over the *leaves* of the tree (leaf 0 varies slowest).
 * Cohen, Sharir, Shashua 2016, eq. 4 (hierarchical Tucker).
 */
export function gridTensor(shape: CircuitShape, weights: CircuitWeights, arithmetic = realArithmetic): Float64Array {
  const depth = depthOf(shape);
  const m = shape.representation;
  const leaf = Array.from({ length: m }, (_, d) => Float64Array.from({ length: m }, (_, e) => (d === e ? 1 : 0)));
  let locations: Float64Array[][] = Array.from({ length: shape.inputs }, () => leaf);
  for (let l = 0; l < depth; l++) {
    const layer = weights.layers[l];
    const channels = locations.map((below, j) => convolved(layer[shape.sharedWeights ? 0 : j], below, arithmetic));
    locations = Array.from({ length: channels.length / 2 }, (_, j) =>
      channels[2 * j].map((left, channel) => outer(left, channels[2 * j + 1][channel], arithmetic)),
    );
  }
  return convolved(weights.output, locations[0], arithmetic)[0];
}

/** A matrix, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Which leaves of the tree lie on the first side, for a partition of the *inputs*. */
export function leavesOf(shape: CircuitShape, firstSide: readonly boolean[]): readonly boolean[] {
  const order = shape.leafOrder ?? firstSide.map((_, i) => i);
  return order.map((input) => firstSide[input]);
}

/**
 * [A]_I: the modes on the first side index the rows, the others the columns.
 * `tensor` has M^N entries over the leaves; `firstSide[k]` tells the side of leaf k.
 */
export function matricize(tensor: Float64Array, representation: number, firstSide: readonly boolean[]): Matrix {
  const rowModes = firstSide.filter(Boolean).length;
  const rows = representation ** rowModes;
  const columns = representation ** (firstSide.length - rowModes);
  const data = new Float64Array(tensor.length);
  const digits = new Int32Array(firstSide.length);
  for (let flat = 0; flat < tensor.length; flat++) {
    let row = 0;
    let column = 0;
    for (let k = 0; k < digits.length; k++) {
      if (firstSide[k]) row = row * representation + digits[k];
      else column = column * representation + digits[k];
    }
    data[row * columns + column] = tensor[flat];
    for (let k = digits.length - 1; k >= 0 && ++digits[k] === representation; k--) digits[k] = 0;
  }
  return { rows, columns, data };
}

/** Residue of a whole number. */
const residue = (x: number): number => ((x % prime) + prime) % prime;

/** x⁻¹ modulo the prime, by Fermat's little theorem. */
function inverse(x: number): number {
  let result = 1;
  let base = x;
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}

/**
 * The rank of a matrix of whole numbers modulo the prime, by Gaussian elimination. For generic weights it is the rank
 * over the reals; a floating-point rank miscounts once singular values span many decades (213 to 253 in place of 256).
 */
export function exactRank(matrix: Matrix): number {
  const { rows, columns } = matrix;
  const a = Float64Array.from(matrix.data, residue);
  let rank = 0;
  for (let column = 0; column < columns && rank < rows; column++) {
    let pivot = rank;
    while (pivot < rows && a[pivot * columns + column] === 0) pivot++;
    if (pivot === rows) continue;
    if (pivot !== rank) {
      const kept = a.slice(pivot * columns, (pivot + 1) * columns);
      a.copyWithin(pivot * columns, rank * columns, (rank + 1) * columns);
      a.set(kept, rank * columns);
    }
    const scale = inverse(a[rank * columns + column]);
    for (let row = rank + 1; row < rows; row++) {
      const factor = prime - ((a[row * columns + column] * scale) % prime);
      if (factor === prime) continue;
      for (let c = column; c < columns; c++) {
        a[row * columns + c] = (a[row * columns + c] + factor * a[rank * columns + c]) % prime;
      }
    }
    rank++;
  }
  return rank;
}
