import { defineExperiment, type Field, type Frame, ReaderError, type Run, type RunContext } from '../../lab/experiment';
import type { ParametersOf } from '../../lab/parameters';
import type { RandomSource } from '../../lab/random';
import { bitmapFrom } from './bitmap';
import { digitStatistics, type ImagePool, imageOf, loadDigits, loadPublic } from './image-pool';
import { pixelsPerImage, side } from './image-size';
import { mixingDeskParameters } from './mixing-desk-schema';
import { ownDrawing, ownPicture } from './own-picture';
import {
  applyMask,
  canBeMet,
  correlation,
  drawCoefficients,
  drawMask,
  mixImages,
  privateSlots,
  scalePixels,
} from './theory';

export type MixingDeskParams = ParametersOf<typeof mixingDeskParameters>;

/** Every stage of one encryption. */
export interface MixingDeskFrame extends Frame {
  /** k × 28 × 28, scaled: the hidden image first, then its private partner, then public ones. */
  readonly images: Field;
  readonly privateCount: number;
  /** The class of each private image; null for the reader's own. */
  readonly labels: readonly (number | null)[];
  readonly lambda: readonly number[];
  /** How often the coefficients were drawn until they met their bounds. */
  readonly draws: number;
  /** 28 × 28. */
  readonly mixture: Field;
  /** 28 × 28, ±1, with the signs that were flipped by hand. */
  readonly mask: Field;
  /** σ ∘ x. */
  readonly encryption: Field;
  /** |σ ∘ x| = |x|. */
  readonly absolute: Field;
}

/** One-time keys that the figure offers before it wants a new seed. */
const keys = 50;

interface Hidden {
  readonly image: Float32Array;
  readonly label: number | null;
}

async function hiddenImage(params: MixingDeskParams, digits: ImagePool, random: RandomSource): Promise<Hidden> {
  const scaled = (pixels: Float32Array): Hidden => ({
    image: scalePixels(pixels, params.scaling, digitStatistics),
    label: null,
  });
  if (params.source === 'drawing') return scaled(ownDrawing(params.drawing));
  if (params.source === 'picture') {
    if (params.picture.length === 0) throw new ReaderError('Choose a picture of your own first: PNG, JPEG or PGM.');
    return scaled(await ownPicture(params.picture[0]));
  }
  const label = Number(params.digit);
  const ofClass = [...digits.labels.keys()].filter((i) => digits.labels[i] === label);
  return { image: imageOf(digits, ofClass[random.integer(ofClass.length)]), label };
}

const picture = (data: ArrayLike<number>): Field => ({ shape: [side, side], data: Float32Array.from(data) });

/** Each step throws the key away and draws a new one: partners, coefficients, mask. */
export async function startMixingDesk(
  params: MixingDeskParams,
  context: RunContext,
): Promise<Run<MixingDeskFrame, MixingDeskParams>> {
  const { k, largest, scaling } = params;
  if (!canBeMet(k, { largest, privateSum: 0 })) {
    throw new ReaderError(
      `${k} coefficients add up to 1, so that they cannot all be at most ${largest}: the largest is ${(1 / k).toFixed(2)} or more. Raise the bound or k.`,
    );
  }
  const { train } = await loadDigits(context, 1000, scaling, 0);
  const open = await loadPublic(context, params.publicSet, scaling);
  const hidden = await hiddenImage(params, train, context.random.fork('hidden'));
  const random = context.random.fork('keys');
  const privateCount = privateSlots(k, true);
  const bounds = { largest, privateSum: k > 2 ? Math.min(0.3, 1.5 * largest) : 0 };
  if (params.source === 'drawing' && !bitmapFrom(params.drawing).includes(1)) {
    context.note('The pad is empty so far: draw on it, and what you draw is hidden.');
  }
  let flips = bitmapFrom(params.flips);
  let step = 0;

  const coefficients = () => {
    try {
      return drawCoefficients(k, random.normal, bounds);
    } catch {
      throw new ReaderError(
        `A million draws gave no ${k} coefficients of at most ${largest} each: they would nearly all have to be equal. Raise the bound.`,
      );
    }
  };
  const drawKey = () => {
    const partner = random.integer(train.count);
    const strangers = Array.from({ length: Math.max(0, k - 2) }, () => random.integer(open.count));
    return {
      images: [
        hidden.image,
        ...(k > 1 ? [imageOf(train, partner)] : []),
        ...strangers.map((stranger) => imageOf(open, stranger)),
      ],
      labels: [hidden.label, ...(k > 1 ? [train.labels[partner]] : [])],
      ...coefficients(),
      mask: drawMask(pixelsPerImage, random.uniform),
    };
  };
  let key = drawKey();

  return {
    step() {
      if (step >= keys) return;
      key = drawKey();
      step++;
    },
    change(next) {
      flips = bitmapFrom(next.flips);
    },
    async read() {
      const mixture = mixImages(key.images, key.lambda);
      const mask = key.mask.map((sign, p) => (flips[p] ? -sign : sign));
      const encryption = applyMask(mixture, mask);
      const absolute = encryption.map(Math.abs);
      const images = new Float32Array(k * pixelsPerImage);
      key.images.forEach((image, j) => {
        images.set(image, j * pixelsPerImage);
      });
      const single = key.images[0].map(Math.abs);
      return {
        step,
        status: step >= keys ? 'converged' : 'running',
        metrics: {
          largestCoefficient: Math.max(...key.lambda),
          draws: key.draws,
          signedCorrelation: correlation(encryption, hidden.image),
          absoluteCorrelation: correlation(absolute, mixture.map(Math.abs)),
          // Where |x| is the same everywhere, the mask has deleted the image.
          flatPixels: single.reduce((sum, x) => sum + Number(x > 0.98 && x < 1.02), 0) / pixelsPerImage,
        },
        images: { shape: [k, side, side], data: images },
        privateCount,
        labels: key.labels,
        lambda: [...key.lambda],
        draws: key.draws,
        mixture: picture(mixture),
        mask: { shape: [side, side], data: Int32Array.from(mask) },
        encryption: picture(encryption),
        absolute: picture(absolute),
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof mixingDeskParameters, MixingDeskFrame>({
  id: 'instahide/mixing-desk',
  title: 'The mixing desk',
  sentence: 'Mix, then flip signs at random: what is left is an absolute value.',
  params: mixingDeskParameters,
  presets: {
    mask: { label: 'The mask alone', params: { k: 1 } },
    stretched: { label: 'The mask alone, in [−1, 1]', params: { k: 1, scaling: 'minus-one-to-one' } },
    positive: { label: 'The mask alone, in [0, 1]', params: { k: 1, scaling: 'zero-to-one' } },
    challenge: { label: 'As in the challenge: k = 6', params: { k: 6 } },
  },
  claim: {
    statement: 'Whatever the mask, the absolute value of the encryption is that of the mixture, pixel by pixel.',
    holds: ({ metrics }) => Math.abs(metrics.absoluteCorrelation - 1) < 1e-9 || metrics.flatPixels === 1,
  },
  maximumSteps: keys,
  every: 1,
  // A key whose coefficients are of about one size.
  recording: { seed: 7, steps: 0 },
  start: startMixingDesk,
});
