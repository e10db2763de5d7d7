/** The one loader for what the chapters use. It reports progress in bytes, and says what to do when a file is missing. */
import { ReaderError } from './experiment';
import { decodeRecording } from './recording';

/** Fetches one file under `public/`, e.g. 'data/digits-8x8.u8'; `report` is told bytes received and expected (0 if unknown). */
export type FetchBytes = (
  path: string,
  report: (received: number, expected: number) => void,
  signal?: AbortSignal,
) => Promise<Uint8Array>;

/** Labelled grey images: pixels in [0, 1], row-major, one image after the other. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** count × height × width. */
  readonly pixels: Float32Array;
  /** count. */
  readonly labels: Uint8Array;
}

export interface DataLoader {
  bytes(path: string): Promise<Uint8Array>;
  text(path: string): Promise<string>;
  /** A shipped sweep or recording, e.g. 'deep-matrix-factorization/completion.observed'. */
  recording(name: string): Promise<unknown>;
  /** 'mnist' (4,000 training digits, then 2,000 for test, 28 × 28), 'fashion' (2,000, 28 × 28), 'digits' (1,797, 8 × 8), 'patches' (1,024 grey pieces of four photographs, 32 × 32; the label is the photograph). */
  images(name: ImageSetName): Promise<ImageSet>;
}

export type ImageSetName = 'mnist' | 'fashion' | 'digits' | 'patches';

const imageSets: Record<ImageSetName, { path: string; side: number; brightest: number }> = {
  mnist: { path: 'data/mnist.u8', side: 28, brightest: 255 },
  fashion: { path: 'data/fashion-2000.u8', side: 28, brightest: 255 },
  digits: { path: 'data/digits-8x8.u8', side: 8, brightest: 16 },
  patches: { path: 'data/natural-patches-32x32.u8', side: 32, brightest: 255 },
};

/** Reads rows of `side`² pixels and one label, all single bytes. */
export function parseImageRows(bytes: Uint8Array, side: number, brightest: number, path: string): ImageSet {
  const pixelsPerImage = side * side;
  const rowLength = pixelsPerImage + 1;
  if (bytes.length === 0 || bytes.length % rowLength !== 0) {
    throw new ReaderError(
      `${path} is damaged: ${bytes.length} bytes are no whole number of rows of ${rowLength}. Reload the page, or build the essay again.`,
    );
  }
  const count = bytes.length / rowLength;
  const pixels = new Float32Array(count * pixelsPerImage);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < pixelsPerImage; j++) pixels[i * pixelsPerImage + j] = bytes[i * rowLength + j] / brightest;
    labels[i] = bytes[i * rowLength + pixelsPerImage];
  }
  return { count, height: side, width: side, pixels, labels };
}

/** Builds the loader over a way to fetch; files are fetched once and kept. */
export function dataLoader(
  fetchBytes: FetchBytes,
  progress: (fraction: number, what: string) => void,
  signal?: AbortSignal,
): DataLoader {
  const report = (path: string) => (received: number, expected: number) => {
    const of = expected > 0 ? ` of ${Math.ceil(expected / 1000)}` : '';
    progress(expected > 0 ? received / expected : 0, `Loading ${path}: ${Math.ceil(received / 1000)}${of} kB`);
  };
  const bytes = (path: string) => fetchBytes(path, report(path), signal);
  const text = async (path: string) => new TextDecoder().decode(await bytes(path));
  return {
    bytes,
    text,
    recording: async (name) => decodeRecording(await text(`recordings/${name}.json`)),
    async images(name) {
      const { path, side, brightest } = imageSets[name];
      return parseImageRows(await bytes(path), side, brightest, path);
    },
  };
}
