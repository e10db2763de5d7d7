/** The reader's own picture as a digit-like image: 28 × 28, light strokes on dark ground, pixels in [0, 1]. */
import { ReaderError } from '../../lab/experiment';
import type { SourceFile } from '../../lab/parameters';
import { type GreyPicture, parsePortableGreyMap, squareMatrix } from '../deep-matrix-factorization/picture';
import { bitmapFrom } from './bitmap';
import { side } from './image-size';

/** Decodes in a worker or a page. Transparent parts are laid on white paper; sizes beyond 800 pixels are scaled down. */
async function decodeOnPaper(file: SourceFile): Promise<GreyPicture> {
  const bitmap = await createImageBitmap(new Blob([file.bytes.slice()])).catch(() => {
    throw new ReaderError(
      `“${file.name}” is no picture that this browser can read. Choose a PNG, a JPEG or a PGM file.`,
    );
  });
  const scale = Math.min(1, 800 / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new ReaderError('This browser cannot decode pictures in the background. Choose a PGM file.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const grey = Float64Array.from(
    { length: width * height },
    (_, i) => 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2],
  );
  return { width, height, grey };
}

/** The mean over the outermost pixels. */
function border(pixels: readonly number[]): number {
  const edge = pixels.filter((_, i) => {
    const [y, x] = [Math.floor(i / side), i % side];
    return y === 0 || x === 0 || y === side - 1 || x === side - 1;
  });
  return edge.reduce((sum, p) => sum + p, 0) / edge.length;
}

/**
 * The central square, made grey, 28 × 28 and as contrasty as a digit; dark ink on light paper is inverted.
 * Throws ReaderError where the file is no picture, or shows nothing.
 */
export async function ownPicture(file: SourceFile): Promise<Float32Array> {
  const portable = file.bytes[0] === 0x50 && (file.bytes[1] === 0x32 || file.bytes[1] === 0x35);
  if (!portable && typeof OffscreenCanvas !== 'function') {
    throw new ReaderError(
      `“${file.name}” is no PGM picture, and outside a browser only those can be read. Convert it.`,
    );
  }
  const picture = portable ? parsePortableGreyMap(file.bytes) : await decodeOnPaper(file);
  const pixels = squareMatrix(picture, side).to1DArray();
  const [low, high] = [Math.min(...pixels), Math.max(...pixels)];
  if (!(high - low > 2)) {
    throw new ReaderError(`“${file.name}” is of one colour once it is 28 × 28 pixels: there is nothing to hide.`);
  }
  const stretched = pixels.map((p) => (p - low) / (high - low));
  const onPaper = border(stretched) > 0.5;
  return Float32Array.from(stretched, (p) => (onPaper ? 1 - p : p));
}

/** A drawing of single bits, its edges softened by a 3 × 3 blur as a pen's are; an empty pad is a black image. */
export function ownDrawing(text: string): Float32Array {
  const bits = bitmapFrom(text);
  const weights = [1, 2, 1];
  return Float32Array.from(bits, (_, i) => {
    const [y, x] = [Math.floor(i / side), i % side];
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const inside = y + dy >= 0 && y + dy < side && x + dx >= 0 && x + dx < side;
        if (inside) sum += weights[dy + 1] * weights[dx + 1] * bits[i + dy * side + dx];
      }
    }
    return Math.min(1, sum / 10);
  });
}
