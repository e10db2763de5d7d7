/**
 * A generator and a discriminator, two dense nets, and one step of their game.
 *
 * The discriminator D = σ(logit) is trained to tell real from generated rows, the generator to be taken for real
 * (Goodfellow et al. 2014). Both losses enter only through their gradient in the logits, which is a sigmoid: it cannot
 * overflow. The loss values, for the plots, are computed from logits by `softplus`, which cannot either.
 */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { adam, type DenseNet, denseNet } from './dense-net';

export type Objective = 'non-saturating' | 'saturating' | 'wasserstein-clipped';

export interface GanOptions {
  /** Layer sizes from noise to sample. */
  readonly generator: readonly number[];
  /** Layer sizes from packed sample to logit: the first is the sample's size times `packing`. */
  readonly discriminator: readonly number[];
  readonly batch: number;
  readonly objective: Objective;
  /** How many samples the discriminator sees side by side (PacGAN, Lin et al. 2018). */
  readonly packing: number;
  /** Variance of the initial weights, times the inputs of their layer; 1 where left out. */
  readonly gain?: number;
  /** Samples in (0, 1) by a last sigmoid, for images. */
  readonly pixels?: boolean;
}

export interface Gan {
  readonly generatorNet: DenseNet;
  readonly discriminatorNet: DenseNet;
  /** Batch × sample, from batch × noise. */
  generate(noise: Tensor2D): Tensor2D;
  /** Rows × 1, from samples whose number is a multiple of `packing`. */
  logits(samples: Tensor2D): Tensor2D;
  trainDiscriminator(real: Tensor2D, noise: Tensor2D, learningRate: number): void;
  trainGenerator(noise: Tensor2D, learningRate: number): void;
  dispose(): void;
}

/** Slope of the discriminator's leaky rectifier below zero. */
const leak = 0.2;
/** Adam's first decay: with the usual 0.9 the two players overshoot each other. */
const beta1 = 0.5;
/** The weights of a clipped critic stay within ± this. */
const clip = 0.05;

export function gan(tf: Tensorflow, options: GanOptions, random: RandomSource): Gan {
  const { batch, objective, packing, pixels, gain } = options;
  const rows = Math.floor(batch / packing);
  const generatorNet = denseNet(tf, options.generator, 0, random.fork('generator'), gain);
  const discriminatorNet = denseNet(tf, options.discriminator, leak, random.fork('discriminator'), gain);
  const generatorAdam = adam(tf, generatorNet.parameters, beta1);
  const discriminatorAdam = adam(tf, discriminatorNet.parameters, beta1);
  const perRow: Scalar = tf.scalar(1 / rows);
  // Real rows first: D should be 1 there and 0 on the generated ones; a critic's score should rise and fall.
  const signs = [...Array(rows).fill(1), ...Array(rows).fill(0)];
  const targets = tf.tensor2d(signs, [2 * rows, 1]);
  const criticGradient = tf.tensor2d(
    signs.map((real) => (real ? -1 : 1) / rows),
    [2 * rows, 1],
  );

  const packed = (samples: Tensor2D): Tensor2D =>
    packing === 1 ? samples : tf.reshape(samples, [samples.shape[0] / packing, samples.shape[1] * packing]);
  const shaped = (output: Tensor2D): Tensor2D => (pixels ? tf.sigmoid(output) : output);

  /** The gradient of the generator's loss in the logits of its samples. */
  const generatorGradient = (logits: Tensor2D): Tensor2D => {
    if (objective === 'wasserstein-clipped') return tf.fill([rows, 1], -1 / rows);
    if (objective === 'saturating') return tf.neg(tf.mul(tf.sigmoid(logits), perRow));
    return tf.neg(tf.mul(tf.sigmoid(tf.neg(logits)), perRow));
  };

  return {
    generatorNet,
    discriminatorNet,
    generate: (noise) => shaped(generatorNet.forward(noise).output),
    logits: (samples) => discriminatorNet.forward(packed(samples)).output,
    trainDiscriminator(real, noise, learningRate) {
      tf.tidy(() => {
        const generated = shaped(generatorNet.forward(noise).output);
        const pass = discriminatorNet.forward(packed(tf.concat2d([real, generated], 0)));
        const gradient =
          objective === 'wasserstein-clipped'
            ? criticGradient
            : (tf.mul(tf.sub(tf.sigmoid(pass.output), targets), perRow) as Tensor2D);
        discriminatorAdam.update(discriminatorNet.parameterGradient(pass, gradient), learningRate);
        if (objective === 'wasserstein-clipped') {
          const { parameters } = discriminatorNet;
          parameters.assign(tf.clipByValue(parameters, -clip, clip) as Tensor);
        }
      });
    },
    trainGenerator(noise, learningRate) {
      tf.tidy(() => {
        const making = generatorNet.forward(noise);
        const samples = shaped(making.output);
        const judging = discriminatorNet.forward(packed(samples));
        const inSamples = discriminatorNet.inputGradient(judging, generatorGradient(judging.output));
        const unpacked = tf.reshape(inSamples, making.output.shape) as Tensor2D;
        const inOutput = pixels ? tf.mul(unpacked, tf.mul(samples, tf.sub(1, samples))) : unpacked;
        generatorAdam.update(generatorNet.parameterGradient(making, inOutput as Tensor2D), learningRate);
      });
    },
    dispose() {
      for (const part of [generatorNet, discriminatorNet, generatorAdam, discriminatorAdam]) part.dispose();
      for (const tensor of [perRow, targets, criticGradient]) tensor.dispose();
    },
  };
}

/** ln(1 + eˣ) without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const mean = (values: ArrayLike<number>, of: (x: number) => number): number =>
  Array.from(values).reduce((sum, x) => sum + of(x), 0) / values.length;

/** Both players' losses from the logits of real and generated samples. At D = ½ everywhere the discriminator's is 2 ln 2. */
export function lossesOf(
  objective: Objective,
  real: ArrayLike<number>,
  generated: ArrayLike<number>,
): { readonly discriminatorLoss: number; readonly generatorLoss: number } {
  if (objective === 'wasserstein-clipped') {
    const generatorLoss = -mean(generated, (x) => x);
    return { discriminatorLoss: -mean(real, (x) => x) - generatorLoss, generatorLoss };
  }
  return {
    discriminatorLoss: mean(real, (x) => softplus(-x)) + mean(generated, softplus),
    generatorLoss: objective === 'saturating' ? -mean(generated, softplus) : mean(generated, (x) => softplus(-x)),
  };
}
