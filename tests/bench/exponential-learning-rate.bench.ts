/** One step of both runs, beside the same step written the plain way: two networks, tf.variableGrads, direct weights. */
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { bench, describe } from 'vitest';
import { experiment } from '../../src/chapters/exponential-learning-rate/twin-runs.experiment';
import type { Run, Tensorflow } from '../../src/lab/experiment';
import { headlessContext } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { defaultsOf } from '../../src/lab/parameters';

const params = defaultsOf(experiment.params);

interface PlainRun {
  readonly weights: Variable[];
  readonly buffers: Variable[];
  readonly decay: number;
}

function plainTwins(tf: Tensorflow) {
  const { width, momentum, learningRate, weightDecay } = params;
  const images = tf.randomUniform([params.images, 784]) as Tensor2D;
  const labels = tf.tensor2d(
    Array.from({ length: params.images }, (_, i) => Array.from({ length: 10 }, (__, j) => (i % 10 === j ? 1 : 0))),
  );
  const last = tf.randomNormal([width, 10]) as Tensor2D;
  const runs = [weightDecay, 0].map((decay): PlainRun => {
    const weights = [tf.variable(tf.randomNormal([784, width])), tf.variable(tf.randomNormal([width, width]))];
    return { weights, decay, buffers: weights.map((w) => tf.variable(tf.zerosLike(w))) };
  });
  const layer = (x: Tensor, w: Tensor) => {
    const raw = tf.matMul(x as Tensor2D, w as Tensor2D);
    const { mean, variance } = tf.moments(raw, 0, true);
    return tf.tanh(tf.div(tf.sub(raw, mean), tf.sqrt(variance)));
  };
  let step = 0;
  return () =>
    tf.tidy(() => {
      const from = (step++ * 100) % params.images;
      const x = tf.slice2d(images, [from, 0], [100, 784]);
      const y = tf.slice2d(labels, [from, 0], [100, 10]);
      for (const { weights, buffers, decay } of runs) {
        const loss = () => {
          const logits = tf.matMul(layer(layer(x, weights[0]), weights[1]) as Tensor2D, last);
          return tf.losses.softmaxCrossEntropy<Tensor, Scalar>(y, logits);
        };
        const { grads } = tf.variableGrads(loss, weights);
        weights.forEach((w, i) => {
          const next = tf.add(tf.add(tf.mul(buffers[i], momentum), grads[w.name]), tf.mul(w, decay));
          buffers[i].assign(next);
          w.assign(tf.sub(w, tf.mul(next, learningRate)));
        });
      }
    });
}

describe.each(['wasm', 'cpu'] as const)('exponential-learning-rate/twin-runs, one step on %s', (backend) => {
  let run: Run | undefined;
  let plain: (() => void) | undefined;

  bench('the experiment', () => run?.step(), {
    time: 2000,
    async setup() {
      const { tf } = await startNodeBackend(backend);
      run?.dispose();
      run = await experiment.start(params, headlessContext(tf, backend, 1));
    },
    teardown() {
      run?.dispose();
      run = undefined;
    },
  });

  bench('plain tfjs', () => plain?.(), {
    time: 2000,
    async setup() {
      const { tf } = await startNodeBackend(backend);
      plain = plainTwins(tf);
    },
  });
});
