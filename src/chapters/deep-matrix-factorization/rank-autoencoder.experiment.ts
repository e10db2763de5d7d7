import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { EVD, Matrix } from 'ml-matrix';
import {
  defineExperiment,
  type Field,
  type Frame,
  type Run,
  type RunContext,
  type Tensorflow,
} from '../../lab/experiment';
import { choice, integer, type ParametersOf, real } from '../../lab/parameters';
import type { RandomSource } from '../../lab/random';

const params = {
  linearLayers: integer({
    label: 'Linear layers',
    help: 'Square linear layers between encoder and decoder; they could be folded into the encoder.',
    min: 0,
    max: 8,
    default: 4,
  }),
  initialisation: choice({
    label: 'Their initialisation',
    help: 'How the square layers start; much of the effect hangs on the shrinking that the uniform one brings.',
    options: [
      { value: 'uniform', label: 'uniform ±1/√n (PyTorch)' },
      { value: 'glorot', label: 'Glorot normal' },
      { value: 'orthogonal', label: 'orthogonal' },
    ],
    default: 'uniform',
  }),
  steps: integer({
    label: 'Training steps',
    help: 'The run is done after so many; the rank creeps up when it goes on.',
    min: 200,
    max: 12_000,
    default: 1000,
    scale: 'log',
    advanced: true,
  }),
  learningRate: real({
    label: 'Learning rate',
    help: 'Step size of Adam.',
    min: 1e-4,
    max: 1e-2,
    default: 1e-3,
    advanced: true,
  }),
};

export type RankAutoencoderParams = ParametersOf<typeof params>;

export interface RankAutoencoderFrame extends Frame {
  /** Singular values of the latent covariance over the test digits, as fractions of the first; 32 of them. */
  readonly spectrum: Field;
  /** 12 test digits, 12 × 8 × 8. */
  readonly digits: Field;
  /** The same, encoded and decoded. */
  readonly reconstructions: Field;
}

const pixels = 64;
const hidden = 128;
const latent = 32;
const trainingDigits = 1437;
const shownDigits = 12;
const batchSize = 64;
/** A latent direction counts while its variance is above this fraction of the largest. */
const countedAbove = 1e-2;

/** Layers as [from, to] pairs, encoder first; those between encoder and decoder are linear and have no bias. */
interface Autoencoder {
  readonly encoder: readonly Dense[];
  readonly linear: readonly Variable[];
  readonly decoder: readonly Dense[];
}

interface Dense {
  readonly weight: Variable;
  readonly bias: Variable;
}

/** U(±1/√fan-in), the default of the published implementation. */
function uniformMatrix(random: RandomSource, rows: number, columns: number): Float32Array {
  const bound = 1 / Math.sqrt(rows);
  return Float32Array.from({ length: rows * columns }, () => bound * (2 * random.uniform() - 1));
}

function squareWeights(kind: RankAutoencoderParams['initialisation'], random: RandomSource): Float32Array {
  if (kind === 'uniform') return uniformMatrix(random, latent, latent);
  const gaussian = random.normals(latent * latent, 1 / Math.sqrt(latent));
  if (kind === 'glorot') return gaussian;
  // The eigenvectors of a random symmetric matrix are a random rotation.
  const matrix = Matrix.from1DArray(latent, latent, gaussian);
  const rotation = new EVD(Matrix.add(matrix, matrix.transpose()), { assumeSymmetric: true }).eigenvectorMatrix;
  return Float32Array.from(rotation.to1DArray());
}

function build(
  tf: Tensorflow,
  { linearLayers, initialisation }: RankAutoencoderParams,
  random: RandomSource,
): Autoencoder {
  const variable = (values: Float32Array, shape: [number, number] | [number]): Variable =>
    tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  const dense = (from: number, to: number): Dense => ({
    weight: variable(uniformMatrix(random, from, to), [from, to]),
    bias: variable(uniformMatrix(random, from, to).subarray(0, to).slice(), [to]),
  });
  return {
    encoder: [dense(pixels, hidden), dense(hidden, latent)],
    linear: Array.from({ length: linearLayers }, () =>
      variable(squareWeights(initialisation, random), [latent, latent]),
    ),
    decoder: [dense(latent, hidden), dense(hidden, pixels)],
  };
}

const variablesOf = ({ encoder, linear, decoder }: Autoencoder): Variable[] => [
  ...[...encoder, ...decoder].flatMap(({ weight, bias }) => [weight, bias]),
  ...linear,
];

function affine(tf: Tensorflow, input: Tensor2D, { weight, bias }: Dense): Tensor2D {
  return tf.add(tf.matMul(input, weight as unknown as Tensor2D), bias);
}

/** images × 64 → images × 32. */
function encode(tf: Tensorflow, { encoder, linear }: Autoencoder, images: Tensor2D): Tensor2D {
  const code = affine(tf, tf.relu(affine(tf, images, encoder[0])), encoder[1]);
  return linear.reduce((z, weight) => tf.matMul(z, weight as unknown as Tensor2D), code);
}

