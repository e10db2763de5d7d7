/** Fits circuits of eight inputs to a target tensor: several restarts at once, gradients written out. */
import type { Tensor, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { RunContext } from '../../lab/experiment';
import { type CircuitShape, depthOf, drawWeights, gridTensor, widthBelow } from './theory';

const learningRate = 0.03;
const decay1 = 0.9;
const decay2 = 0.999;
const epsilon = 1e-8;

export interface CircuitFit {
  /** One full-batch step of Adam on every restart; the rate follows a cosine down to zero at `steps`. */
  step(): void;
  /** Relative squared error of every restart. */
  errors(): Promise<Float32Array>;
  dispose(): void;
}

/** Where a layer's weights lie in the packed vector, and their shape: (restarts × locations, r_l, r_{l−1}). */
interface Slot {
  readonly start: number;
  readonly shape: [number, number, number];
}

function slotsOf(shape: CircuitShape, restarts: number): readonly Slot[] {
  let start = 0;
  const slots = shape.widths.map((width, l): Slot => {
    const slot: Slot = { start, shape: [(restarts * shape.inputs) / 2 ** l, width, widthBelow(shape, l)] };
    start += slot.shape[0] * slot.shape[1] * slot.shape[2];
    return slot;
  });
  const last = shape.widths[shape.widths.length - 1];
  return [...slots, { start, shape: [restarts, last, 1] }];
}

/** Normal weights of variance 1/fan-in, with the output scaled so that the student's tensor has norm 1. */
function initialWeights(
  shape: CircuitShape,
  restarts: number,
  slots: readonly Slot[],
  context: RunContext,
): Float32Array {
  const output = slots[slots.length - 1];
  const packed = new Float32Array(output.start + output.shape[0] * output.shape[1]);
  for (let restart = 0; restart < restarts; restart++) {
    const random = context.random.fork(`restart ${restart}`);
    const drawn = drawWeights(shape, () => random.normal());
    const layers = drawn.layers.map((layer, l) => layer.map((w) => w.map((x) => x / Math.sqrt(widthBelow(shape, l)))));
    const student = gridTensor(shape, { layers, output: drawn.output });
    const norm = Math.sqrt(student.reduce((sum, x) => sum + x * x, 0));
    for (const [l, layer] of layers.entries()) {
      const size = slots[l].shape[1] * slots[l].shape[2];
      for (const [j, w] of layer.entries()) packed.set(w, slots[l].start + (restart * layer.length + j) * size);
    }
    packed.set(
      drawn.output.map((x) => x / norm),
      output.start + restart * output.shape[1],
    );
  }
  return packed;
}

/** `target` has M^8 entries over the leaves with norm 1. */
export function fitCircuit(
  shape: CircuitShape,
  target: Float32Array,
  restarts: number,
  steps: number,
  context: RunContext,
): CircuitFit {
  const { tf } = context;
  const depth = depthOf(shape);
  const side = Math.round(Math.sqrt(target.length));
  const slots = slotsOf(shape, restarts);
  const start = initialWeights(shape, restarts, slots, context);
  const goal = tf.tensor(target, [1, side, side]);
  const weights: Variable = tf.tidy(() => tf.variable(tf.tensor1d(start)));
  const mean: Variable = tf.tidy(() => tf.variable(tf.zeros([start.length])));
  const square: Variable = tf.tidy(() => tf.variable(tf.zeros([start.length])));
  let done = 0;

  const weightsOf = ({ start: from, shape: size }: Slot): Tensor3D =>
    tf.reshape(tf.slice(weights, from, size[0] * size[1] * size[2]), size);

  /** Splits neighbours apart: (2n, r, s) → two of (n, r, s). */
  const apart = (channels: Tensor3D): [Tensor3D, Tensor3D] => {
    const [n, r, s] = channels.shape;
    const pairs = tf.reshape(channels, [n / 2, 2, r, s]);
    const part = (i: number) => tf.reshape(tf.slice(pairs, [0, i, 0, 0], [n / 2, 1, r, s]), [n / 2, r, s]) as Tensor3D;
    return [part(0), part(1)];
  };
  const together = (left: Tensor, right: Tensor): Tensor3D => {
    const [n, r, s] = left.shape;
    return tf.reshape(tf.stack([left, right], 1), [2 * n, r, s]);
  };
  const outer = (left: Tensor3D, right: Tensor3D): Tensor3D => {
    const [n, r, s] = left.shape;
    return tf.reshape(tf.mul(tf.expandDims(left, 3), tf.expandDims(right, 2)), [n, r, s * s]);
  };

  /** Channels of every layer after convolution, and the pooled tensors that went into them (none below the first). */
  const forward = () => {
    const channels: Tensor3D[] = [weightsOf(slots[0])];
    const pooled: Tensor3D[] = [];
    for (let l = 1; l < depth; l++) {
      pooled.push(outer(...apart(channels[l - 1])));
      channels.push(tf.matMul(weightsOf(slots[l]), pooled[l - 1]));
    }
    const [left, right] = apart(channels[depth - 1]);
    const output = weightsOf(slots[depth]);
    const student = tf.matMul(tf.mul(left, output), right, true, false);
    return { channels, pooled, left, right, output, difference: tf.sub(student, goal) as Tensor3D };
  };

  /** The gradient of ‖student − goal‖² of every restart, packed like the weights. */
  const gradient = (): Tensor => {
    const { channels, pooled, left, right, output, difference } = forward();
    const error = tf.mul(difference, 2);
    const towardsLeft = tf.matMul(right, error, false, true);
    const towardsRight = tf.matMul(left, error);
    const gradients: Tensor[] = [tf.sum(tf.mul(left, towardsLeft), 2)];
    let above = together(tf.mul(towardsLeft, output), tf.mul(towardsRight, output));
    for (let l = depth - 1; l > 0; l--) {
      gradients.unshift(tf.matMul(above, pooled[l - 1], false, true));
      const below = tf.matMul(weightsOf(slots[l]), above, true, false);
      const [x, y] = apart(channels[l - 1]);
      const [n, r, s] = x.shape;
      const grid = tf.reshape(below, [n, r, s, s]);
      above = together(tf.sum(tf.mul(grid, tf.expandDims(y, 2)), 3), tf.sum(tf.mul(grid, tf.expandDims(x, 3)), 2));
    }
    gradients.unshift(above);
    return tf.concat(gradients.map((g) => tf.reshape(g, [-1])));
  };

  return {
    step() {
      tf.tidy(() => {
        const g = gradient();
        done++;
        const rate = (learningRate * (1 + Math.cos((Math.PI * Math.min(done - 1, steps)) / steps))) / 2;
        mean.assign(tf.add(tf.mul(mean, decay1), tf.mul(g, 1 - decay1)));
        square.assign(tf.add(tf.mul(square, decay2), tf.mul(tf.square(g), 1 - decay2)));
        const size = rate / (1 - decay1 ** done);
        const spread = tf.add(tf.sqrt(tf.mul(square, 1 / (1 - decay2 ** done))), epsilon);
        weights.assign(tf.sub(weights, tf.div(tf.mul(mean, size), spread)));
      });
    },
    async errors() {
      // Summed in two stages: one sum of 65,536 squares in float32 is off by more than the test of the floor allows.
      const errors: Tensor = tf.tidy(() => tf.sum(tf.sum(tf.square(forward().difference), 2), 1));
      const values = await errors.data<'float32'>();
      errors.dispose();
      return Float32Array.from(values);
    },
    dispose() {
      for (const tensor of [goal, weights, mean, square]) tensor.dispose();
    },
  };
}
