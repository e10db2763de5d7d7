/**
 * A GAN on points in the plane, where modes can be counted: a small discriminator lets the generator win with few of
 * them, a larger one does not. And the same small one does better when it is trained longer: capacity × optimisation.
 */
import { defineExperiment, type Field, type Frame, type Status } from '../../lab/experiment';
import { choice, integer, type ParametersOf, real } from '../../lab/parameters';
import { mixtureTraining } from './mixture-training';
import { mixtures, sampleMixture } from './mixtures';

const params = {
  mixture: choice({
    label: 'Real data',
    help: 'Equal Gaussian modes: 8 on a ring, or 25 or 100 on a grid.',
    options: [
      { value: 'ring-8', label: 'Ring of 8' },
      { value: 'grid-25', label: 'Grid of 25' },
      { value: 'grid-100', label: 'Grid of 100' },
    ],
    default: 'ring-8',
  }),
  discriminatorWidth: integer({
    label: 'Discriminator width',
    help: 'Units in each of its two hidden layers: 4 make 37 parameters, 128 make 17,025.',
    min: 4,
    max: 128,
    default: 4,
    scale: 'log',
    values: [4, 8, 16, 32, 64, 128],
  }),
  train: choice({
    label: 'Train',
    help: 'Both players, or one of them against the other held still.',
    options: [
      { value: 'both', label: 'Both' },
      { value: 'discriminator', label: 'Discriminator only' },
      { value: 'generator', label: 'Generator only' },
    ],
    default: 'both',
    live: true,
  }),
  trainingSteps: integer({
    label: 'Training steps',
    help: 'After 70 % of them the learning rates fall to three tenths.',
    min: 500,
    max: 6000,
    default: 2000,
    step: 500,
  }),
  discriminatorLearningRate: real({
    label: 'Discriminator learning rate',
    help: 'Adam’s step size; the generator’s is 0.001.',
    min: 0.00003,
    max: 0.01,
    default: 0.001,
    live: true,
  }),
  discriminatorSteps: integer({
    label: 'Discriminator steps',
    help: 'Steps of the discriminator for every step of the generator.',
    min: 1,
    max: 5,
    default: 1,
    live: true,
  }),
  objective: choice({
    label: 'Objective',
    help: 'Logarithmic losses, or a critic whose weights are clipped to ± 0.05.',
    options: [
      { value: 'non-saturating', label: 'Non-saturating' },
      { value: 'saturating', label: 'Saturating' },
      { value: 'wasserstein-clipped', label: 'Wasserstein, clipped' },
    ],
    default: 'non-saturating',
    advanced: true,
  }),
  packing: integer({
    label: 'Packing',
    help: 'Samples that the discriminator sees side by side: with 2 it can see that they agree too often.',
    min: 1,
    max: 2,
    default: 1,
    values: [1, 2],
    advanced: true,
  }),
  generatorWidth: integer({
    label: 'Generator width',
    help: 'Units in each of its two hidden layers.',
    min: 8,
    max: 128,
    default: 48,
    advanced: true,
  }),
  batchSize: integer({
    label: 'Batch size',
    help: 'Real and generated points in each step.',
    min: 2,
    max: 512,
    default: 128,
    step: 2,
    advanced: true,
  }),
};

export type MixtureGanParams = ParametersOf<typeof params>;

export interface MixtureGanFrame extends Frame {
  /** Real points, count × 2, in the mixture's units. */
  readonly real: Field;
  /** Generated points, count × 2. */
  readonly generated: Field;
  /** The discriminator's logit on a grid over ± `extent`, row by row from the top. */
  readonly discriminator: Field;
  readonly extent: number;
  /** Share of the generated points whose nearest mode this is; all, and those within 3σ. */
  readonly shares: Float32Array;
  readonly closeShares: Float32Array;
}

const shownPoints = 512;
const fieldSide = 40;
const generatorLearningRate = 0.001;

export const experiment = defineExperiment<typeof params, MixtureGanFrame>({
  id: 'gan-birthday-test/mixture-gan',
  title: 'A generator that wins with few modes',
  sentence: 'A discriminator with few parameters lets the generator win without showing all that there is.',
  params,
  presets: {
    collapse: { label: 'Width 4: collapse', params: { discriminatorWidth: 4 } },
    coverage: { label: 'Width 64: coverage', params: { discriminatorWidth: 64 } },
    patience: {
      label: 'Width 8, three times as long',
      params: { discriminatorWidth: 8, trainingSteps: 6000 },
    },
    sluggish: {
      label: 'Width 64, slow discriminator',
      params: { discriminatorWidth: 64, discriminatorLearningRate: 0.0001 },
    },
    grid: {
      label: 'Grid of 100, width 128',
      params: { mixture: 'grid-100', discriminatorWidth: 128, generatorWidth: 64, trainingSteps: 3000 },
    },
  },
  claim: {
    statement: 'On the ring of 8, width 4 ends with at most 4 effective modes and width 64 with at least 7.',
    holds(frame, { mixture, discriminatorWidth }) {
      if (frame.status !== 'converged' || mixture !== 'ring-8') return null;
      if (discriminatorWidth === 4) return frame.metrics.effectiveModes <= 4;
      return discriminatorWidth === 64 ? frame.metrics.effectiveModes >= 7 : null;
    },
  },
  maximumSteps: 6000,
  every: 20,
  // A start whose collapse is plain to see: one mode and no other.
  recording: { seed: 3 },
  async start(initial, { tf, random }) {
    let now = initial;
    const mixture = mixtures[initial.mixture];
    const training = mixtureTraining(tf, { ...initial, mixture, batch: initial.batchSize }, random);
    const drawn = sampleMixture(mixture, shownPoints, random.fork('shown')).map((x) => x * mixture.scale);
    const real: Field = { shape: [shownPoints, 2], data: drawn };
    let step = 0;
    const status = (finite: boolean): Status => {
      if (!finite) return 'diverged';
      return step >= initial.trainingSteps ? 'converged' : 'running';
    };
    return {
      step() {
        if (step >= initial.trainingSteps) return;
        const decay = step < 0.7 * initial.trainingSteps ? 1 : 0.3;
        training.step({
          discriminatorSteps: now.train === 'generator' ? 0 : now.discriminatorSteps,
          discriminatorLearningRate: decay * now.discriminatorLearningRate,
          generator: now.train !== 'discriminator',
          generatorLearningRate: decay * generatorLearningRate,
        });
        step++;
      },
      async read() {
        const { generated, counts, metrics } = await training.evaluate();
        const logits = await training.field(fieldSide);
        const finite = Number.isFinite(metrics.discriminatorLoss + metrics.generatorLoss);
        const all = generated.length / 2;
        return {
          step,
          metrics,
          status: status(finite),
          cause: finite ? undefined : 'A loss is no longer finite: lower the discriminator’s learning rate.',
          real,
          generated: { shape: [shownPoints, 2], data: generated.slice(0, 2 * shownPoints) },
          discriminator: { shape: [fieldSide, fieldSide], data: logits },
          extent: mixture.extent,
          shares: Float32Array.from(counts.nearest, (c) => c / all),
          closeShares: Float32Array.from(counts.close, (c) => c / all),
        };
      },
      change(next) {
        now = next;
      },
      dispose: training.dispose,
    };
  },
});
