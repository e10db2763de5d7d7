/**
 * Diversity against the discriminator's size, on the grid of 100 modes: recorded runs at every width, and live ones
 * added to them. GANs are trained one after the other; each that is finished adds a point at its width.
 */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import { medianOf } from './median';
import { type Evaluation, mixtureTraining } from './mixture-training';
import { mixtures } from './mixtures';

const widths = [4, 8, 16, 32, 64, 128];
const trainingSteps = 3000;
const learningRate = 0.001;
const mostReruns = 6;
const sweepName = 'gan-birthday-test/diversity-and-capacity.widths';

const params = {
  discriminatorWidth: integer({
    label: 'Discriminator width',
    help: 'The next GAN has this many units in each hidden layer of its discriminator. Points that are there stay.',
    min: 4,
    max: 128,
    default: 16,
    scale: 'log',
    values: widths,
    live: true,
  }),
  reruns: integer({
    label: 'GANs to train',
    help: 'One after the other, each from another start: 3,000 steps each.',
    min: 1,
    max: mostReruns,
    default: 3,
  }),
};

export type DiversityParams = ParametersOf<typeof params>;

/** One trained GAN. */
export interface DiversityPoint {
  readonly width: number;
  readonly effectiveModes: number;
  readonly highQuality: number;
  /** Smallest sample with a duplicate as likely as not. */
  readonly birthdayMedian: number;
}

export interface DiversityFrame extends Frame {
  readonly recorded: readonly DiversityPoint[];
  readonly trained: readonly DiversityPoint[];
  /** The GAN in training; its metrics are those of the frame. */
  readonly width: number;
}

const pointOf = (width: number, { metrics }: Evaluation): DiversityPoint => ({
  width,
  effectiveModes: metrics.effectiveModes,
  highQuality: metrics.highQuality,
  birthdayMedian: metrics.birthdayMedian,
});

/** The rows of a recorded sweep, read with care: a recording may be older than the code. */
export function pointsOf(recording: unknown): readonly DiversityPoint[] {
  const { rows } = (recording ?? {}) as {
    rows?: readonly { params: Partial<DiversityParams>; metrics: Readonly<Record<string, number>> }[];
  };
  return (rows ?? []).map(({ params: { discriminatorWidth = Number.NaN }, metrics }) => ({
    width: discriminatorWidth,
    effectiveModes: metrics.effectiveModes,
    highQuality: metrics.highQuality,
    birthdayMedian: metrics.birthdayMedian,
  }));
}

export const experiment = defineExperiment<typeof params, DiversityFrame>({
  id: 'gan-birthday-test/diversity-and-capacity',
  title: 'Diversity against the discriminator’s size',
  sentence: 'The larger the discriminator, the more of the hundred modes the generator has to show.',
  params,
  claim: {
    statement:
      'From width 4 (37 parameters) to width 128 (17,025) the median of the effective modes grows at least fourfold.',
    holds({ recorded, trained }) {
      const at = (width: number) =>
        medianOf([...recorded, ...trained].filter((p) => p.width === width).map((p) => p.effectiveModes));
      const ratio = at(128) / at(4);
      return Number.isNaN(ratio) ? null : ratio >= 4;
    },
  },
  maximumSteps: mostReruns * trainingSteps,
  every: 100,
  recording: { params: { reruns: 1 } },
  sweeps: {
    widths: {
      params: { reruns: 1 },
      vary: { discriminatorWidth: widths },
      seeds: [0, 1, 2, 3, 4],
      metrics: ['effectiveModes', 'highQuality', 'birthdayMedian', 'coveredModes'],
    },
  },
  async start(initial, { tf, random, data, note }) {
    const recorded = await data.recording(sweepName).then(pointsOf, () => {
      note('The recorded runs are not there: only those that are trained here are shown.');
      return [];
    });
    let now = initial;
    let step = 0;
    const trained: DiversityPoint[] = [];
    const begin = () => {
      const width = now.discriminatorWidth;
      const settings = {
        mixture: mixtures['grid-100'],
        discriminatorWidth: width,
        generatorWidth: 64,
        batch: 128,
        objective: 'non-saturating',
        packing: 1,
      } as const;
      const training = mixtureTraining(tf, settings, random.fork(Math.floor(step / trainingSteps)));
      return { width, training };
    };
    let current = begin();
    // Trained, and waiting for the next read to be measured.
    const finished: (typeof current)[] = [];
    const total = initial.reruns * trainingSteps;

    return {
      step() {
        if (step >= total) return;
        if (step > 0 && step % trainingSteps === 0) {
          finished.push(current);
          current = begin();
        }
        const rate = step % trainingSteps < 0.7 * trainingSteps ? learningRate : 0.3 * learningRate;
        current.training.step({
          discriminatorSteps: 1,
          discriminatorLearningRate: rate,
          generator: true,
          generatorLearningRate: rate,
        });
        step++;
      },
      async read() {
        for (let done = finished.shift(); done; done = finished.shift()) {
          trained.push(pointOf(done.width, await done.training.evaluate()));
          done.training.dispose();
        }
        const evaluation = await current.training.evaluate();
        const done = step >= total;
        const points = done ? [...trained, pointOf(current.width, evaluation)] : [...trained];
        const here = points.filter((p) => p.width === current.width).map((p) => p.effectiveModes);
        return {
          step,
          metrics: {
            ...evaluation.metrics,
            medianEffectiveModes: medianOf(here),
            lowestEffectiveModes: here.length > 0 ? Math.min(...here) : Number.NaN,
            highestEffectiveModes: here.length > 0 ? Math.max(...here) : Number.NaN,
          },
          status: done ? 'converged' : 'running',
          recorded,
          trained: points,
          width: current.width,
        };
      },
      change(next) {
        now = next;
      },
      dispose() {
        current.training.dispose();
        for (const { training } of finished) training.dispose();
      },
    };
  },
});
