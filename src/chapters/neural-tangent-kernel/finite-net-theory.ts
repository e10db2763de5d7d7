/** A net of finite width in float64: the yardstick of the trained tfjs nets, and the empirical kernel Ĥ. */
import type { Matrix64 } from './theory';

/** The weights W¹ … W^{L+1} of a net with one output; W^h is d_h × d_{h−1}. */
export interface FiniteNet {
  readonly layers: readonly Matrix64[];
}

/** Standard normal weights: `depth` hidden layers of `width` units over `inputs` coordinates. */
export function randomNet(inputs: number, width: number, depth: number, normal: () => number): FiniteNet {
  const sizes = [inputs, ...Array.from({ length: depth }, () => width), 1];
  return {
    layers: sizes.slice(1).map((rows, h) => ({
      rows,
      columns: sizes[h],
      data: Float64Array.from({ length: rows * sizes[h] }, normal),
    })),
  };
}

interface Pass {
  readonly output: number;
  /** g⁰ … g^L: what each weight matrix multiplies. */
  readonly features: readonly Float64Array[];
  /** ∂f/∂(W^h g^{h−1}) for h = 1 … L+1. */
  readonly sensitivities: readonly Float64Array[];
}

function times(w: Matrix64, v: Float64Array): Float64Array {
  return Float64Array.from({ length: w.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < w.columns; j++) sum += w.data[i * w.columns + j] * v[j];
    return sum;
  });
}

function transposedTimes(w: Matrix64, v: Float64Array): Float64Array {
  const out = new Float64Array(w.columns);
  for (let i = 0; i < w.rows; i++) for (let j = 0; j < w.columns; j++) out[j] += w.data[i * w.columns + j] * v[i];
  return out;
}

/** One forward and one backward pass; ReLU'(0) = 0. */
function pass(net: FiniteNet, x: ArrayLike<number>): Pass {
  const last = net.layers.length - 1;
  const features = [Float64Array.from(x)];
  const inputs: Float64Array[] = [];
  for (let h = 0; h < last; h++) {
    const w = net.layers[h];
    inputs.push(times(w, features[h]));
    const scale = Math.sqrt(2 / w.rows);
    features.push(inputs[h].map((f) => scale * Math.max(0, f)));
  }
  const sensitivities = [Float64Array.of(1)];
  for (let h = last - 1; h >= 0; h--) {
    const scale = Math.sqrt(2 / net.layers[h].rows);
    const back = transposedTimes(net.layers[h + 1], sensitivities[0]);
    sensitivities.unshift(back.map((b, i) => (inputs[h][i] > 0 ? scale * b : 0)));
  }
  return { output: times(net.layers[last], features[last])[0], features, sensitivities };
}

export const outputOf = (net: FiniteNet, x: ArrayLike<number>): number => pass(net, x).output;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

/**
 * The empirical tangent kernel Ĥ_ij = ⟨∂f(x_i)/∂W, ∂f(x_j)/∂W⟩, n × n. The gradient of layer h is the outer product of
 * a sensitivity and a feature, so that its inner products are products of two inner products.
 */
export function empiricalKernel(net: FiniteNet, x: Matrix64): Matrix64 {
  const n = x.rows;
  const passes = Array.from({ length: n }, (_, i) => pass(net, x.data.subarray(i * x.columns, (i + 1) * x.columns)));
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let h = 0; h < net.layers.length; h++) {
        sum +=
          dot(passes[i].features[h], passes[j].features[h]) *
          dot(passes[i].sensitivities[h], passes[j].sensitivities[h]);
      }
      data[i * n + j] = data[j * n + i] = sum;
    }
  }
  return { rows: n, columns: n, data };
}

/** ‖A − B‖_F / ‖B‖_F. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}
