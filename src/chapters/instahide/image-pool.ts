/** The chapter's images, all 28 × 28 in one scaling: digits are private, clothing and patches of photographs public. */
import type { ImageSet } from '../../lab/data';
import { ReaderError, type RunContext } from '../../lab/experiment';
import { pixelsPerImage, side } from './image-size';
import { pixelStatistics, type Scaling, scalePixels } from './theory';

export const classes = 10;

/** Mean and deviation of MNIST's training pixels, as everyone standardises it. */
export const digitStatistics = { mean: 0.1307, deviation: 0.3081 };

/** Images in one scaling, row-major, one after the other. */
export interface ImagePool {
  readonly count: number;
  /** count × 784. */
  readonly pixels: Float32Array;
  /** count; no meaning where the images are public. */
  readonly labels: Uint8Array;
}

export const imageOf = ({ pixels }: { readonly pixels: Float32Array }, i: number): Float32Array =>
  pixels.subarray(i * pixelsPerImage, (i + 1) * pixelsPerImage);

const slice = (set: ImageSet, from: number, count: number, scaling: Scaling): ImagePool => ({
  count,
  pixels: scalePixels(
    set.pixels.subarray(from * pixelsPerImage, (from + count) * pixelsPerImage),
    scaling,
    digitStatistics,
  ),
  labels: set.labels.slice(from, from + count),
});

const trainingDigits = 4000;

/** The first digits of the training slice, and the test slice. Throws ReaderError where too many are asked for. */
export async function loadDigits(context: RunContext, count: number, scaling: Scaling, testCount = 2000) {
  const set = await context.data.images('mnist');
  if (count > trainingDigits)
    throw new ReaderError(`There are ${trainingDigits} private digits: choose at most those.`);
  return { train: slice(set, 0, count, scaling), test: slice(set, trainingDigits, testCount, scaling) };
}

/** The central 28 × 28 of larger images. */
function cropped({ count, height, width, pixels }: ImageSet): Float32Array {
  const out = new Float32Array(count * pixelsPerImage);
  const [top, left] = [(height - side) >> 1, (width - side) >> 1];
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < side; y++) {
      const from = i * height * width + (top + y) * width + left;
      out.set(pixels.subarray(from, from + side), i * pixelsPerImage + y * side);
    }
  }
  return out;
}

export type PublicSet = 'fashion' | 'patches';

/** Public images in the same scaling; standardised by their own statistics, so that they weigh as much as digits. */
export async function loadPublic(context: RunContext, name: PublicSet, scaling: Scaling): Promise<ImagePool> {
  const set = await context.data.images(name);
  const grey = cropped(set);
  return { count: set.count, pixels: scalePixels(grey, scaling, pixelStatistics(grey)), labels: set.labels };
}
