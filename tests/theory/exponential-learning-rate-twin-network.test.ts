/** The hand-written backward pass against automatic differentiation, and products of pairs against tfjs' own. */
import type { Scalar, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { pairedProduct } from '../../src/chapters/exponential-learning-rate/paired-product';
import { twinNetwork } from '../../src/chapters/exponential-learning-rate/twin-network';
import { binaryParts } from '../../src/chapters/exponential-learning-rate/twin-optimizer';
import { experiment } from '../../src/chapters/exponential-learning-rate/twin-runs.experiment';
import { headlessContext } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { defaultsOf } from '../../src/lab/parameters';
import { seededRandom } from '../../src/lab/random';

const close = async (a: Tensor, b: Tensor, within: number) => {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [await a.data(), await b.data()];
  left.forEach((x, i) => {
    expect(Math.abs(x - right[i])).toBeLessThan(within);
  });
};

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  it.each([
    ['batch', 'tanh'],
    ['batch', 'relu'],
    ['layer', 'tanh'],
    ['none', 'tanh'],
  ] as const)(
    '%s normalisation, %s: the gradients are those of automatic differentiation',
    async (normalization, activation) => {
      const { tf } = await startNodeBackend(backend);
      const random = seededRandom(3);
      const drawn = (...shape: [number, number, number]) =>
        tf.tensor3d(random.normals(shape[0] * shape[1] * shape[2]), shape) as Tensor3D;
      const inputs = drawn(1, 8, 5);
      const labels = tf.tensor3d(
        Float32Array.from({ length: 24 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0)),
        [1, 8, 3],
      );
      const weights = [drawn(2, 5, 6), drawn(2, 6, 6)];
      const network = twinNetwork(tf, { normalization, activation }, drawn(2, 6, 3));
      const epsilons = [tf.scalar(0.01), tf.scalar(0.02)];
      const total = (w1: Tensor, w2: Tensor) =>
        tf.sum<Scalar>(network.loss(network.forward(inputs, [w1, w2], epsilons).logits, labels));
      const automatic = tf.grads(total)(weights);
      const written = network.gradients(inputs, labels, weights, epsilons);
      await close(written[0], automatic[0], 2e-6);
      await close(written[1], automatic[1], 2e-6);
    },
  );

  it('a pair of products is the batch of them', async () => {
    const { tf } = await startNodeBackend(backend);
    const random = seededRandom(4);
    const [shared, a, b] = [
      tf.tensor3d(random.normals(12), [1, 3, 4]),
      tf.tensor3d(random.normals(40), [2, 4, 5]),
      tf.tensor3d(random.normals(30), [2, 3, 5]),
    ];
    const product = pairedProduct(tf);
    await close(product(shared, a), tf.matMul(shared, a), 1e-5);
    await close(product(shared, b, true), tf.matMul(shared, b, true), 1e-5);
    await close(product(b, a, false, true), tf.matMul(b, a, false, true), 1e-5);
  });
});

it('takes a number apart into a mantissa and a whole exponent of two', () => {
  const { mantissa, exponent } = binaryParts(Math.log(1e54));
  expect(mantissa).toBeGreaterThanOrEqual(1);
  expect(mantissa).toBeLessThan(2);
  expect((mantissa * 2 ** exponent) / 1e54).toBeCloseTo(1, 12);
});

it.each([
  [false, 1],
  [true, 0],
])('tells a reader whose WebGL has 16-bit floats only (32 bits: %s)', async (has32Bits, notes) => {
  const { tf, backend } = await startNodeBackend('wasm');
  const told: string[] = [];
  const context = headlessContext(tf, backend, 1, { onNote: (note) => told.push(note) });
  const environment = { getBool: () => has32Bits } as unknown as ReturnType<typeof tf.env>;
  const disguised = { ...context, backend: 'webgl' as const, tf: { ...tf, env: () => environment } };
  const run = await experiment.start({ ...defaultsOf(experiment.params), width: 8 }, disguised);
  run.dispose();
  expect(told.filter((note) => note.includes('65,504'))).toHaveLength(notes);
});
