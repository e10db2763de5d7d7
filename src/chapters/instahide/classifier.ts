/**
 * The classifiers of the chapter, all parameters in one flat vector: one Adam update serves them all.
 *
 * WebAssembly has no gradient for the filters of a convolution and a slow one for pooling and for transposed products, so
 * the backward passes are written out in kernels that every backend has.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { side } from './image-size';

export type Architecture = 'cnn' | 'cnn-abs' | 'mlp';

/** Layers as shapes of weights; each is followed by its bias. */
const weightShapes: Record<'cnn' | 'mlp', readonly (readonly number[])[]> = {
  cnn: [
    [3, 3, 1, 16],
    [3, 3, 16, 32],
    [7 * 7 * 32, 64],
    [64, 10],
  ],
  mlp: [
    [784, 256],
    [256, 10],
  ],
};

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const shapesOf = (architecture: Architecture) => {
  const weights = weightShapes[architecture === 'mlp' ? 'mlp' : 'cnn'];
  return weights.flatMap((shape) => [shape, [shape[shape.length - 1]]]);
};

/** Uniform in ±1/√fan-in for weights and biases, as PyTorch starts its layers. */
export function initialParameters(architecture: Architecture, random: RandomSource): Float32Array {
  const values: number[] = [];
  let bound = 0;
  for (const shape of shapesOf(architecture)) {
    if (shape.length > 1) bound = 1 / Math.sqrt(product(shape.slice(0, -1)));
    for (let i = 0; i < product(shape); i++) values.push((2 * random.uniform() - 1) * bound);
  }
  return Float32Array.from(values);
}

type Gradient = (dy: Tensor, saved: Tensor[]) => Tensor[];

/** A 3 × 3 convolution with padding; both of its gradients are convolutions themselves. */
function convolution(tf: Tensorflow, x: Tensor4D, w: Tensor4D): Tensor4D {
  const gradient: Gradient = (dy, [input, filter]) => {
    const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
    // The batch takes the place of the channels: one output position for each tap of the filter.
    const padded = tf.pad(input, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const byTap = tf.conv2d(
      tf.transpose(padded, [3, 1, 2, 0]) as Tensor4D,
      tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D,
      1,
      'valid',
    );
    // Images have one channel, and nobody asks for their gradient.
    const toInput = input.shape[3] === 1 ? tf.zerosLike(input) : tf.conv2d(dy as Tensor4D, flipped, 1, 'same');
    return [toInput, tf.transpose(byTap, [1, 2, 0, 3])];
  };
  const op = tf.customGrad((input, filter, save) => {
    const [image, kernel] = [input as Tensor4D, filter as Tensor4D];
    (save as (tensors: Tensor[]) => void)([image, kernel]);
    return { value: tf.conv2d(image, kernel, 1, 'same'), gradFunc: gradient };
  });
  return op(x, w) as Tensor4D;
}

/** Largest of each 2 × 2 block; pixels that tie share the gradient. */
function pooling(tf: Tensorflow, x: Tensor4D): Tensor4D {
  const enlarged = (t: Tensor4D): Tensor4D => tf.image.resizeNearestNeighbor(t, [t.shape[1] * 2, t.shape[2] * 2]);
  const gradient: Gradient = (dy, [input, pooled]) => {
    const largest = tf.cast(tf.equal(input, enlarged(pooled as Tensor4D)), 'float32') as Tensor4D;
    const ties = tf.mul(tf.avgPool(largest, 2, 2, 'valid'), 4);
    return [tf.mul(largest, enlarged(tf.div(dy, ties) as Tensor4D))];
  };
  const op = tf.customGrad((input, save) => {
    const pooled = tf.maxPool(input as Tensor4D, 2, 2, 'valid');
    (save as unknown as (tensors: Tensor[]) => void)([input as Tensor, pooled]);
    return { value: pooled, gradFunc: gradient };
  });
  return op(x) as Tensor4D;
}

/** x w, with explicit transposes on the way back: WebAssembly multiplies only untransposed matrices fast. */
function dense(tf: Tensorflow, x: Tensor2D, w: Tensor2D): Tensor2D {
  const gradient: Gradient = (dy, [input, weights]) => [
    tf.matMul(dy as Tensor2D, tf.transpose(weights)),
    tf.matMul(tf.transpose(input), dy as Tensor2D),
  ];
  const op = tf.customGrad((input, weights, save) => {
    const [a, b] = [input as Tensor2D, weights as Tensor2D];
    (save as (tensors: Tensor[]) => void)([a, b]);
    return { value: tf.matMul(a, b), gradFunc: gradient };
  });
  return op(x, w) as Tensor2D;
}

/** Cuts the flat vector into the tensors of its layers. */
function layersOf(tf: Tensorflow, architecture: Architecture, theta: Tensor1D): Tensor[] {
  let from = 0;
  return shapesOf(architecture).map((shape) => {
    const size = product(shape);
    const layer = tf.reshape(tf.slice(theta, [from], [size]), [...shape]);
    from += size;
    return layer;
  });
}

/** Logits (batch × 10) of images (batch × 784). 'cnn-abs' takes the absolute value of every pixel first. */
export function logits(tf: Tensorflow, architecture: Architecture, theta: Tensor1D, images: Tensor2D): Tensor2D {
  const layers = layersOf(tf, architecture, theta);
  let hidden = architecture === 'cnn-abs' ? tf.abs(images) : images;
  if (architecture !== 'mlp') {
    let maps = tf.reshape(hidden, [-1, side, side, 1]) as Tensor4D;
    for (let layer = 0; layer < 2; layer++) {
      // The bias and the ramp commute with the maximum, and cost a quarter after it.
      const pooled = pooling(tf, convolution(tf, maps, layers[2 * layer] as Tensor4D));
      maps = tf.relu(tf.add(pooled, layers[2 * layer + 1]));
    }
    hidden = tf.reshape(maps, [-1, 7 * 7 * 32]);
    layers.splice(0, 4);
  }
  const [w1, b1, w2, b2] = layers;
  hidden = tf.relu(tf.add(dense(tf, hidden, w1 as Tensor2D), b1));
  return tf.add(dense(tf, hidden, w2 as Tensor2D), b2);
}

/** −Σ y log softmax, averaged over the batch; y need not add up to 1. */
export function crossEntropy(tf: Tensorflow, scores: Tensor2D, targets: Tensor2D) {
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(scores)), 1)));
}
