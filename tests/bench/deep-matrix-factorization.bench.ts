/** One training step of `completion` at depth 3: as the essay does it, as tfjs does it plainly, and as a loop over arrays. */
import * as plain from '@tensorflow/tfjs';
import type { Matrix } from 'ml-matrix';
import { bench, describe } from 'vitest';
import { drawMask, randomLowRank } from '../../src/chapters/deep-matrix-factorization/completion-problem';
import {
  deepLinearNetwork,
  initialLayers,
  stableLearningRate,
} from '../../src/chapters/deep-matrix-factorization/deep-linear-network';
import { startNodeBackend } from '../../src/lab/node';
import { seededRandom } from '../../src/lab/random';

const depth = 3;
const options = { time: 600, warmupTime: 100 };

function problemOf(size: number) {
  const rank = size === 100 ? 5 : 2;
  const random = seededRandom(1);
  const target = randomLowRank(random.fork('truth'), size, rank);
  const { mask } = drawMask(random.fork('mask'), target, size === 100 ? 2000 : 300, rank + 1);
  const layers = initialLayers('gaussian', random.fork('layers'), target, depth, 1e-3);
  return { target, mask, layers, rate: stableLearningRate(depth, (1.2 * size) / Math.sqrt(rank)) };
}

/** The essay's step: gradients by hand, queued, nothing read back. */
async function essayStep(size: number, backend: 'wasm' | 'cpu'): Promise<() => void> {
  const { tf } = await startNodeBackend(backend);
  const { target, mask, layers, rate } = problemOf(size);
  return deepLinearNetwork(tf, layers, { target, mask }, rate).step;
}

/** `optimizer.minimize` on the masked square error, the loss read back at every step. */
async function plainStep(size: number, backend: 'wasm' | 'cpu'): Promise<() => Promise<unknown>> {
  await startNodeBackend(backend);
  const { target, mask, layers, rate } = problemOf(size);
  const tensor = (matrix: Matrix) => plain.tensor2d(matrix.to2DArray());
  const variables = layers.map((layer) => plain.variable(tensor(layer)));
  const [goal, seen] = [tensor(target), tensor(mask)];
  const optimizer = plain.train.sgd(rate);
  return async () => {
    const loss = optimizer.minimize(
      () => {
        const product = variables.reduce((w: plain.Tensor, layer) => plain.matMul(layer, w), plain.eye(size));
        return plain.sum(plain.square(plain.mul(plain.sub(product, goal), seen))).mul(0.5) as plain.Scalar;
      },
      true,
      variables,
    );
    await loss?.data();
    loss?.dispose();
  };
}

/** C ← Aᵒ Bᵒ for row-major n × n arrays, where ᵒ transposes on demand. */
function multiply(a: Float64Array, b: Float64Array, n: number, transposeA = false, transposeB = false): Float64Array {
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = transposeA ? a[k * n + i] : a[i * n + k];
      for (let j = 0; j < n; j++) c[i * n + j] += factor * (transposeB ? b[j * n + k] : b[k * n + j]);
    }
  }
  return c;
}

/** The same step as a loop over typed arrays. */
function loopStep(size: number): () => void {
  const { target, mask, layers, rate } = problemOf(size);
  const flat = (matrix: Matrix) => Float64Array.from(matrix.to1DArray());
  const [goal, seen, weights] = [flat(target), flat(mask), layers.map(flat)];
  return () => {
    const [w1, w2, w3] = weights;
    const two = multiply(w2, w1, size);
    const residual = multiply(w3, two, size).map((value, i) => rate * seen[i] * (value - goal[i]));
    const below = multiply(w3, residual, size, true);
    const changes = [
      multiply(w2, below, size, true),
      multiply(below, w1, size, false, true),
      multiply(residual, two, size, false, true),
    ];
    weights.forEach((layer, j) => {
      for (let i = 0; i < layer.length; i++) layer[i] -= changes[j][i];
    });
  };
}

for (const size of [30, 100]) {
  describe(`completion, ${size} × ${size}, depth ${depth}: one step`, () => {
    for (const backend of ['wasm', 'cpu'] as const) {
      let step: () => unknown = () => {};
      bench(`the essay, ${backend}`, () => void step(), {
        ...options,
        setup: async () => {
          step = await essayStep(size, backend);
        },
      });
      let plainly: () => Promise<unknown> = async () => {};
      bench(
        `optimizer.minimize, read back, ${backend}`,
        async () => {
          await plainly();
        },
        {
          ...options,
          setup: async () => {
            plainly = await plainStep(size, backend);
          },
        },
      );
    }
    const loop = loopStep(size);
    bench('a loop over Float64Array', loop, options);
  });
}
