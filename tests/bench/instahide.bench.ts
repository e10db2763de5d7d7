/** One step on encryptions, and one of DP-SGD, beside the same work written the plain way: tf.variableGrads, tf.conv2d, tf.train. */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { bench, describe } from 'vitest';
import { experiment as differentialPrivacy } from '../../src/chapters/instahide/differential-privacy.experiment';
import { experiment as training } from '../../src/chapters/instahide/private-training.experiment';
import type { Run, Tensorflow } from '../../src/lab/experiment';
import { headlessContext } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { defaultsOf } from '../../src/lab/parameters';

type Backend = 'wasm' | 'cpu';

const oneHot = (count: number): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: 10 }, (__, j) => Number(i % 10 === j)));

const meanCrossEntropy = (tf: Tensorflow, y: Tensor, logits: Tensor) =>
  tf.losses.softmaxCrossEntropy<Tensor, Scalar>(y, logits);

const variables = (tf: Tensorflow, shapes: readonly (readonly number[])[]): Variable[] =>
  shapes.map((shape) => tf.variable(tf.randomNormal([...shape], 0, 0.05)));

/** The convolutional net, its batch drawn from images on the device: gather, mix, mask, Adam. */
function plainConvolutional(tf: Tensorflow) {
  const weights = variables(tf, [[3, 3, 1, 16], [16], [3, 3, 16, 32], [32], [1568, 64], [64], [64, 10], [10]]);
  const images = tf.randomNormal([2000, 784]) as Tensor2D;
  const labels = tf.tensor2d(oneHot(2000));
  const optimizer = tf.train.adam(1e-3);
  const forward = (x: Tensor) => {
    const [w1, b1, w2, b2, w3, b3, w4, b4] = weights;
    let maps = tf.reshape(tf.abs(x), [-1, 28, 28, 1]) as Tensor4D;
    maps = tf.maxPool(tf.relu(tf.add(tf.conv2d(maps, w1 as Tensor as Tensor4D, 1, 'same'), b1)), 2, 2, 'same');
    maps = tf.maxPool(tf.relu(tf.add(tf.conv2d(maps, w2 as Tensor as Tensor4D, 1, 'same'), b2)), 2, 2, 'same');
    const hidden = tf.relu(tf.add(tf.matMul(tf.reshape(maps, [-1, 1568]), w3 as Tensor as Tensor2D), b3));
    return tf.add(tf.matMul(hidden, w4 as Tensor as Tensor2D), b4);
  };
  return () =>
    tf.tidy(() => {
      const mixture = (of: Tensor2D) => {
        const parts = [0, 1, 2, 3].map(() =>
          tf.mul(tf.gather(of, tf.randomUniform([64], 0, 2000, 'int32') as Tensor1D), 0.25),
        );
        return tf.addN(parts);
      };
      const mask = tf.sub(tf.mul(tf.randomUniform([64, 784], 0, 2, 'int32'), 2), 1);
      const x = tf.mul(mixture(images), mask);
      const y = mixture(labels);
      optimizer.minimize(() => meanCrossEntropy(tf, y, forward(x)), false, weights);
    });
}

/** DP-SGD as its definition reads: a gradient for each of the 200 examples, clipped one by one. */
function plainPrivateSgd(tf: Tensorflow) {
  const weights = variables(tf, [[784, 64], [64], [64, 10], [10]]);
  const images = tf.randomNormal([200, 784]) as Tensor2D;
  const labels = tf.tensor2d(oneHot(200));
  const forward = (x: Tensor2D) => {
    const [w1, b1, w2, b2] = weights;
    const hidden = tf.relu(tf.add(tf.matMul(x, w1 as Tensor as Tensor2D), b1)) as Tensor2D;
    return tf.add(tf.matMul(hidden, w2 as Tensor as Tensor2D), b2);
  };
  return () =>
    tf.tidy(() => {
      const sums: Tensor[] = weights.map((w) => tf.mul(tf.randomNormal(w.shape), 4));
      for (let i = 0; i < 200; i++) {
        const x = tf.slice(images, [i, 0], [1, 784]);
        const y = tf.slice(labels, [i, 0], [1, 10]);
        const { grads } = tf.variableGrads(() => meanCrossEntropy(tf, y, forward(x)), weights);
        const squares = tf.addN(weights.map((w) => tf.sum(tf.square(grads[w.name]))));
        const factor = tf.minimum(1, tf.div(1, tf.sqrt(squares)));
        weights.forEach((w, j) => {
          sums[j] = tf.add(sums[j], tf.mul(grads[w.name], factor));
        });
      }
      weights.forEach((w, j) => {
        w.assign(tf.sub(w, tf.mul(sums[j], 0.25 / 200)));
      });
    });
}

async function started(which: 'training' | 'privacy', backend: Backend): Promise<Run> {
  const { tf } = await startNodeBackend(backend);
  const context = headlessContext(tf, backend, 1);
  return which === 'training'
    ? training.start({ ...defaultsOf(training.params), epochs: 60 }, context)
    : differentialPrivacy.start(defaultsOf(differentialPrivacy.params), context);
}

describe.each(['wasm', 'cpu'] as const)('instahide/private-training, one batch of 64 on %s', (backend) => {
  let run: Run | undefined;
  bench('the experiment', () => run?.step(), {
    time: 2000,
    iterations: 2,
    warmupIterations: 1,
    async setup() {
      run ??= await started('training', backend);
    },
  });

  // WebAssembly has no gradient of tf.conv2d: there the plain way does not run at all.
  if (backend === 'cpu') {
    let plain: (() => void) | undefined;
    bench('plain tfjs', () => plain?.(), {
      time: 2000,
      iterations: 2,
      warmupIterations: 1,
      async setup() {
        const { tf } = await startNodeBackend(backend);
        plain ??= plainConvolutional(tf);
      },
    });
  }
});

describe.each(['wasm', 'cpu'] as const)('instahide/differential-privacy, one step on %s', (backend) => {
  let run: Run | undefined;
  let plain: (() => void) | undefined;
  bench('the experiment', () => run?.step(), {
    time: 1000,
    iterations: 5,
    async setup() {
      run ??= await started('privacy', backend);
    },
  });
  bench('plain tfjs, an example at a time', () => plain?.(), {
    time: 1000,
    iterations: 2,
    warmupIterations: 1,
    async setup() {
      const { tf } = await startNodeBackend(backend);
      plain ??= plainPrivateSgd(tf);
    },
  });
});
