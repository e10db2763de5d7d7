/** Square against mirror pooling windows, on pictures made for either. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { defineExperiment, type Field, type Frame, ReaderError, type RunContext } from '../../lab/experiment';
import { choice, integer, type ParametersOf, toggle } from '../../lab/parameters';
import type { SweepRecording } from '../../lab/recording';
import { blobSide, drawBlob, type LabelledBlobs, labelled } from './blobs';
import { type PoolingNet, poolingNet } from './pooling-net';
import { type Geometry, poolingOrder } from './pooling-order';

const batch = 64;
const epochs = 20;
const generated = { train: 10_000, test: 2_500 };
const shownExamples = 16;

const params = {
  task: choice({
    label: 'Task',
    help: 'What tells the two classes apart: whether the blob is closed, or whether it is its own mirror image.',
    options: [
      { value: 'closedness', label: 'closed or not' },
      { value: 'symmetry', label: 'symmetric or not' },
    ],
    default: 'closedness',
  }),
  pooling: choice({
    label: 'Windows',
    help: 'Square windows join neighbours, mirror windows a pixel with its three reflections.',
    options: [
      { value: 'square', label: 'square' },
      { value: 'mirror', label: 'mirror' },
    ],
    default: 'square',
  }),
  operator: choice({
    label: 'Pooling',
    help: 'What a window does with its four values; the product makes the net an arithmetic circuit.',
    options: [
      { value: 'average', label: 'average' },
      { value: 'max', label: 'maximum' },
      { value: 'product', label: 'product' },
    ],
    default: 'average',
  }),
  compare: toggle({
    label: 'Train the other windows too',
    help: 'Both geometries on the same batches.',
    default: true,
  }),
  images: integer({
    label: 'Training pictures',
    help: 'Pictures trained on.',
    min: 500,
    max: 8000,
    step: 500,
    default: 4000,
    advanced: true,
  }),
};

export type PoolingParams = ParametersOf<typeof params>;

export interface PoolingFrame extends Frame {
  /** Sixteen pictures of the training set, (16, side, side), and their classes. */
  readonly examples: Field;
  readonly exampleLabels: Uint8Array;
  /** Test accuracies of the recorded sweep over seeds; empty where none is shipped. */
  readonly recorded: readonly RecordedAccuracy[];
}

export interface RecordedAccuracy {
  readonly task: PoolingParams['task'];
  readonly pooling: Geometry;
  readonly operator: PoolingParams['operator'];
  readonly seed: number;
  readonly testAccuracy: number;
}

async function recordedSweep({ data }: RunContext): Promise<readonly RecordedAccuracy[]> {
  try {
    const { rows } = (await data.recording('tensor-cnn-widths/pooling-geometry.seeds')) as SweepRecording;
    return rows.map(({ params: p, seed, metrics }) => ({
      task: p.task as PoolingParams['task'],
      pooling: p.pooling as Geometry,
      operator: p.operator as PoolingParams['operator'],
      seed,
      testAccuracy: metrics.testAccuracy,
    }));
  } catch (error) {
    // A missing sweep takes nothing from the live run.
    if (error instanceof ReaderError) return [];
    throw error;
  }
}

interface ImageTensors {
  readonly images: Tensor3D;
  readonly labels: Tensor2D;
}

/** Pictures in the pixel order of a geometry, so that a window is four neighbours. */
function inOrder(set: LabelledBlobs, geometry: Geometry, { tf }: RunContext): ImageTensors {
  const order = poolingOrder(geometry, blobSide);
  const values = new Float32Array(set.images.length * order.length);
  for (const [i, image] of set.images.entries())
    order.forEach((pixel, k) => {
      values[i * order.length + k] = image[pixel];
    });
  const labels = Float32Array.from({ length: 2 * set.labels.length }, (_, k) =>
    set.labels[k >> 1] === (k & 1) ? 1 : 0,
  );
  return {
    images: tf.tensor3d(values, [set.images.length, order.length, 1]),
    labels: tf.tensor2d(labels, [set.labels.length, 2]),
  };
}

interface Trained {
  readonly net: PoolingNet;
  readonly train: ImageTensors;
  readonly test: ImageTensors;
}

const other = (geometry: Geometry): Geometry => (geometry === 'square' ? 'mirror' : 'square');

