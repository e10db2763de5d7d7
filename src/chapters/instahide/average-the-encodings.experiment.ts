import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, toggle } from '../../lab/parameters';
import { byteField } from './byte-pictures';
import { imageOf, loadDigits, loadPublic } from './image-pool';
import { pixelsPerImage } from './image-size';
import { encryptOne, evenlyChosen, meanImage, recipeWith } from './interception';
import { correlation } from './theory';

const parameters = {
  encryptionsPerImage: integer({
    label: 'Encryptions averaged',
    help: 'How many encryptions of each private image the attacker has, one for each epoch of training.',
    min: 1,
    max: 100,
    default: 50,
    scale: 'log',
  }),
  k: integer({
    label: 'Images per mixture k',
    help: 'Two of them are private, the others are public clothing.',
    min: 2,
    max: 6,
    default: 4,
    values: [2, 4, 6],
  }),
  weighted: toggle({
    label: 'Weigh by the coefficient',
    help: 'The released label tells how much of the image is in each encryption: weigh it by that, or weigh all alike.',
    default: true,
  }),
  signed: toggle({
    label: 'Keep the signs',
    help: 'Average the encryptions themselves, and not their absolute values.',
    default: false,
  }),
};

export type AverageParams = ParametersOf<typeof parameters>;

export interface AverageFrame extends Frame {
  /** shown × 28 × 28, as all pictures here stretched to bytes: private images, less their common mean. */
  readonly truth: Field;
  /** shown × 28 × 28: one encryption of each. */
  readonly encryptions: Field;
  /** shown × 28 × 28: the averages, less their common mean. */
  readonly averages: Field;
  /** Correlation of each of the 20 averages with its image. */
  readonly correlations: readonly number[];
}

const privateImages = 20;
const shown = 10;

/** Each step adds one encryption to the average of every private image. */
export async function startAveraging(params: AverageParams, context: RunContext): Promise<Run<AverageFrame>> {
  const { train } = await loadDigits(context, 1000, 'standardised', 0);
  const open = await loadPublic(context, 'fashion', 'standardised');
  const random = context.random.fork('encryptions');
  const secret = evenlyChosen(train, privateImages, context.random.fork('private images'));
  const meanDigit = meanImage(secret);
  const truth = Array.from({ length: privateImages }, (_, i) => imageOf(secret, i).map((x, p) => x - meanDigit[p]));
  const sums = truth.map(() => new Float64Array(pixelsPerImage));
  const weights = new Float64Array(privateImages);
  const latest: Float32Array[] = truth.map(() => new Float32Array(pixelsPerImage));
  let step = 0;

  const averages = (): Float32Array[] => {
    const means = sums.map((sum, i) => sum.map((x) => x / Math.max(weights[i], Number.MIN_VALUE)));
    const common = new Float64Array(pixelsPerImage);
    for (const mean of means) for (let p = 0; p < pixelsPerImage; p++) common[p] += mean[p] / privateImages;
    return means.map((mean) => Float32Array.from(mean, (x, p) => x - common[p]));
  };
  const shownOf = (images: readonly ArrayLike<number>[]): Field => byteField(images.slice(0, shown));

  return {
    step() {
      if (step >= params.encryptionsPerImage) return;
      for (let i = 0; i < privateImages; i++) {
        const recipe = recipeWith(i, params.k, secret, open, random);
        latest[i] = encryptOne(recipe, secret, open, random);
        const weight = params.weighted ? recipe.lambda[0] : 1;
        weights[i] += weight;
        const sum = sums[i];
        for (let p = 0; p < pixelsPerImage; p++) {
          sum[p] += weight * (params.signed ? latest[i][p] : Math.abs(latest[i][p]));
        }
      }
      step++;
    },
    async read() {
      const images = averages();
      const correlations = images.map((image, i) => correlation(image, truth[i]));
      const mean = correlations.reduce((sum, c) => sum + c, 0) / privateImages;
      return {
        step,
        status: step >= params.encryptionsPerImage ? 'converged' : 'running',
        metrics: { correlation: step === 0 ? Number.NaN : mean },
        truth: shownOf(truth),
        encryptions: shownOf(latest),
        averages: shownOf(images),
        correlations,
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof parameters, AverageFrame>({
  id: 'instahide/average-the-encodings',
  title: 'Averaging until the image appears',
  sentence: 'Drop the signs, average ten encryptions of an image, and the image is there.',
  params: parameters,
  presets: {
    once: { label: 'A single encryption', params: { encryptionsPerImage: 1 } },
    ten: { label: 'Ten epochs', params: { encryptionsPerImage: 10 } },
    signed: { label: 'With signs', params: { signed: true } },
  },
  claim: {
    statement:
      'The weighted average of |x̃| over the encryptions of an image correlates with it at 0.8 after ten and at 0.9 after fifty (k = 4); with signs it stays below 0.15.',
    holds({ step, metrics, status }, { signed, weighted, k }) {
      if (k !== 4 || step === 0 || (!weighted && !signed)) return null;
      if (signed) return status === 'running' ? null : Math.abs(metrics.correlation) < 0.15;
      if (step < 10) return null;
      return metrics.correlation >= (step >= 50 ? 0.9 : 0.8);
    },
  },
  maximumSteps: 100,
  every: 1,
  recording: {},
  start: startAveraging,
});
