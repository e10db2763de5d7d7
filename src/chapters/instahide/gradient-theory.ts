/** What the gradient of a first layer gives away, in float64: h = W x + b, ReLU, softmax (Zhu, Liu and Han 2019 discuss the general case). */
import type { RandomSource } from '../../lab/random';

/** The gradient of the first layer, summed over a batch. */
export interface FirstLayerGradient {
  readonly units: number;
  readonly inputs: number;
  /** units × inputs: Σ_i δ_{ir} x_i. */
  readonly weights: Float64Array;
  /** units: Σ_i δ_{ir}. */
  readonly biases: Float64Array;
}

/** A net with one hidden layer of ReLU units, freshly initialised: uniform in ±1/√fan-in. */
export interface SmallNet {
  readonly units: number;
  readonly inputs: number;
  readonly classes: number;
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  readonly w2: Float64Array;
  readonly b2: Float64Array;
}

export function freshNet(inputs: number, units: number, classes: number, random: RandomSource): SmallNet {
  const uniform = (count: number, fanIn: number) =>
    Float64Array.from({ length: count }, () => (2 * random.uniform() - 1) / Math.sqrt(fanIn));
  return {
    units,
    inputs,
    classes,
    w1: uniform(units * inputs, inputs),
    b1: uniform(units, inputs),
    w2: uniform(classes * units, units),
    b2: uniform(classes, units),
  };
}

/** δ_r for one example: the derivative of its cross-entropy with respect to the pre-activation of every hidden unit. */
export function hiddenDeltas(net: SmallNet, x: ArrayLike<number>, label: number): Float64Array {
  const { units, inputs, classes, w1, b1, w2, b2 } = net;
  const hidden = Float64Array.from({ length: units }, (_, r) => {
    let sum = b1[r];
    for (let p = 0; p < inputs; p++) sum += w1[r * inputs + p] * x[p];
    return Math.max(0, sum);
  });
  const scores = Array.from({ length: classes }, (_, c) => {
    let sum = b2[c];
    for (let r = 0; r < units; r++) sum += w2[c * units + r] * hidden[r];
    return sum;
  });
  const top = Math.max(...scores);
  const total = scores.reduce((sum, s) => sum + Math.exp(s - top), 0);
  const errors = scores.map((s, c) => Math.exp(s - top) / total - Number(c === label));
  return hidden.map((h, r) => (h > 0 ? errors.reduce((sum, e, c) => sum + e * w2[c * units + r], 0) : 0));
}

/** ∂L/∂W = Σ_i δ_i x_iᵀ and ∂L/∂b = Σ_i δ_i, averaged over the batch. */
export function firstLayerGradient(
  net: SmallNet,
  images: readonly ArrayLike<number>[],
  labels: readonly number[],
): FirstLayerGradient {
  const { units, inputs } = net;
  const weights = new Float64Array(units * inputs);
  const biases = new Float64Array(units);
  images.forEach((x, i) => {
    hiddenDeltas(net, x, labels[i]).forEach((delta, r) => {
      if (delta === 0) return;
      const share = delta / images.length;
      biases[r] += share;
      for (let p = 0; p < inputs; p++) weights[r * inputs + p] += share * x[p];
    });
  });
  return { units, inputs, weights, biases };
}

/** Scales the gradient to length C at most, and adds independent normals of deviation σ to every entry. */
export function noisyGradient(
  { units, inputs, weights, biases }: FirstLayerGradient,
  clipNorm: number,
  deviation: number,
  normal: () => number,
): FirstLayerGradient {
  let squares = 0;
  for (const w of weights) squares += w * w;
  for (const b of biases) squares += b * b;
  const factor = Math.min(1, clipNorm / Math.sqrt(squares));
  const noisy = (values: Float64Array) => values.map((v) => v * factor + deviation * normal());
  return { units, inputs, weights: noisy(weights), biases: noisy(biases) };
}

/** ∂L/∂W_r ÷ ∂L/∂b_r for every unit that fired: exactly x where one example alone fired it. */
export function ratioCandidates({ units, inputs, weights, biases }: FirstLayerGradient): Float64Array[] {
  const candidates: Float64Array[] = [];
  for (let r = 0; r < units; r++) {
    if (biases[r] === 0) continue;
    candidates.push(weights.subarray(r * inputs, (r + 1) * inputs).map((w) => w / biases[r]));
  }
  return candidates;
}

/** The direction in input space that explains most of ∂L/∂W: its first right singular vector, by power iteration. */
export function leadingDirection({ units, inputs, weights }: FirstLayerGradient, iterations = 30): Float64Array {
  let direction = new Float64Array(inputs).fill(1);
  for (let i = 0; i < iterations; i++) {
    const next = new Float64Array(inputs);
    for (let r = 0; r < units; r++) {
      const row = r * inputs;
      let inner = 0;
      for (let p = 0; p < inputs; p++) inner += weights[row + p] * direction[p];
      for (let p = 0; p < inputs; p++) next[p] += inner * weights[row + p];
    }
    let squares = 0;
    for (const x of next) squares += x * x;
    const length = Math.sqrt(squares) || 1;
    direction = next.map((x) => x / length);
  }
  return direction;
}

/** ‖found − x‖ / ‖x‖. */
export function relativeError(found: ArrayLike<number>, x: ArrayLike<number>): number {
  let [miss, size] = [0, 0];
  for (let p = 0; p < x.length; p++) {
    miss += (found[p] - x[p]) ** 2;
    size += x[p] ** 2;
  }
  return Math.sqrt(miss / size);
}
