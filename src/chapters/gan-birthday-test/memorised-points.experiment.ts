/**
 * Can a discriminator tell K memorised points from the whole square? The real data are uniform on [−1, 1]²; the
 * "generator" has memorised K points of it and repeats them for ever. What a discriminator of p parameters can make of
 * that is its advantage on fresh data: with few parameters or many points it is nothing (Arora et al. 2017).
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineExperiment, type Field, type Frame, type Tensorflow } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import type { RandomSource } from '../../lab/random';
import { adam, denseNet } from './dense-net';
import { cellToyAdvantage, parameterCount } from './discriminator-theory';

const params = {
  points: integer({
    label: 'Memorised points K',
    help: 'How many points of the square the generator knows by heart.',
    min: 8,
    max: 2048,
    default: 128,
    scale: 'log',
    values: [8, 16, 32, 64, 128, 256, 512, 1024, 2048],
  }),
  discriminatorWidth: integer({
    label: 'Discriminator width',
    help: 'Units in each of its two hidden layers: 2 make 15 parameters, 96 make 9,697.',
    min: 2,
    max: 96,
    default: 2,
    scale: 'log',
    values: [2, 4, 8, 16, 32, 64, 96],
  }),
};

export type MemorisedPointsParams = ParametersOf<typeof params>;

export interface MemorisedPointsFrame extends Frame {
  /** The memorised points, K × 2. */
  readonly memorised: Field;
  /** The discriminator's logit for "fresh", on a grid over [−1, 1]², row by row from the top. */
  readonly discriminator: Field;
  /** p, weights and biases of the discriminator. */
  readonly parameters: number;
}

const batch = 128;
const fresh = 4096;
const fieldSide = 40;
const leak = 0.2;
const trainingSteps = 2000;

const square = (count: number, random: RandomSource): Float32Array =>
  Float32Array.from({ length: 2 * count }, () => 2 * random.uniform() - 1);

const gridPoints = (): Float32Array =>
  Float32Array.from({ length: 2 * fieldSide ** 2 }, (_, i) => {
    const cell = i >> 1;
    const across = (2 * ((cell % fieldSide) + 0.5)) / fieldSide - 1;
    return i % 2 === 0 ? across : 1 - (2 * (Math.floor(cell / fieldSide) + 0.5)) / fieldSide;
  });

const pairsTensor = (tf: Tensorflow, coordinates: Float32Array): Tensor2D =>
  tf.tensor2d(coordinates, [coordinates.length / 2, 2]);

const shareAboveHalf = (logits: Float32Array): number => logits.filter((x) => x > 0).length / logits.length;

export const experiment = defineExperiment<typeof params, MemorisedPointsFrame>({
  id: 'gan-birthday-test/memorised-points',
  title: 'Points learned by heart',
  sentence: 'A small discriminator cannot tell a few memorised points from the whole square; a larger one can.',
  params,
  presets: {
    fooled: { label: '128 points, width 2', params: { points: 128, discriminatorWidth: 2 } },
    seeing: { label: '128 points, width 96', params: { points: 128, discriminatorWidth: 96 } },
    outnumbered: { label: '2,048 points, width 96', params: { points: 2048, discriminatorWidth: 96 } },
  },
  claim: {
    statement: 'Against 128 memorised points width 2 stays below an advantage of 0.13, and width 96 gets above 0.25.',
    holds(frame, { points, discriminatorWidth }) {
      if (frame.status !== 'converged' || points !== 128) return null;
      if (discriminatorWidth === 2) return frame.metrics.advantage < 0.13;
      return discriminatorWidth === 96 ? frame.metrics.advantage > 0.25 : null;
    },
  },
  maximumSteps: trainingSteps,
  every: 20,
  recording: {},
  async start({ points, discriminatorWidth }, { tf, random }) {
    const sizes = [2, discriminatorWidth, discriminatorWidth, 1];
    const net = denseNet(tf, sizes, leak, random.fork('weights'));
    const optimiser = adam(tf, net.parameters, 0.9);
    const memorised = square(points, random.fork('memorised'));
    const draws = random.fork('draws');
    const judged = tf.tidy(() =>
      tf.concat2d(
        [memorised, square(fresh, random.fork('fresh')), gridPoints()].map((part) => pairsTensor(tf, part)),
        0,
      ),
    );
    // Fresh rows first: D should be 1 there and 0 on memorised ones.
    const targets = tf.tensor2d([...Array(batch).fill(1), ...Array(batch).fill(0)], [2 * batch, 1]);
    const perRow = tf.scalar(1 / batch);
    const cellToy = cellToyAdvantage(parameterCount(sizes), points);
    let step = 0;

    /** Half a batch from the square, half from the memorised points. */
    const drawBatch = (): Float32Array => {
      const rows = new Float32Array(4 * batch);
      rows.set(square(batch, draws));
      for (let i = 0; i < batch; i++) {
        const chosen = draws.integer(points);
        rows.set(memorised.subarray(2 * chosen, 2 * chosen + 2), 2 * (batch + i));
      }
      return rows;
    };

    return {
      step() {
        if (step >= trainingSteps) return;
        step++;
        tf.tidy(() => {
          const pass = net.forward(pairsTensor(tf, drawBatch()));
          const gradient = tf.mul(tf.sub(tf.sigmoid(pass.output), targets), perRow) as Tensor2D;
          const rate = step < 0.7 * trainingSteps ? 0.01 : 0.003;
          optimiser.update(net.parameterGradient(pass, gradient), rate);
        });
      },
      async read() {
        const output = tf.tidy(() => net.forward(judged).output);
        const logits = (await output.data()) as Float32Array;
        output.dispose();
        const onFresh = shareAboveHalf(logits.subarray(points, points + fresh));
        const onMemorised = shareAboveHalf(logits.subarray(0, points));
        const finite = Number.isFinite(logits[0]);
        return {
          step,
          metrics: { advantage: onFresh - onMemorised, cellToyAdvantage: cellToy },
          status: !finite ? 'diverged' : step >= trainingSteps ? 'converged' : 'running',
          cause: finite ? undefined : 'The discriminator’s output is no longer finite.',
          memorised: { shape: [points, 2], data: memorised },
          discriminator: { shape: [fieldSide, fieldSide], data: logits.slice(points + fresh) },
          parameters: net.parameters.size,
        };
      },
      dispose() {
        for (const part of [net, optimiser, judged, targets, perRow]) part.dispose();
      },
    };
  },
});
