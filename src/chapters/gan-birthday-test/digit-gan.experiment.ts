/**
 * A GAN on handwritten digits. A classifier trained on real digits counts what it draws (the label histogram of
 * Santurkar et al. 2018): a narrow discriminator ends with one or two of the ten classes.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineExperiment, type Field, type Frame } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import { digitTraining, digitTrainingSteps } from './digit-training';
import {
  breathe,
  classCounts,
  digitPixels,
  digitSide,
  gatherImages,
  greyLevels,
  loadDigits,
  trainClassifier,
} from './digits';
import { lossesOf } from './gan';
import { effectiveSupport } from './theory';

const params = {
  discriminatorWidth: integer({
    label: 'Discriminator width',
    help: 'Units in each of its two hidden layers: 4 make 813 parameters, 128 make 41,857.',
    min: 4,
    max: 256,
    default: 128,
    scale: 'log',
    values: [4, 8, 16, 32, 64, 128, 256],
  }),
};

export type DigitGanParams = ParametersOf<typeof params>;

export interface DigitGanFrame extends Frame {
  /** Drawn digits as grey levels 0 … 255, count × 14 × 14; always from the same noise. */
  readonly drawn: Field;
  /** Training digits for comparison. */
  readonly real: Field;
  /** Share of each class 0 … 9 among 1,000 drawn digits, by the classifier. */
  readonly classShares: Float32Array;
  /** Share of the test digits that the classifier gets right. */
  readonly classifierAccuracy: number;
}

const shown = 64;
const counted = 1000;
const lossRows = 500;

const shares = (counts: Int32Array): Float32Array => {
  const sum = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (c) => c / sum);
};

export const experiment = defineExperiment<typeof params, DigitGanFrame>({
  id: 'gan-birthday-test/digit-gan',
  title: 'A generator of digits',
  sentence: 'The wider the discriminator, the more of the ten digits the generator has to draw.',
  params,
  presets: {
    narrow: { label: 'Width 4', params: { discriminatorWidth: 4 } },
    middle: { label: 'Width 32', params: { discriminatorWidth: 32 } },
    wide: { label: 'Width 128', params: { discriminatorWidth: 128 } },
  },
  claim: {
    statement: 'Width 4 ends with at most 3 effective classes of digits, width 128 with at least 6.',
    holds(frame, { discriminatorWidth }) {
      if (frame.status !== 'converged') return null;
      if (discriminatorWidth === 4) return frame.metrics.effectiveClasses <= 3;
      return discriminatorWidth === 128 ? frame.metrics.effectiveClasses >= 6 : null;
    },
  },
  maximumSteps: digitTrainingSteps,
  every: 25,
  recording: {},
  async start({ discriminatorWidth }, { tf, random, data, signal, progress }) {
    const { training, test } = await loadDigits(data);
    const classifier = await trainClassifier(tf, training, random.fork('classifier'), async (fraction) => {
      progress(fraction, 'Training the classifier that will count the digits');
      await breathe();
      signal.throwIfAborted();
    });
    const players = digitTraining(tf, training, discriminatorWidth, random);
    const evaluation = random.fork('evaluation');
    const noise = players.noise(counted, evaluation);
    const chosen = Array.from({ length: lossRows }, () => evaluation.integer(training.count));
    const judged = tf.tensor2d(gatherImages(training.pixels, chosen), [lossRows, digitPixels]);
    const real: Field = {
      shape: [shown, digitSide, digitSide],
      data: greyLevels(training.pixels.subarray(0, shown * digitPixels)),
    };
    const testLogits = tf.tidy(() => classifier.logits(tf.tensor2d(test.pixels, [test.count, digitPixels])));
    const verdicts = await testLogits.data();
    testLogits.dispose();
    const right = test.labels.filter((label, i) => classCounts(verdicts.slice(10 * i, 10 * i + 10))[label] === 1);
    const classifierAccuracy = right.length / test.count;
    let step = 0;

    return {
      step() {
        if (step >= digitTrainingSteps) return;
        players.step();
        step++;
      },
      async read() {
        const tensor = tf.tidy(() => {
          const drawn = players.players.generate(noise);
          const some = tf.slice(drawn, [0, 0], [lossRows, digitPixels]);
          const parts: Tensor2D[] = [
            classifier.logits(drawn),
            players.players.logits(judged),
            players.players.logits(some),
            tf.slice(drawn, [0, 0], [shown, digitPixels]),
          ];
          return tf.concat1d(parts.map((part) => tf.reshape(part, [-1])));
        });
        const values = (await tensor.data()) as Float32Array;
        tensor.dispose();
        const atReal = 10 * counted;
        const atDrawn = atReal + lossRows;
        const atPixels = atDrawn + lossRows;
        const counts = classCounts(values.subarray(0, atReal));
        const losses = lossesOf('non-saturating', values.subarray(atReal, atDrawn), values.subarray(atDrawn, atPixels));
        const finite = Number.isFinite(losses.discriminatorLoss + losses.generatorLoss);
        return {
          step,
          metrics: { effectiveClasses: effectiveSupport(counts), ...losses },
          status: !finite ? 'diverged' : step >= digitTrainingSteps ? 'converged' : 'running',
          cause: finite ? undefined : 'A loss is no longer finite.',
          drawn: { shape: [shown, digitSide, digitSide], data: greyLevels(values.subarray(atPixels)) },
          real,
          classShares: shares(counts),
          classifierAccuracy,
        };
      },
      dispose() {
        for (const part of [players, classifier, noise, judged]) part.dispose();
      },
    };
  },
});
