/** A GAN on a mixture of Gaussians: its training and what its samples say, for the experiments that need one. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ReaderError, type Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { gan, lossesOf, type Objective } from './gan';
import {
  countModes,
  coveredModes,
  effectiveModes,
  highQualityShare,
  type Mixture,
  type ModeCounts,
  sampleMixture,
} from './mixtures';
import { nonUniformSampleSizeForHalf } from './theory';

export interface MixtureSettings {
  readonly mixture: Mixture;
  readonly discriminatorWidth: number;
  readonly generatorWidth: number;
  readonly batch: number;
  readonly objective: Objective;
  readonly packing: number;
}

/** What may change from step to step. */
export interface StepSettings {
  readonly generatorLearningRate: number;
  readonly discriminatorLearningRate: number;
  /** Discriminator steps before each generator step; 0 trains the generator alone. */
  readonly discriminatorSteps: number;
  readonly generator: boolean;
}

export interface Evaluation {
  /** Generated points in the mixture's units, count × 2. */
  readonly generated: Float32Array;
  readonly counts: ModeCounts;
  readonly metrics: {
    readonly effectiveModes: number;
    readonly coveredModes: number;
    readonly highQuality: number;
    readonly discriminatorLoss: number;
    readonly generatorLoss: number;
    readonly birthdayMedian: number;
  };
}

export interface MixtureTraining {
  step(settings: StepSettings): void;
  evaluate(): Promise<Evaluation>;
  /** The discriminator's logits on a square grid over the plot, row by row from the top. */
  field(side: number): Promise<Float32Array>;
  dispose(): void;
}

const noiseSize = 2;
const evaluated = 2048;

/** The metrics of generated points. */
export function measured(counts: ModeCounts) {
  const sum = counts.nearest.reduce((a, b) => a + b, 0);
  return {
    effectiveModes: effectiveModes(counts),
    coveredModes: coveredModes(counts),
    highQuality: highQualityShare(counts),
    birthdayMedian: nonUniformSampleSizeForHalf(Float64Array.from(counts.nearest, (c) => c / sum)),
  };
}

/** Throws ReaderError where the batch cannot be packed. */
export function mixtureTraining(tf: Tensorflow, settings: MixtureSettings, random: RandomSource): MixtureTraining {
  const { mixture, discriminatorWidth, generatorWidth, batch, objective, packing } = settings;
  if (batch < packing || batch % packing !== 0) {
    throw new ReaderError(
      `A batch of ${batch} cannot be split into packs of ${packing}: choose a batch size of ${packing}, or a multiple of it.`,
    );
  }
  const players = gan(
    tf,
    {
      generator: [noiseSize, generatorWidth, generatorWidth, 2],
      discriminator: [2 * packing, discriminatorWidth, discriminatorWidth, 1],
      batch,
      objective,
      packing,
    },
    random.fork('weights'),
  );
  const data = random.fork('data');
  const noise = random.fork('noise');
  const drawReal = (count: number): Tensor2D => tf.tensor2d(sampleMixture(mixture, count, data), [count, 2]);
  const drawNoise = (): Tensor2D => tf.tensor2d(noise.normals(batch * noiseSize), [batch, noiseSize]);
  const evaluation = random.fork('evaluation');
  const evaluationNoise = tf.tensor2d(evaluation.normals(evaluated * noiseSize), [evaluated, noiseSize]);
  const evaluationReal = tf.tensor2d(sampleMixture(mixture, evaluated, evaluation), [evaluated, 2]);

  return {
    step({ discriminatorSteps, discriminatorLearningRate, generator, generatorLearningRate }) {
      tf.tidy(() => {
        for (let i = 0; i < discriminatorSteps; i++) {
          players.trainDiscriminator(drawReal(batch), drawNoise(), discriminatorLearningRate);
        }
        if (generator) players.trainGenerator(drawNoise(), generatorLearningRate);
      });
    },
    async evaluate() {
      const tensor = tf.tidy(() => {
        const generated = players.generate(evaluationNoise);
        const judged = players.logits(tf.concat2d([evaluationReal, generated], 0));
        return tf.concat1d([tf.reshape(generated, [-1]), tf.reshape(judged, [-1])]);
      });
      const values = (await tensor.data()) as Float32Array;
      tensor.dispose();
      const generated = values.slice(0, 2 * evaluated).map((x) => x * mixture.scale);
      const logits = values.subarray(2 * evaluated);
      const half = logits.length / 2;
      const counts = countModes(mixture, generated);
      const losses = lossesOf(objective, logits.subarray(0, half), logits.subarray(half));
      return { generated, counts, metrics: { ...measured(counts), ...losses } };
    },
    async field(side) {
      const at = (i: number) => ((2 * (i + 0.5)) / side - 1) * (mixture.extent / mixture.scale);
      const tensor = tf.tidy(() => {
        const points = Array.from({ length: side * side }, (_, i) => [at(i % side), -at(Math.floor(i / side))]);
        // A packed discriminator is asked about the same point side by side.
        const packs = points.flatMap((point) => Array<number[]>(packing).fill(point)).flat();
        return players.logits(tf.tensor2d(packs, [side * side * packing, 2]));
      });
      const logits = (await tensor.data()) as Float32Array;
      tensor.dispose();
      return logits.slice();
    },
    dispose() {
      players.dispose();
      evaluationNoise.dispose();
      evaluationReal.dispose();
    },
  };
}
