/**
 * Several nets of equal shape trained at once by gradient descent, in the NTK parametrisation of `theory.ts`.
 *
 * Forward and backward pass are written out, batched over the nets: a step queues about fifteen large operations,
 * where automatic differentiation of the same loss queues several times as many small ones.
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import type { Matrix64 } from './theory';

export interface NetShape {
  readonly nets: number;
  readonly inputs: number;
  readonly width: number;
  readonly depth: number;
}

/** What a forward pass leaves for the backward one; each is [nets, points, units]. */
interface Activations {
  /** f^1 … f^L. */
  readonly preactivations: readonly Tensor3D[];
  /** g^0 … g^L. */
  readonly features: readonly Tensor3D[];
  /** [nets, points, 1]. */
  readonly outputs: Tensor3D;
}

export interface BatchedNets {
  /** W^1 … W^{L+1}, each [nets, d_{h−1}, d_h]. */
  readonly weights: readonly Tensor3D[];
  /** The points as this batch takes them, [nets, points, inputs]; the caller disposes of it. */
  inputs(points: Matrix64): Tensor3D;
  /** Outputs at the points: [nets, points, 1]. */
  outputs(points: Tensor3D): Tensor3D;
  /** One step of gradient descent on ½ Σ (f − target)²; targets are [nets, points, 1]. */
  descend(points: Tensor3D, targets: Tensor3D, stepSize: number): void;
  /** The empirical tangent kernel of each net: [nets, points, points]. */
  kernel(points: Tensor3D): Tensor3D;
  /** Which units are active, as 0 and 1: [nets, points, width] for each hidden layer. */
  patterns(points: Tensor3D): Tensor3D[];
  dispose(): void;
}

/**
 * Products with a transposed factor. The WebAssembly kernel is ten times slower where it is told to transpose, so
 * there the small factor (points × units) is transposed first; a weight matrix never is.
 */
function products(tf: Tensorflow) {
  const turned = (t: Tensor3D): Tensor3D => tf.transpose(t, [0, 2, 1]);
  const explicit = tf.getBackend() === 'wasm';
  return {
    /** aᵀ b. */
    transposedLeft: (a: Tensor3D, b: Tensor3D): Tensor3D =>
      explicit ? tf.matMul(turned(a), b) : tf.matMul(a, b, true, false),
    /** a wᵀ. */
    transposedRight: (a: Tensor3D, w: Tensor3D): Tensor3D =>
      explicit ? turned(tf.matMul(w, turned(a))) : tf.matMul(a, w, false, true),
  };
}

/** Starts `nets` nets with standard normal weights; net i draws from its own stream, whatever the others are. */
export function createNets(tf: Tensorflow, shape: NetShape, random: RandomSource): BatchedNets {
  const { nets, inputs, width, depth } = shape;
  const sizes = [inputs, ...Array.from({ length: depth }, () => width), 1];
  const streams = Array.from({ length: nets }, (_, i) => random.fork(`net ${i}`));
  const weights = sizes.slice(1).map((to, h) => {
    const perNet = sizes[h] * to;
    const values = new Float32Array(nets * perNet);
    for (const [i, stream] of streams.entries()) values.set(stream.normals(perNet), i * perNet);
    return tf.tensor3d(values, [nets, sizes[h], to]);
  });
  const scale = Math.sqrt(2 / width);

  const { transposedLeft, transposedRight } = products(tf);

  const forward = (points: Tensor3D): Activations => {
    const preactivations: Tensor3D[] = [];
    const features = [points];
    for (let h = 0; h < depth; h++) {
      preactivations.push(tf.matMul(features[h], weights[h]));
      features.push(tf.mul(tf.relu(preactivations[h]), scale));
    }
    return { preactivations, features, outputs: tf.matMul(features[depth], weights[depth]) };
  };

  /** ∂f/∂f^h for h = L … 1, starting from `output` = ∂f/∂f of each point, [nets, points, 1]; ReLU'(0) = 0. */
  const backward = ({ preactivations }: Activations, output: Tensor3D): Tensor3D[] => {
    const sensitivities = [output];
    for (let h = depth - 1; h >= 0; h--) {
      const back = transposedRight(sensitivities[0], weights[h + 1]);
      sensitivities.unshift(tf.mul(back, tf.mul(tf.step(preactivations[h]), scale)));
    }
    return sensitivities;
  };

  return {
    weights,
    inputs: ({ rows, columns, data }) =>
      tf.tidy(() => tf.tile(tf.tensor3d(Float32Array.from(data), [1, rows, columns]), [nets, 1, 1])),
    outputs: (points) => tf.tidy(() => forward(points).outputs),
    descend(points, targets, stepSize) {
      const next = tf.tidy(() => {
        const activations = forward(points);
        const errors = tf.mul(tf.sub(activations.outputs, targets), stepSize) as Tensor3D;
        const sensitivities = backward(activations, errors);
        return weights.map((w, h) => tf.sub(w, transposedLeft(activations.features[h], sensitivities[h])) as Tensor3D);
      });
      for (const [h, w] of next.entries()) {
        weights[h].dispose();
        weights[h] = w;
      }
    },
    kernel: (points) =>
      tf.tidy(() => {
        const activations = forward(points);
        const sensitivities = backward(activations, tf.onesLike(activations.outputs));
        const layers = weights.map((_, h) =>
          tf.mul(
            tf.matMul(activations.features[h], activations.features[h], false, true),
            tf.matMul(sensitivities[h], sensitivities[h], false, true),
          ),
        );
        return tf.addN(layers as Tensor[]) as Tensor3D;
      }),
    patterns: (points) => tf.tidy(() => forward(points).preactivations.map((f) => tf.step(f) as Tensor3D)),
    dispose() {
      for (const w of weights) w.dispose();
    },
  };
}

/** ‖now − start‖ / ‖start‖ over all layers, for each net: [nets]. */
export function relativeMove(tf: Tensorflow, now: readonly Tensor3D[], start: readonly Tensor3D[]): Tensor {
  return tf.tidy(() => {
    const squares = (layers: readonly Tensor[]) => tf.addN(layers.map((w) => tf.sum(tf.square(w), [1, 2])));
    return tf.sqrt(tf.div(squares(now.map((w, h) => tf.sub(w, start[h]))), squares(start)));
  });
}

/** The share of pairs of a point and a unit whose activity has changed, for each net: [nets]. */
export function flippedShare(tf: Tensorflow, now: readonly Tensor3D[], start: readonly Tensor3D[]): Tensor {
  return tf.tidy(() => {
    const shares = now.map((pattern, h) => tf.mean(tf.abs(tf.sub(pattern, start[h])), [1, 2]));
    return tf.div(tf.addN(shares), shares.length);
  });
}