/** images × 32 → images × 64. */
const decode = (tf: Tensorflow, { decoder }: Autoencoder, code: Tensor2D): Tensor2D =>
  affine(tf, tf.relu(affine(tf, code, decoder[0])), decoder[1]);

/** Variances of codes × 32 along their principal directions, the largest first. */
function principalVariances(codes: Matrix): number[] {
  const centred = codes.clone().center('column');
  const covariance = centred.transpose().mmul(centred).div(codes.rows);
  return [...new EVD(covariance, { assumeSymmetric: true }).realEigenvalues].sort((a, b) => b - a);
}

async function start(chosen: RankAutoencoderParams, context: RunContext): Promise<Run<RankAutoencoderFrame>> {
  const { tf } = context;
  const { pixels: all, count } = await context.data.images('digits');
  const order = context.random.fork('split').permutation(count);
  const pick = (indices: Uint32Array): Tensor2D => {
    const rows = new Float32Array(indices.length * pixels);
    indices.forEach((digit, i) => {
      rows.set(all.subarray(digit * pixels, (digit + 1) * pixels), i * pixels);
    });
    return tf.tensor2d(rows, [indices.length, pixels]);
  };
  const training = pick(order.subarray(0, trainingDigits));
  const test = pick(order.subarray(trainingDigits));
  const net = build(tf, chosen, context.random.fork('layers'));
  const variables = variablesOf(net);
  const optimizer = tf.train.adam(chosen.learningRate);
  const batches = context.random.fork('batches');
  const examples = tf.slice(test, 0, shownDigits);
  const shown = await examples.data();
  examples.dispose();
  let step = 0;

  return {
    step() {
      if (step === chosen.steps) return;
      tf.tidy(() => {
        const chosenDigits = Int32Array.from({ length: batchSize }, () => batches.integer(trainingDigits));
        const batch = tf.gather(training, tf.tensor1d(chosenDigits, 'int32'));
        const loss = (): Scalar => tf.mean(tf.squaredDifference(decode(tf, net, encode(tf, net, batch)), batch));
        optimizer.minimize(loss, false, variables);
      });
      step++;
    },
    async read() {
      const readAt = step;
      const [code, output, error] = tf.tidy(() => {
        const z = encode(tf, net, test);
        const rebuilt = decode(tf, net, z);
        return [z, tf.slice(rebuilt, 0, shownDigits), tf.mean(tf.squaredDifference(rebuilt, test))] as const;
      });
      const [codes, reconstructions, [testError]] = await Promise.all([code.data(), output.data(), error.data()]);
      tf.dispose([code, output, error]);
      const finite = Number.isFinite(testError);
      const variances = finite ? principalVariances(Matrix.from1DArray(code.shape[0], latent, codes)) : [Number.NaN];
      const spectrum = Float32Array.from({ length: latent }, (_, r) => Math.max(0, variances[r] / variances[0]));
      return {
        step: readAt,
        status: !finite ? 'diverged' : readAt >= chosen.steps ? 'converged' : 'running',
        cause: finite ? undefined : 'The error overflowed: choose a smaller learning rate.',
        metrics: { latentRank: finite ? spectrum.filter((v) => v > countedAbove).length : Number.NaN, testError },
        spectrum: { shape: [latent], data: spectrum },
        digits: { shape: [shownDigits, 8, 8], data: Float32Array.from(shown) },
        reconstructions: { shape: [shownDigits, 8, 8], data: Float32Array.from(reconstructions) },
      };
    },
    dispose() {
      optimizer.dispose();
      tf.dispose([training, test, ...variables]);
    },
  };
}

export const experiment = defineExperiment<typeof params, RankAutoencoderFrame>({
  id: 'deep-matrix-factorization/rank-autoencoder',
  title: 'An autoencoder that chooses its own rank',
  sentence: 'Linear layers in the middle of an autoencoder shrink the rank of its codes, if they start small.',
  params,
  presets: {
    plain: { label: 'No linear layers', params: { linearLayers: 0 } },
    four: { label: 'Four', params: { linearLayers: 4 } },
    eight: { label: 'Eight', params: { linearLayers: 8 } },
    orthogonal: { label: 'Eight, orthogonal: no effect', params: { linearLayers: 8, initialisation: 'orthogonal' } },
  },
  claim: {
    statement:
      'After 1,000 steps the codes use about 29, 14, 7 and 4 directions with 0, 2, 4 and 8 linear layers that start uniform, but at least 24 with eight orthogonal ones.',
    holds({ metrics, status }, { linearLayers, initialisation, steps, learningRate }) {
      if (status === 'running' || steps !== 1000 || learningRate !== 1e-3) return null;
      if (initialisation === 'orthogonal') return linearLayers === 8 ? metrics.latentRank >= 24 : null;
      const expected: Record<number, number> = { 0: 29, 2: 14, 4: 7, 8: 4 };
      const known = initialisation === 'uniform' && linearLayers in expected;
      return known ? Math.abs(metrics.latentRank - expected[linearLayers]) <= 3 : null;
    },
  },
  maximumSteps: 12_000,
  every: 50,
  recording: {},
  start,
});
