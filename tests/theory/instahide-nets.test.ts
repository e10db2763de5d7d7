import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { crossEntropy, initialParameters, logits } from '../../src/chapters/instahide/classifier';
import { epochRecipes, maskInPlace, schemeOf } from '../../src/chapters/instahide/encryption';
import type { ImagePool } from '../../src/chapters/instahide/image-pool';
import { privateSgd } from '../../src/chapters/instahide/private-sgd';
import { ReaderError } from '../../src/lab/experiment';
import { startNodeBackend } from '../../src/lab/node';
import { seededRandom } from '../../src/lab/random';

const random = seededRandom(5);

describe('the classifier’s own gradients', () => {
  it('are those of plain tfjs', async () => {
    const { tf } = await startNodeBackend('cpu');
    const before = tf.memory().numTensors;
    const theta = tf.tensor1d(initialParameters('cnn', random));
    const x = tf.tensor2d(random.normals(3 * 784), [3, 784]);
    const y = tf.tensor2d([0, 1, 2].map((c) => Array.from({ length: 10 }, (_, i) => (i === c ? 0.7 : 0))));
    const shapes = [[3, 3, 1, 16], [16], [3, 3, 16, 32], [32], [1568, 64], [64], [64, 10], [10]];
    const plain = (flat: Tensor1D): Tensor2D => {
      let from = 0;
      const [w1, b1, w2, b2, w3, b3, w4, b4] = shapes.map((shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const layer = tf.reshape(tf.slice(flat, [from], [size]), shape);
        from += size;
        return layer;
      });
      let maps = tf.reshape(x, [3, 28, 28, 1]) as Tensor4D;
      maps = tf.maxPool(tf.relu(tf.add(tf.conv2d(maps, w1 as Tensor4D, 1, 'same'), b1)), 2, 2, 'same');
      maps = tf.maxPool(tf.relu(tf.add(tf.conv2d(maps, w2 as Tensor4D, 1, 'same'), b2)), 2, 2, 'same');
      const hidden = tf.relu(tf.add(tf.matMul(tf.reshape(maps, [3, 1568]), w3 as Tensor2D), b3));
      return tf.add(tf.matMul(hidden, w4 as Tensor2D), b4);
    };
    const gradientOf = (net: (flat: Tensor1D) => Tensor2D) =>
      tf.grad((flat) => crossEntropy(tf, net(flat as Tensor1D), y))(theta);
    const own = gradientOf((flat) => logits(tf, 'cnn', flat, x));
    const expected = gradientOf(plain);
    const [a, b] = [await own.data<'float32'>(), await expected.data<'float32'>()];
    const largest = b.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
    const miss = a.reduce((top, v, i) => Math.max(top, Math.abs(v - b[i])), 0);
    expect(miss / largest).toBeLessThan(1e-4);
    tf.dispose([theta, x, y, own, expected]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('DP-SGD', () => {
  const images: ImagePool = { count: 4, pixels: random.normals(4 * 784), labels: Uint8Array.of(3, 1, 4, 1) };
  const streams = () => ({ weights: seededRandom(1), noise: seededRandom(2) });

  it('moves by at most the learning rate times the clipping norm for one example', async () => {
    const { tf } = await startNodeBackend('cpu');
    const options = { clipNorm: 0.5, noiseMultiplier: 0, learningRate: 1, expectedBatch: 1 };
    const net = privateSgd(tf, images, options, streams());
    const before = await net.weights();
    net.step([2]);
    const after = await net.weights();
    const moved = Math.sqrt(after.reduce((sum, w, i) => sum + (w - before[i]) ** 2, 0));
    // A fresh net's gradient on standard normals is longer than 0.5: clipping makes it exactly that long.
    expect(moved).toBeCloseTo(0.5, 4);
    net.dispose();
  });

  it('sums what each example gives by itself', async () => {
    const { tf } = await startNodeBackend('cpu');
    const options = { clipNorm: 0.5, noiseMultiplier: 0, learningRate: 1, expectedBatch: 1 };
    const step = async (examples: readonly number[]) => {
      const net = privateSgd(tf, images, options, streams());
      const before = await net.weights();
      net.step(examples);
      const after = await net.weights();
      net.dispose();
      return after.map((w, i) => w - before[i]);
    };
    const [both, one, other] = [await step([0, 3]), await step([0]), await step([3])];
    expect(both.reduce((top, v, i) => Math.max(top, Math.abs(v - one[i] - other[i])), 0)).toBeLessThan(1e-5);
  });

  it('adds noise of σC to the sum, also when nobody is drawn', async () => {
    const { tf } = await startNodeBackend('cpu');
    const options = { clipNorm: 2, noiseMultiplier: 3, learningRate: 1, expectedBatch: 10 };
    const net = privateSgd(tf, images, options, streams());
    const before = await net.weights();
    net.step([]);
    const after = await net.weights();
    const variance = after.reduce((sum, w, i) => sum + (w - before[i]) ** 2, 0) / after.length;
    expect(Math.abs(Math.sqrt(variance) - (2 * 3) / 10)).toBeLessThan(0.01);
    net.dispose();
  });
});

describe('an epoch of encryptions', () => {
  it('has every private image once in the first slot, and public ones from the third on', () => {
    const inside = epochRecipes(schemeOf('instahide-inside', 4), 50, 0, random);
    expect(new Set(inside.map(({ members }) => members[0])).size).toBe(50);
    expect(inside.every(({ members, privateCount }) => members.length === 4 && privateCount === 4)).toBe(true);
    const across = epochRecipes(schemeOf('instahide-cross', 6), 50, 3, random);
    expect(
      across.every(({ members, privateCount }) => privateCount === 2 && members.slice(2).every((m) => m < 3)),
    ).toBe(true);
    for (const { lambda } of across) expect(lambda[0] + lambda[1]).toBeGreaterThanOrEqual(0.3);
  });

  it('refuses more private images a mixture than there are', () => {
    expect(() => epochRecipes(schemeOf('instahide-inside', 6), 5, 0, random)).toThrow(ReaderError);
  });

  it('flips signs by fair coins', () => {
    const ones = new Float32Array(40_000).fill(1);
    maskInPlace(ones, random.uniform);
    expect(ones.every((x) => Math.abs(x) === 1)).toBe(true);
    expect(Math.abs(ones.reduce((sum, x) => sum + x, 0))).toBeLessThan(1000);
  });
});
