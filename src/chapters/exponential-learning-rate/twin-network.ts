/**
 * Two networks of the same shape, trained side by side: every tensor has a leading axis of 2, the run with weight decay
 * first. Two normalised hidden layers without bias, then a last layer that stays as it was drawn (Hoffer et al. 2018).
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import { pairedProduct } from './paired-product';

export interface NetworkKind {
  readonly normalization: 'batch' | 'layer' | 'none';
  readonly activation: 'tanh' | 'relu';
}

/** A hidden layer's forward pass, and what its backward pass needs. */
interface HiddenLayer {
  /** [2, batch, width]. */
  readonly standardized: Tensor;
  /** 1/√(variance + ε); absent without normalisation. */
  readonly scale?: Tensor;
  readonly output: Tensor;
}

/** The forward pass of both runs. */
interface Pass {
  readonly first: HiddenLayer;
  readonly second: HiddenLayer;
  /** [2, batch, classes]. */
  readonly logits: Tensor;
}

export interface TwinNetwork {
  /** `inputs` is [1, batch, pixels]; `weights` are [2, pixels, width] and [2, width, width]; an ε for each layer. */
  forward(inputs: Tensor, weights: readonly Tensor[], epsilons: readonly Tensor[]): Pass;
  /** Gradients of the mean cross-entropy by both weights; `labels` are one-hot, [1, batch, classes]. */
  gradients(inputs: Tensor, labels: Tensor, weights: readonly Tensor[], epsilons: readonly Tensor[]): Tensor[];
  /** Mean cross-entropy of both runs, [2]. */
  loss(logits: Tensor, labels: Tensor): Tensor;
}

/** `last` is [2, width, classes], the same for both runs. */
export function twinNetwork(tf: Tensorflow, { normalization, activation }: NetworkKind, last: Tensor3D): TwinNetwork {
  // Batch normalisation takes its mean and variance over the images, layer normalisation over the units.
  const axis = normalization === 'batch' ? 1 : 2;

  const product = pairedProduct(tf);

  function hiddenLayer(input: Tensor, weights: Tensor, epsilon: Tensor): HiddenLayer {
    const raw = product(input, weights);
    if (normalization === 'none') return { standardized: raw, output: tf[activation](raw) };
    const centred = tf.sub(raw, tf.mean(raw, axis, true));
    // Divided before it is squared: the sum of squares would overflow a hundredfold sooner.
    const share = tf.div(centred, Math.sqrt(raw.shape[axis] ?? 1));
    const scale = tf.rsqrt(tf.add(tf.sum(tf.square(share), axis, true), epsilon));
    const standardized = tf.mul(centred, scale);
    return { standardized, scale, output: tf[activation](standardized) };
  }

  /** Carries a gradient from a layer's output to its product W x; the variance is never cubed, so nothing underflows. */
  function throughLayer(gradient: Tensor, { standardized, scale, output }: HiddenLayer): Tensor {
    const slope = activation === 'tanh' ? tf.sub(1, tf.square(output)) : tf.step(standardized);
    const inner = tf.mul(gradient, slope);
    if (!scale) return inner;
    const along = tf.mul(standardized, tf.mean(tf.mul(inner, standardized), axis, true));
    return tf.mul(scale, tf.sub(tf.sub(inner, tf.mean(inner, axis, true)), along));
  }

  function forward(inputs: Tensor, weights: readonly Tensor[], epsilons: readonly Tensor[]): Pass {
    const first = hiddenLayer(inputs, weights[0], epsilons[0]);
    const second = hiddenLayer(first.output, weights[1], epsilons[1]);
    return { first, second, logits: product(second.output, last) };
  }

  return {
    forward,
    gradients(inputs, labels, weights, epsilons) {
      const { first, second, logits } = forward(inputs, weights, epsilons);
      const batch = inputs.shape[1] ?? 1;
      const atLogits = tf.div(tf.sub(tf.softmax(logits), labels), batch);
      const atSecond = throughLayer(product(atLogits, last, false, true), second);
      const atFirst = throughLayer(product(atSecond, weights[1], false, true), first);
      return [product(inputs, atFirst, true, false), product(first.output, atSecond, true, false)];
    },
    loss: (logits, labels) => tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 2), 1)),
  };
}