export const experiment = defineExperiment<typeof params, PoolingFrame>({
  id: 'tensor-cnn-widths/pooling-geometry',
  title: 'Which pixels meet first: square windows against mirror windows',
  sentence:
    'Windows that join neighbours see closed shapes better; windows that join mirror images see symmetry better.',
  params,
  presets: {
    closed: { label: 'closed shapes', params: { task: 'closedness', pooling: 'square' } },
    symmetric: { label: 'symmetric shapes', params: { task: 'symmetry', pooling: 'mirror' } },
    product: { label: 'as the theory has it: products', params: { operator: 'product' } },
  },
  claim: {
    statement:
      'Square windows win where shapes are closed, mirror windows where they are symmetric, by at least five points with average pooling.',
    holds({ metrics, status }, p) {
      if (!p.compare || p.operator !== 'average' || status !== 'converged') return null;
      const favoured = (p.task === 'closedness') === (p.pooling === 'square');
      const margin = metrics.testAccuracy - metrics.otherAccuracy;
      return (favoured ? margin : -margin) >= 0.05;
    },
  },
  maximumSteps: (epochs * 8000) / batch,
  every: 25,
  recording: { params: { task: 'symmetry', pooling: 'mirror' } },
  sweeps: {
    seeds: {
      vary: {
        task: ['closedness', 'symmetry'],
        pooling: ['square', 'mirror'],
        operator: ['average', 'max', 'product'],
      },
      params: { compare: false },
      seeds: [1, 2, 3],
      metrics: ['testAccuracy'],
    },
  },
  async start(p, context) {
    const { tf, random, signal } = context;
    const blobs = async (count: number, label: string) => {
      const source = random.fork(label);
      const drawn = [];
      for (let i = 0; i < count; i++) {
        if (i % 500 === 0) {
          signal.throwIfAborted();
          context.progress(i / count, `Drawing pictures to ${label}`);
          await new Promise((resolve) => setTimeout(resolve));
        }
        drawn.push(drawBlob(source));
      }
      return drawn;
    };
    const train = labelled(await blobs(generated.train, 'train'), p.task, random.fork('choose'), p.images);
    const test = labelled(await blobs(generated.test, 'test'), p.task, random.fork('choose test'), generated.test);
    signal.throwIfAborted();
    const recorded = await recordedSweep(context);

    const prepare = (geometry: Geometry): Trained => ({
      net: poolingNet(p.operator, Math.log2(blobSide), random.fork('weights'), context),
      train: inOrder(train, geometry, context),
      test: inOrder(test, geometry, context),
    });
    const own = prepare(p.pooling);
    const rival = p.compare ? prepare(other(p.pooling)) : undefined;
    const nets = rival ? [own, rival] : [own];
    const batches = Math.floor(train.images.length / batch);
    const total = epochs * batches;
    const order = random.fork('batches');
    let shuffled = order.permutation(train.images.length);
    let step = 0;
    const accuracy = async ({ net, test: t }: Trained) => {
      const scores = net.evaluate(t.images, t.labels);
      const [right] = await scores.data();
      scores.dispose();
      return right;
    };
    const lossOf = async ({ net, train: t }: Trained) => {
      const scores = tf.tidy(() => net.evaluate(tf.slice(t.images, 0, 500), tf.slice(t.labels, 0, 500)));
      const [, loss] = await scores.data();
      scores.dispose();
      return loss;
    };
    return {
      step() {
        if (step >= total) return;
        const at = step % batches;
        if (at === 0 && step > 0) shuffled = order.permutation(train.images.length);
        tf.tidy(() => {
          const rows = tf.tensor1d(Int32Array.from(shuffled.subarray(at * batch, (at + 1) * batch)), 'int32');
          for (const { net, train: t } of nets) net.step(tf.gather(t.images, rows), tf.gather(t.labels, rows));
        });
        step++;
      },
      async read() {
        const trainLoss = await lossOf(own);
        const metrics = {
          testAccuracy: await accuracy(own),
          trainLoss,
          ...(rival && { otherAccuracy: await accuracy(rival), otherLoss: await lossOf(rival) }),
        };
        const examples = new Uint8Array(shownExamples * blobSide * blobSide);
        for (let i = 0; i < shownExamples; i++) examples.set(train.images[i], i * blobSide * blobSide);
        const common = {
          step,
          metrics,
          examples: { shape: [shownExamples, blobSide, blobSide], data: examples },
          exampleLabels: train.labels.slice(0, shownExamples),
          recorded,
        };
        if (!Number.isFinite(trainLoss)) {
          return {
            ...common,
            status: 'diverged',
            cause: 'The loss is no longer finite. Try another seed or operator.',
          };
        }
        return { ...common, status: step >= total ? 'converged' : 'running' };
      },
      dispose() {
        for (const { net, train: a, test: b } of nets) {
          net.dispose();
          for (const tensor of [a.images, a.labels, b.images, b.labels]) tensor.dispose();
        }
      },
    };
  },
});
