/**
 * Gradient descent with momentum for both runs: constant rate and weight decay in the first, the schedule's growing rate
 * and none in the second.
 *
 * The second run's weights grow as its rate does. In the log-scale representation they are kept as w̃ = 2^k ŵ and the
 * buffer as ṽ = 2^−k m, with a whole exponent k for each layer: a scale-invariant net does not see k, a step is
 * m ← γ m + ∇L(ŵ), ŵ ← ŵ − η̃ 2^−2k m, and since powers of two round nothing, this is the direct run without its overflow.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { EquivalentSchedule } from './schedules';

export interface OptimizerOptions {
  readonly schedule: EquivalentSchedule;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly representation: 'direct' | 'log-scale';
  /** Whether the buffer sums η g, as in Keras, and not g. */
  readonly rateInside: boolean;
  /** Of both layers, [2, inputs, outputs]. */
  readonly initial: readonly Tensor[];
}

export interface TwinOptimizer {
  /** ŵ of both layers. */
  readonly weights: readonly Variable[];
  /** k of both layers, [2, 1, 1]; zero in the run with weight decay. */
  readonly exponents: readonly Variable[];
  /** Queues step t, inside a tidy. */
  apply(step: number, gradients: readonly Tensor[]): void;
  dispose(): void;
}

/** A positive number as m · 2^e with e whole and m in [1, 2): float32 holds each part where it cannot hold the product. */
export function binaryParts(logarithm: number): { readonly mantissa: number; readonly exponent: number } {
  const binary = logarithm / Math.LN2;
  const exponent = Math.floor(binary);
  return { mantissa: 2 ** (binary - exponent), exponent };
}

/** Steps after which the weights may have grown too large to be squared, from their growth in the first step. */
const rescaleEvery = (schedule: EquivalentSchedule): number =>
  Math.min(10, Math.max(1, Math.floor(Math.log(256) / Math.abs(schedule.logScale(1)))));

export function twinOptimizer(tf: Tensorflow, options: OptimizerOptions): TwinOptimizer {
  const { schedule, momentum, representation, rateInside } = options;
  const pair = (decayed: number, exponential: number) => tf.tensor3d([decayed, exponential], [2, 1, 1]);
  const logScale = representation === 'log-scale';
  const interval = rescaleEvery(schedule);
  const kept = {
    decay: tf.keep(pair(options.weightDecay, 0)),
    second: tf.keep(pair(0, 1)),
    ones: tf.keep(pair(1, 1)),
  };
  const weights = options.initial.map((w) => tf.variable(w));
  const buffers = options.initial.map((w) =>
    tf.tidy(() => {
      // A buffer that holds rates holds η̃ ṽ; before step 0 the rate of step −1 is meant, η α.
      const offset = rateInside
        ? schedule.initialBuffer * Math.exp(2 * schedule.logRate(0) - schedule.logRate(1))
        : schedule.initialBuffer;
      return tf.variable(tf.mul(w, pair(0, offset)));
    }),
  );
  const exponents = options.initial.map(() => tf.tidy(() => tf.variable(tf.zeros([2, 1, 1]))));

  /** mantissa · 2^(exponent + times·k), for the second run; `first` for the first. */
  function scaled(first: number, logarithm: number, sign: number, times: number, k: Tensor): Tensor {
    if (!logScale) return pair(first, sign * Math.exp(logarithm));
    const { mantissa, exponent } = binaryParts(logarithm);
    const power = tf.add(pair(0, exponent), tf.mul(k, times));
    return tf.mul(pair(first, sign * mantissa), tf.pow(2, power));
  }

  function correctBuffer(layer: number, step: number): void {
    const correction = schedule.correction(step);
    if (correction === 0) return;
    const logarithm = Math.log(Math.abs(correction)) - 2 * schedule.logScale(step);
    const factor = scaled(0, logarithm, Math.sign(correction), 2, exponents[layer]);
    buffers[layer].assign(tf.add(buffers[layer], tf.mul(weights[layer], factor)));
  }

  /** Moves the length of ŵ, to the nearest power of two, into the exponent. */
  function rescale(layer: number): void {
    const length = tf.sqrt(tf.sum(tf.square(weights[layer]), [1, 2], true));
    const shift = tf.mul(tf.round(tf.div(tf.log(length), Math.LN2)), kept.second);
    const shrink = tf.pow(2, tf.neg(shift));
    weights[layer].assign(tf.mul(weights[layer], shrink));
    buffers[layer].assign(tf.mul(buffers[layer], rateInside ? shrink : tf.pow(2, shift)));
    exponents[layer].assign(tf.add(exponents[layer], shift));
  }

  function applyToLayer(layer: number, step: number, gradient: Tensor): void {
    const [w, buffer] = [weights[layer], buffers[layer]];
    correctBuffer(layer, step);
    const rate = scaled(schedule.rate(step), schedule.logRate(step), 1, -2, exponents[layer]);
    const decayed = tf.add(gradient, tf.mul(w, kept.decay));
    const next = tf.add(tf.mul(buffer, momentum), rateInside ? tf.mul(decayed, rate) : decayed);
    w.assign(tf.sub(w, rateInside ? next : tf.mul(next, rate)));
    buffer.assign(next);
    if (logScale && (step + 1) % interval === 0) rescale(layer);
  }

  return {
    weights,
    exponents,
    apply: (step, gradients) =>
      gradients.forEach((gradient, layer) => {
        applyToLayer(layer, step, gradient);
      }),
    dispose: () => tf.dispose([...Object.values(kept), ...weights, ...buffers, ...exponents]),
  };
}
