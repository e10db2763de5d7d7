/**
 * A small convolutional net over pixels in tree order: 1 × 1 convolutions of 16 channels, each followed by pooling over
 * four neighbours. Average and max pooling use rectified linear units; product pooling is the convolutional arithmetic
 * circuit, computed with logarithms. Cohen and Shashua 2017.
 */
import type { Scalar, Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { RunContext, Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';

export type Operator = 'average' | 'max' | 'product';

const channels = 16;
const classes = 2;

export interface PoolingNet {
  /** One step of Adam on a batch: pixels (batch, side², 1) as 0 or 1 in tree order, labels one-hot (batch, 2). */
  step(images: Tensor3D, labels: Tensor2D): void;
  /** Share of images classified correctly, and the mean cross-entropy: [accuracy, loss]. */
  evaluate(images: Tensor3D, labels: Tensor2D): Tensor;
  dispose(): void;
}

/** Scores of the classes: (batch, 2). */
type Forward = (images: Tensor3D) => Tensor2D;

interface Weights {
  readonly forward: Forward;
  readonly variables: readonly Variable[];
}

const fourApart = (tf: Tensorflow, cells: Tensor): Tensor => {
  const [batch, count, width] = cells.shape as [number, number, number];
  return tf.reshape(cells, [batch, count / 4, 4, width]);
};

/** x (batch, cells, in) · w (in, out). */
function perCell(tf: Tensorflow, x: Tensor, w: Tensor2D): Tensor {
  const [batch, cells, width] = x.shape as [number, number, number];
  return tf.reshape(tf.matMul(tf.reshape(x, [batch * cells, width]) as Tensor2D, w), [batch, cells, w.shape[1]]);
}

/** Rectified linear units with biases; average or max pooling. */
function rectifier(tf: Tensorflow, levels: number, operator: 'average' | 'max', random: RandomSource): Weights {
  const variables: Variable[] = [];
  const draw = (inputs: number, outputs: number) => {
    const values = random.normals(inputs * outputs, Math.sqrt(2 / inputs));
    const w = tf.tidy(() => tf.variable(tf.tensor2d(values, [inputs, outputs]))) as Variable;
    const b = tf.tidy(() => tf.variable(tf.zeros([outputs])));
    variables.push(w, b);
    return [w as unknown as Tensor2D, b] as const;
  };
  const layers = Array.from({ length: levels }, (_, l) => draw(l === 0 ? 1 : channels, channels));
  const [outputWeights, outputBias] = draw(channels, classes);
  const pool = operator === 'average' ? tf.mean : tf.max;
  const forward: Forward = (images) => {
    let x: Tensor = images;
    for (const [w, b] of layers) x = pool(fourApart(tf, tf.relu(tf.add(perCell(tf, x, w), b))), 2);
    return tf.add(tf.matMul(tf.reshape(x, [-1, channels]) as Tensor2D, outputWeights), outputBias);
  };
  return { forward, variables };
}

/** Sums of exponentials in place of sums: log Σ exp(w + x), with weights that are logarithms of a distribution. */
function arithmeticCircuit(tf: Tensorflow, levels: number, random: RandomSource): Weights {
  const variables: Variable[] = [];
  const draw = (inputs: number, outputs: number) => {
    const w = tf.tidy(() => tf.variable(tf.tensor2d(random.normals(inputs * outputs), [inputs, outputs]))) as Variable;
    variables.push(w);
    return w as unknown as Tensor2D;
  };
  const layers = Array.from({ length: levels }, (_, l) => draw(l === 0 ? 2 : channels, channels));
  const output = draw(channels, classes);
  const distribution = (w: Tensor2D) => tf.transpose(tf.softmax(tf.transpose(w))) as Tensor2D;
  const mixed = (x: Tensor, w: Tensor2D): Tensor => {
    const top = tf.max(x, -1, true);
    return tf.add(tf.log(perCell(tf, tf.exp(tf.sub(x, top)), distribution(w))), top);
  };
  const forward: Forward = (images) => {
    const indicators = tf.concat([images, tf.sub(1, images)], 2);
    let x: Tensor = perCell(tf, indicators, tf.log(distribution(layers[0])) as Tensor2D);
    for (const w of layers.slice(1)) x = mixed(tf.sum(fourApart(tf, x), 2), w);
    return tf.reshape(mixed(tf.sum(fourApart(tf, x), 2), output), [-1, classes]);
  };
  return { forward, variables };
}

/** Builds a net for images of side 2^levels. */
export function poolingNet(operator: Operator, levels: number, random: RandomSource, context: RunContext): PoolingNet {
  const { tf } = context;
  const { forward, variables } =
    operator === 'product' ? arithmeticCircuit(tf, levels, random) : rectifier(tf, levels, operator, random);
  const optimizer = operator === 'product' ? tf.train.adam(0.003, 0.9, 0.9) : tf.train.adam(0.002);
  const crossEntropy = (scores: Tensor2D, labels: Tensor2D): Scalar =>
    tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(scores)), 1)));
  return {
    step(images, labels) {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => crossEntropy(forward(images), labels), [...variables]);
        optimizer.applyGradients(grads as Record<string, Variable>);
      });
    },
    evaluate(images, labels) {
      return tf.tidy(() => {
        const scores = forward(images);
        const right = tf.mean(tf.cast(tf.equal(tf.argMax(scores, 1), tf.argMax(labels, 1)), 'float32'));
        return tf.stack([right, crossEntropy(scores, labels)]);
      });
    },
    dispose() {
      optimizer.dispose();
      for (const variable of variables) variable.dispose();
    },
  };
}
