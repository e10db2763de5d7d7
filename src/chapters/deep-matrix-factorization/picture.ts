/** Pictures as matrices: from the shipped patches, or from a file of the reader's own. */
import { Matrix } from 'ml-matrix';
import { ReaderError } from '../../lab/experiment';
import type { SourceFile } from '../../lab/parameters';

/** Grey values of any scale, row-major. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: ArrayLike<number>;
}

/** Reads a portable grey map, binary (P5, 8 bits) or text (P2). */
export function parsePortableGreyMap(bytes: Uint8Array): GreyPicture {
  const wrong = new ReaderError('This PGM file is damaged: its header or its pixels are incomplete. Save it again.');
  const text = new TextDecoder('latin1').decode(bytes);
  const header = /^(P[25])(?:\s+|\s*#[^\n]*\n)+(\d+)(?:\s+|\s*#[^\n]*\n)+(\d+)(?:\s+|\s*#[^\n]*\n)+(\d+)\s/.exec(text);
  if (!header) throw wrong;
  const [width, height, brightest] = [Number(header[2]), Number(header[3]), Number(header[4])];
  const grey =
    header[1] === 'P5'
      ? bytes.subarray(header[0].length, header[0].length + width * height)
      : text.slice(header[0].length).trim().split(/\s+/).map(Number);
  if (width * height === 0 || grey.length < width * height || brightest > 255) throw wrong;
  return { width, height, grey };
}

async function decodeInBrowser(file: SourceFile): Promise<GreyPicture> {
  const bitmap = await createImageBitmap(new Blob([file.bytes.slice()])).catch(() => {
    throw new ReaderError(
      `“${file.name}” is no picture that this browser can read. Choose a PNG, a JPEG or a PGM file.`,
    );
  });
  const scale = Math.min(1, 400 / Math.min(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new ReaderError('This browser cannot decode pictures in the background. Choose a PGM file.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  // Rec. 709 luma, without undoing the gamma: what the eye takes for the picture's greys.
  const grey = Float64Array.from(
    { length: width * height },
    (_, i) => 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2],
  );
  return { width, height, grey };
}

/** Decodes a PNG or JPEG where a browser helps, a PGM anywhere. Throws ReaderError on what is neither. */
export async function decodePicture(file: SourceFile): Promise<GreyPicture> {
  if (file.bytes[0] === 0x50 && (file.bytes[1] === 0x32 || file.bytes[1] === 0x35)) {
    return parsePortableGreyMap(file.bytes);
  }
  if (typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function') return decodeInBrowser(file);
  throw new ReaderError(`“${file.name}” is no PGM picture, and outside a browser only those can be read. Convert it.`);
}

/** The central square of the picture, averaged down (or repeated up) to size × size. */
export function squareMatrix({ width, height, grey }: GreyPicture, size: number): Matrix {
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const bounds = (i: number): [number, number] => {
    const from = Math.floor((i * side) / size);
    return [from, Math.max(from + 1, Math.floor(((i + 1) * side) / size))];
  };
  const mean = (row: number, column: number): number => {
    const [[y0, y1], [x0, x1]] = [bounds(row), bounds(column)];
    let sum = 0;
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += grey[(top + y) * width + left + x];
    return sum / ((y1 - y0) * (x1 - x0));
  };
  const matrix = Matrix.zeros(size, size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) matrix.set(row, column, mean(row, column));
  return matrix;
}
