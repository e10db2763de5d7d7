/** Steps of the tensor chapter on both terminal backends, and a fit written the plain way: optimizer.minimize and a read-back. */
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { bench, describe } from 'vitest';
import { targets, targetTensor } from '../../src/chapters/tensor-cnn-widths/pair-targets';
import { experiment as pooling } from '../../src/chapters/tensor-cnn-widths/pooling-geometry.experiment';
import { experiment as rank } from '../../src/chapters/tensor-cnn-widths/rank-of-a-cut.experiment';
import { experiment as floor } from '../../src/chapters/tensor-cnn-widths/width-floor.experiment';
import { headlessContext, runExperiment } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { defaultsOf } from '../../src/lab/parameters';

/** The circuit of widths 4, 4, 2 with gradients by automatic differentiation. */
async function plainFit(choice: 'wasm' | 'cpu') {
  const { tf } = await startNodeBackend(choice);
  const goal = tf.tensor(targetTensor(targets['short-range'], [0, 1, 2, 3, 4, 5, 6, 7]), [256, 256]);
  const weights: Variable[] = [
    tf.variable(tf.randomNormal([8, 4, 4])),
    tf.variable(tf.randomNormal([4, 4, 4])),
    tf.variable(tf.randomNormal([2, 2, 4])),
  ];
  const pooled = (channels: Tensor): Tensor => {
    const [n, r, s] = channels.shape as [number, number, number];
    const pairs = tf.reshape(channels, [n / 2, 2, r, s]);
    const [left, right] = tf.unstack(pairs, 1);
    return tf.reshape(tf.mul(tf.expandDims(left, 3), tf.expandDims(right, 2)), [n / 2, r, s * s]);
  };
  const optimizer = tf.train.adam(0.03);
  return async () => {
    const loss = optimizer.minimize(
      () => {
        let channels: Tensor = weights[0];
        for (const w of weights.slice(1)) channels = tf.matMul(w, pooled(channels));
        const [left, right] = tf.unstack(channels, 0);
        return tf.sum(tf.square(tf.sub(tf.matMul(left, right, true, false), goal))) as Scalar;
      },
      true,
      weights,
    );
    await loss?.data();
    loss?.dispose();
  };
}

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`one step of a width-floor fit, one restart, ${backend}`, async () => {
    const { tf } = await startNodeBackend(backend);
    const params = { ...defaultsOf(floor.params), restarts: 1, rival: false };
    const run = await floor.start(params, headlessContext(tf, backend, 1));
    const plain = await plainFit(backend);
    bench('as the essay does it', async () => {
      await startNodeBackend(backend);
      run.step();
    });
    bench('optimizer.minimize and a read-back', async () => {
      await startNodeBackend(backend);
      await plain();
    });
  });
}

describe('pooling geometry, one step of both nets', async () => {
  const { tf } = await startNodeBackend('wasm');
  const run = await pooling.start(defaultsOf(pooling.params), headlessContext(tf, 'wasm', 1));
  bench('wasm', async () => {
    await startNodeBackend('wasm');
    run.step();
  });
});

describe('rank and spectrum of a circuit of 16 inputs', () => {
  bench('exact rank, then singular values', async () => {
    await runExperiment(rank, { params: { inputs: 16 } });
  });
});
