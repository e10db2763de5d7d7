import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, real } from '../../lab/parameters';
import { byteField } from './byte-pictures';
import {
  type FirstLayerGradient,
  firstLayerGradient,
  freshNet,
  leadingDirection,
  noisyGradient,
  ratioCandidates,
  relativeError,
} from './gradient-theory';
import { classes, imageOf, loadDigits } from './image-pool';
import { pixelsPerImage, side } from './image-size';
import { correlation } from './theory';

const parameters = {
  batchSize: integer({
    label: 'Images in the gradient',
    help: 'The gradient is averaged over so many digits before it is sent.',
    min: 1,
    max: 32,
    default: 1,
    values: [1, 2, 4, 8, 16, 32],
  }),
  noise: real({
    label: 'Noise σ',
    help: 'The gradient is clipped to length 1, and normals of this deviation are added to every entry; 0 does neither.',
    min: 0,
    max: 0.2,
    default: 0,
    step: 0.002,
    scale: 'linear',
  }),
  width: integer({
    label: 'Hidden units',
    help: 'The width of the net; every unit is one chance to be fired by one image alone.',
    min: 16,
    max: 1024,
    default: 256,
    values: [16, 64, 256, 1024],
  }),
};

export type LeakageParams = ParametersOf<typeof parameters>;

export interface LeakageFrame extends Frame {
  /** shown × 28 × 28, pixels in [0, 1]: the images of the last batch. */
  readonly truth: Field;
  /** shown × 28 × 28, each stretched over its own range to bytes: rows of the gradient, those with the largest δ_r. */
  readonly rows: Field;
  /** ∂L/∂b_r = δ_r of each shown row. */
  readonly deltas: readonly number[];
  /** shown × 28 × 28: what the gradient gives of them. */
  readonly recovered: Field;
  /** The relative error of each shown image. */
  readonly errors: readonly number[];
}

const trials = 20;
const shown = 8;
/** Below this relative error an image counts as recovered exactly. */
export const exact = 1e-6;

interface Guess {
  readonly image: Float64Array;
  readonly error: number;
  readonly correlation: number;
}

/** A direction has no sign and no length of its own: it is given the image's. */
function fitted(direction: Float64Array, x: ArrayLike<number>): Float64Array {
  let inner = 0;
  for (let p = 0; p < x.length; p++) inner += direction[p] * x[p];
  return direction.map((d) => d * inner);
}

/** The candidate nearest to an image. */
function bestGuess(candidates: readonly Float64Array[], x: ArrayLike<number>): Guess {
  let [image, error] = [new Float64Array(x.length), Number.POSITIVE_INFINITY];
  for (const candidate of candidates) {
    const miss = relativeError(candidate, x);
    if (miss < error) [image, error] = [Float64Array.from(candidate), miss];
  }
  return { image, error, correlation: Math.abs(correlation(image, x)) };
}

/** The units whose bias has the largest gradient, and their rows of ∂L/∂W. */
function strongestRows(gradient: FirstLayerGradient | null): { units: number[]; rows: Float64Array[] } {
  if (!gradient) return { units: [], rows: [] };
  const { inputs, biases, weights } = gradient;
  const units = [...biases.keys()].sort((a, b) => Math.abs(biases[b]) - Math.abs(biases[a])).slice(0, shown);
  return { units, rows: units.map((r) => weights.subarray(r * inputs, (r + 1) * inputs)) };
}

/** Each step takes one gradient of a fresh net on a fresh batch and reads the images off it. */
export async function startLeakage(params: LeakageParams, context: RunContext): Promise<Run<LeakageFrame>> {
  const { train } = await loadDigits(context, 1000, 'zero-to-one', 0);
  const random = context.random.fork('trials');
  let step = 0;
  let last: { truth: Float32Array[]; guesses: Guess[]; gradient: FirstLayerGradient | null } = {
    truth: [],
    guesses: [],
    gradient: null,
  };
  const sums = { error: 0, exactly: 0, correlation: 0, images: 0 };

  const attack = () => {
    const net = freshNet(pixelsPerImage, params.width, classes, random);
    const chosen = [...random.permutation(train.count).slice(0, params.batchSize)];
    const truth = chosen.map((i) => imageOf(train, i));
    const clean = firstLayerGradient(
      net,
      truth,
      chosen.map((i) => train.labels[i]),
    );
    const gradient = params.noise > 0 ? noisyGradient(clean, 1, params.noise, random.normal) : clean;
    const ratios = ratioCandidates(gradient);
    const direction = params.noise > 0 ? leadingDirection(gradient) : null;
    return {
      gradient,
      truth,
      guesses: truth.map((x) => bestGuess(direction ? [...ratios, fitted(direction, x)] : ratios, x)),
    };
  };
  const stacked = (images: readonly ArrayLike<number>[]): Field => {
    const data = new Float32Array(images.length * pixelsPerImage);
    images.forEach((image, i) => {
      data.set(image, i * pixelsPerImage);
    });
    return { shape: [images.length, side, side], data };
  };

  return {
    step() {
      if (step >= trials) return;
      last = attack();
      step++;
      for (const guess of last.guesses) {
        sums.error += guess.error;
        sums.exactly += Number(guess.error < exact);
        sums.correlation += guess.correlation;
        sums.images++;
      }
    },
    async read() {
      const { images } = sums;
      const { units, rows } = strongestRows(last.gradient);
      return {
        step,
        status: step >= trials ? 'converged' : 'running',
        metrics: {
          reconstructionError: sums.error / images,
          recovered: sums.exactly / images,
          correlation: sums.correlation / images,
        },
        truth: stacked(last.truth.slice(0, shown)),
        rows: byteField(rows),
        deltas: units.map((r) => last.gradient?.biases[r] ?? Number.NaN),
        recovered: stacked(last.guesses.slice(0, shown).map((guess) => guess.image)),
        errors: last.guesses.slice(0, shown).map((guess) => guess.error),
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof parameters, LeakageFrame>({
  id: 'instahide/gradient-leakage',
  title: 'A gradient gives its image away',
  sentence: 'Divide two parts of one gradient, and the training image is there, to the last digit.',
  params: parameters,
  presets: {
    batch: { label: 'A batch of eight', params: { batchSize: 8 } },
    crowd: { label: 'A batch of 32', params: { batchSize: 32 } },
    noise: { label: 'With noise', params: { noise: 0.1 } },
  },
  claim: {
    statement:
      'The gradient of one image gives the image with a relative error below 10⁻⁶; noise of σ = 0.1 on the clipped gradient ends that.',
    holds({ metrics, step }, { batchSize, noise }) {
      if (batchSize > 1 || step === 0) return null;
      if (noise === 0) return metrics.reconstructionError < exact;
      return noise >= 0.1 ? metrics.correlation < 0.2 : null;
    },
  },
  maximumSteps: trials,
  every: 1,
  recording: {},
  start: startLeakage,
});
