/** One step of both players of `mixture-gan` and of the digit GAN: as the essay does it, and as tfjs does it plainly. */
import * as plain from '@tensorflow/tfjs';
import { bench, describe } from 'vitest';
import { digitTraining } from '../../src/chapters/gan-birthday-test/digit-training';
import { digitPixels } from '../../src/chapters/gan-birthday-test/digits';
import { mixtureTraining } from '../../src/chapters/gan-birthday-test/mixture-training';
import { mixtures, sampleMixture } from '../../src/chapters/gan-birthday-test/mixtures';
import { startNodeBackend } from '../../src/lab/node';
import { seededRandom } from '../../src/lab/random';

const options = { time: 600, warmupTime: 100 };
const batch = 128;
const generatorWidth = 48;

/** The essay's step: gradients by hand, queued, nothing read back. */
async function essayStep(width: number, backend: 'wasm' | 'cpu'): Promise<() => void> {
  const { tf } = await startNodeBackend(backend);
  const training = mixtureTraining(
    tf,
    {
      mixture: mixtures['ring-8'],
      discriminatorWidth: width,
      generatorWidth,
      batch,
      objective: 'non-saturating',
      packing: 1,
    },
    seededRandom(1),
  );
  const settings = {
    generatorLearningRate: 0.001,
    discriminatorLearningRate: 0.001,
    discriminatorSteps: 1,
    generator: true,
  };
  return () => training.step(settings);
}

/** Two layered models, `sigmoidCrossEntropy` and `optimizer.minimize`, the loss read back at every step. */
async function plainStep(width: number, backend: 'wasm' | 'cpu'): Promise<() => Promise<unknown>> {
  await startNodeBackend(backend);
  const model = (input: number, hidden: number, output: number, activation: 'relu' | 'linear') => {
    const net = plain.sequential();
    for (const inputShape of [[input], [hidden]]) {
      net.add(plain.layers.dense({ units: hidden, inputShape, activation }));
      if (activation === 'linear') net.add(plain.layers.leakyReLU({ alpha: 0.2 }));
    }
    net.add(plain.layers.dense({ units: output }));
    return net;
  };
  const generator = model(2, generatorWidth, 2, 'relu');
  const discriminator = model(2, width, 1, 'linear');
  const variables = (net: plain.Sequential) =>
    net.trainableWeights.map((weight) => (weight as unknown as { val: plain.Variable }).val);
  const optimizers = [plain.train.adam(0.001, 0.5), plain.train.adam(0.001, 0.5)];
  const random = seededRandom(1);
  const judge = (samples: plain.Tensor) => discriminator.apply(samples) as plain.Tensor;
  const generate = () => generator.apply(plain.randomNormal([batch, 2])) as plain.Tensor;
  const entropy = (wanted: 0 | 1, logits: plain.Tensor) =>
    plain.losses.sigmoidCrossEntropy(plain.fill([batch, 1], wanted), logits) as plain.Scalar;
  return async () => {
    const real = plain.tensor2d(sampleMixture(mixtures['ring-8'], batch, random), [batch, 2]);
    const losses = [
      optimizers[0].minimize(
        () => plain.add(entropy(1, judge(real)), entropy(0, judge(generate()))) as plain.Scalar,
        true,
        variables(discriminator),
      ),
      optimizers[1].minimize(() => entropy(1, judge(generate())), true, variables(generator)),
    ];
    for (const loss of losses) {
      await loss?.data();
      loss?.dispose();
    }
    real.dispose();
  };
}

for (const backend of ['wasm', 'cpu'] as const) {
  for (const width of [4, 64]) {
    describe(`mixture-gan, width ${width}, ${backend}`, async () => {
      const [essay, plainly] = [await essayStep(width, backend), await plainStep(width, backend)];
      const start = () => startNodeBackend(backend).then(() => undefined);
      bench('essay: one step of both players', essay, { ...options, setup: start });
      bench('tfjs, the plain way', () => plainly().then(() => undefined), { ...options, setup: start });
    });
  }
}

describe('digit-gan, width 128, wasm', async () => {
  const { tf } = await startNodeBackend('wasm');
  const random = seededRandom(1);
  const pixels = Float32Array.from({ length: 256 * digitPixels }, random.uniform);
  const training = digitTraining(tf, { count: 256, pixels, labels: new Uint8Array(256) }, 128, random);
  bench('essay: one step of both players', training.step, {
    ...options,
    setup: () => startNodeBackend('wasm').then(() => undefined),
  });
});
