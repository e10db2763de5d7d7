/** Pictures as bytes, for frames that are drawn and recorded: a quarter of the size of floats. */
import type { Field } from '../../lab/experiment';
import { pixelsPerImage, side } from './image-size';

function bytePicture(image: ArrayLike<number>, into: Uint8Array, at: number): void {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let p = 0; p < image.length; p++) {
    low = Math.min(low, image[p]);
    high = Math.max(high, image[p]);
  }
  for (let p = 0; p < image.length; p++) into[at + p] = high > low ? (255 * (image[p] - low)) / (high - low) : 0;
}

/** Images of 28 × 28 as a field of bytes, each image stretched over its own range. */
export function byteField(images: readonly ArrayLike<number>[]): Field {
  const data = new Uint8Array(images.length * pixelsPerImage);
  images.forEach((image, i) => {
    bytePicture(image, data, i * pixelsPerImage);
  });
  return { shape: [images.length, side, side], data };
}
