/** Handwritten digits, small enough for a convolutional kernel in a tab. */
import type { DataLoader } from '../../lab/data';
import type { RandomSource } from '../../lab/random';
import type { Matrix64 } from './theory';

export interface ImageProblem {
  readonly side: number;
  /** Training images first, then test images; each row has norm one. */
  readonly images: Matrix64;
  readonly labels: Int32Array;
  readonly training: number;
  readonly test: number;
}

/** Means over blocks of `factor` × `factor` pixels. */
export function shrink(pixels: ArrayLike<number>, side: number, factor: number): Float64Array {
  const small = side / factor;
  const out = new Float64Array(small * small);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      out[Math.floor(i / factor) * small + Math.floor(j / factor)] += pixels[i * side + j] / factor ** 2;
    }
  }
  return out;
}

/** Draws training and test images without overlap from one pool: MNIST at 7 × 7, or the UCI digits at 8 × 8. */
export async function drawImages(
  source: 'mnist-7' | 'digits-8',
  training: number,
  test: number,
  data: DataLoader,
  random: RandomSource,
): Promise<ImageProblem> {
  const { count, height, pixels, labels } = await data.images(source === 'mnist-7' ? 'mnist' : 'digits');
  const factor = source === 'mnist-7' ? 4 : 1;
  const side = height / factor;
  const chosen = Array.from(
    random
      .fork('images')
      .permutation(count)
      .subarray(0, training + test),
  );
  const out = new Float64Array(chosen.length * side * side);
  chosen.forEach((index, row) => {
    const image = shrink(pixels.subarray(index * height * height, (index + 1) * height * height), height, factor);
    const norm = Math.hypot(...image) || 1;
    out.set(
      image.map((v) => v / norm),
      row * side * side,
    );
  });
  return {
    side,
    images: { rows: chosen.length, columns: side * side, data: out },
    labels: Int32Array.from(chosen, (index) => labels[index]),
    training,
    test,
  };
}
