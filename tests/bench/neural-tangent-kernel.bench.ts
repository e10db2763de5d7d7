/** Kernels in float64, and a training step of `width-to-infinity` as the essay does it and as tfjs does it plainly. */
import * as plain from '@tensorflow/tfjs';
import { bench, describe } from 'vitest';
import { createNets } from '../../src/chapters/neural-tangent-kernel/batched-nets';
import { circleInputs } from '../../src/chapters/neural-tangent-kernel/circle-theory';
import { convolutionalKernel } from '../../src/chapters/neural-tangent-kernel/convolutional-theory';
import { gramMatrix } from '../../src/chapters/neural-tangent-kernel/theory';
import { startNodeBackend } from '../../src/lab/node';
import { seededRandom } from '../../src/lab/random';

const options = { time: 600, warmupTime: 100 };
const random = seededRandom(1);

describe('kernels in float64', () => {
  const table = { rows: 500, columns: 17, data: Float64Array.from({ length: 8500 }, () => random.normal()) };
  bench(
    'gram matrix of 500 × 500 pairs at depth 3 (at most 60 ms)',
    () => void gramMatrix(table, { depth: 3 }),
    options,
  );

  const average = convolutionalKernel(
    { height: 8, width: 8, channels: 1 },
    { depth: 3, filter: 3, pooling: 'average' },
  );
  const vanilla = convolutionalKernel(
    { height: 8, width: 8, channels: 1 },
    { depth: 3, filter: 3, pooling: 'vanilla' },
  );
  const [x, z] = [1, 2].map(() => average.prepare(Float64Array.from({ length: 64 }, () => random.uniform())));
  bench(
    'one pair of 8 × 8 images, CNTK with average pooling (at least 2,000 a second)',
    () => void average.pair(x, z),
    options,
  );
  bench('one pair of 8 × 8 images, CNTK without pooling', () => void vanilla.pair(x, z), options);
});

const targets = [1, -1, 1, -1, 0.5];
const points = circleInputs([0, 0.9, 2, 3.3, 4.4]);
const stepSize = 0.29;
const nets = 10;

/** The essay's step: ten nets at once, gradients by hand, nothing read back. */
async function essayStep(width: number, backend: 'wasm' | 'cpu'): Promise<() => void> {
  const { tf } = await startNodeBackend(backend);
  const batch = createNets(tf, { nets, inputs: 2, width, depth: 1 }, seededRandom(1));
  const inputs = batch.inputs(points);
  const start = batch.outputs(inputs);
  const wanted = tf.tidy(() => tf.add(start, tf.tensor3d(targets, [1, 5, 1])) as typeof start);
  start.dispose();
  return () => batch.descend(inputs, wanted, stepSize);
}

/** The same ten nets one after the other with `optimizer.minimize`, each loss read back. */
async function plainStep(width: number, backend: 'wasm' | 'cpu'): Promise<() => Promise<void>> {
  await startNodeBackend(backend);
  const inputs = plain.tensor2d(Float32Array.from(points.data), [5, 2]);
  const optimizer = plain.train.sgd(stepSize);
  const output = ([first, last]: plain.Variable[]) =>
    plain.matMul(
      plain.mul(
        plain.relu(plain.matMul(inputs, first as unknown as plain.Tensor2D)),
        Math.sqrt(2 / width),
      ) as plain.Tensor2D,
      last as unknown as plain.Tensor2D,
    );
  const all = Array.from({ length: nets }, () => [
    plain.variable(plain.randomNormal([2, width])),
    plain.variable(plain.randomNormal([width, 1])),
  ]);
  const wanted = all.map((weights) => plain.tidy(() => plain.add(output(weights), plain.tensor2d(targets, [5, 1]))));
  return async () => {
    for (const [i, weights] of all.entries()) {
      const loss = optimizer.minimize(
        () => plain.mul(plain.sum(plain.square(plain.sub(output(weights), wanted[i]))), 0.5) as plain.Scalar,
        true,
        weights,
      );
      await loss?.data();
      loss?.dispose();
    }
  };
}

for (const backend of ['wasm', 'cpu'] as const) {
  for (const width of [256, 4096]) {
    describe(`width-to-infinity, ten nets of width ${width}, ${backend}`, () => {
      let essay: () => void = () => {};
      let minimize: () => Promise<void> = async () => {};
      bench('the essay’s step', () => essay(), {
        ...options,
        setup: async () => {
          essay = await essayStep(width, backend);
        },
      });
      bench('optimizer.minimize, one net after the other', () => minimize(), {
        ...options,
        setup: async () => {
          minimize = await plainStep(width, backend);
        },
      });
    });
  }
}
