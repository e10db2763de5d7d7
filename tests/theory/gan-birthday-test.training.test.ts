import { describe, expect, it } from 'vitest';
import { adam, denseNet } from '../../src/chapters/gan-birthday-test/dense-net';
import { halfSize } from '../../src/chapters/gan-birthday-test/digits';
import { lossesOf, softplus } from '../../src/chapters/gan-birthday-test/gan';
import {
  countModes,
  coveredModes,
  effectiveModes,
  highQualityShare,
  mixtures,
  sampleMixture,
} from '../../src/chapters/gan-birthday-test/mixtures';
import { poolWeights } from '../../src/chapters/gan-birthday-test/pools';
import { effectiveSupport } from '../../src/chapters/gan-birthday-test/theory';
import { startNodeBackend } from '../../src/lab/node';
import { seededRandom } from '../../src/lab/random';

describe('a dense net', () => {
  it('has the gradients that central differences have', async () => {
    const { tf } = await startNodeBackend('cpu');
    const random = seededRandom(1);
    const net = denseNet(tf, [3, 5, 4, 2], 0.2, random);
    const [input, weights] = [tf.tensor2d(random.normals(18), [6, 3]), tf.tensor2d(random.normals(12), [6, 2])];
    const initial = (await net.parameters.data()).slice();
    const lossAt = async (parameters: ArrayLike<number>, x = input) => {
      const sum = tf.tidy(() => {
        net.parameters.assign(tf.tensor1d(Float32Array.from(parameters)));
        return tf.sum(tf.mul(net.forward(x).output, weights));
      });
      return (await sum.data())[0];
    };
    const [inParameters, inInput] = tf.tidy(() => {
      const pass = net.forward(input);
      return [net.parameterGradient(pass, weights), net.inputGradient(pass, weights)];
    });
    const gradient = await inParameters.data();
    expect(gradient.length).toBe(initial.length);
    const h = 1e-2;
    for (let i = 0; i < initial.length; i++) {
      const moved = (by: number) => Float32Array.from(initial, (w, j) => (j === i ? w + by : w));
      const slope = ((await lossAt(moved(h))) - (await lossAt(moved(-h)))) / (2 * h);
      // A rectifier's kink may lie between the two points.
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(0.05 * (1 + Math.abs(slope)));
    }
    const points = await input.data();
    const inputGradient = await inInput.data();
    for (let i = 0; i < points.length; i++) {
      const moved = (by: number) =>
        tf.tensor2d(
          Float32Array.from(points, (x, j) => (j === i ? x + by : x)),
          [6, 3],
        );
      const slope = ((await lossAt(initial, moved(h))) - (await lossAt(initial, moved(-h)))) / (2 * h);
      expect(Math.abs(inputGradient[i] - slope)).toBeLessThan(0.05 * (1 + Math.abs(slope)));
    }
  });

  it('is trained by Adam as Kingma and Ba write it', async () => {
    const { tf } = await startNodeBackend('cpu');
    const parameters = tf.variable(tf.tensor1d([1, -2, 0.5]), false);
    const optimiser = adam(tf, parameters, 0.5);
    const [m, v, w] = [
      [0, 0, 0],
      [0, 0, 0],
      [1, -2, 0.5],
    ];
    const gradients = [
      [1, -3, 0.1],
      [0.5, 2, 0],
      [-2, 1, 0.2],
    ];
    for (const [t, gradient] of gradients.entries()) {
      optimiser.update(tf.tensor1d(gradient), 0.01);
      gradient.forEach((g, i) => {
        m[i] = 0.5 * m[i] + 0.5 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        w[i] -= (0.01 * (m[i] / (1 - 0.5 ** (t + 1)))) / (Math.sqrt(v[i] / (1 - 0.999 ** (t + 1))) + 1e-8);
      });
    }
    const trained = await parameters.data();
    for (let i = 0; i < 3; i++) expect(trained[i]).toBeCloseTo(w[i], 5);
  });
});

describe('losses', () => {
  it('stay finite where the logarithm of a sigmoid would not', () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-1000)).toBe(0);
    expect(softplus(0)).toBeCloseTo(Math.LN2, 15);
    for (const objective of ['non-saturating', 'saturating', 'wasserstein-clipped'] as const) {
      const { discriminatorLoss, generatorLoss } = lossesOf(objective, [-1e4, 3], [1e4, -1e4]);
      expect(Number.isFinite(discriminatorLoss + generatorLoss)).toBe(true);
    }
    const undecided = lossesOf('non-saturating', [0, 0], [0, 0]);
    expect(undecided.discriminatorLoss).toBeCloseTo(2 * Math.LN2, 15);
    expect(undecided.generatorLoss).toBeCloseTo(Math.LN2, 15);
  });
});

describe('mixtures', () => {
  it('show all their modes in their own samples', () => {
    for (const mixture of Object.values(mixtures)) {
      const samples = sampleMixture(mixture, 4000, seededRandom(1)).map((x) => x * mixture.scale);
      const counts = countModes(mixture, samples);
      expect(effectiveModes(counts) / mixture.modes).toBeGreaterThan(0.97);
      expect(coveredModes(counts)).toBe(mixture.modes);
      expect(highQualityShare(counts)).toBeCloseTo(0.989, 2);
    }
  });

  it('count one mode as one', () => {
    const { nearest, close } = countModes(mixtures['ring-8'], [2, 0, 2.05, 0.02, 3, 0]);
    expect(effectiveModes({ nearest, close })).toBe(1);
    expect(highQualityShare({ nearest, close })).toBeCloseTo(2 / 3, 12);
  });
});

it('pools have the effective supports of the sheet', () => {
  expect(effectiveSupport(poolWeights('uniform', 120))).toBeCloseTo(120, 9);
  expect(effectiveSupport(poolWeights('one-heavy', 1001))).toBeCloseTo(92.506938, 6);
  expect(Array.from(poolWeights('zipf', 50)).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

it('images are halved by averaging blocks', () => {
  const pixels = Float32Array.from({ length: 32 }, (_, i) => i);
  const halved = halfSize({ count: 2, height: 4, width: 4, pixels, labels: new Uint8Array(2) });
  expect(Array.from(halved)).toEqual([2.5, 4.5, 10.5, 12.5, 18.5, 20.5, 26.5, 28.5]);
});
