/**
 * Binary pictures of one blob each, with a score for how closed and one for how left-right symmetric it is.
 * Recipe of Cohen and Shashua 2017 (section 6) at half its size: a warped, turned ellipse in a tile of 8 or 16 pixels,
 * from which a share of the pixels is dropped, symmetrically for half of the pictures.
 */
import type { RandomSource } from '../../lab/random';

export const blobSide = 16;
const pixels = blobSide * blobSide;

export interface Blob {
  /** blobSide² zeros and ones. */
  readonly image: Uint8Array;
  /** |I| / |closing(I)|, in (0, 1]. */
  readonly closedness: number;
  /** Share of the blob that lies on its own left-right mirror image within the tile. */
  readonly symmetry: number;
}

export type BlobTask = 'closedness' | 'symmetry';

interface Tile {
  readonly row: number;
  readonly column: number;
  readonly side: number;
}

/** Whether a point of the square [−1, 1]² lies in the warped and turned ellipse. */
function ellipseTest(random: RandomSource): (x: number, y: number) => boolean {
  const height = 2 ** -(1.5 * random.uniform());
  const amplitude = 0.25 * random.uniform();
  const frequency = 3 * Math.PI * random.uniform();
  const angle = Math.PI * random.uniform();
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const u = cosine * x + sine * y;
    const v = cosine * y - sine * x - amplitude * Math.sin(frequency * (u + 1));
    return u * u + (v / height) ** 2 < 1;
  };
}

function dropMask(side: number, random: RandomSource): (row: number, column: number) => boolean {
  const probability = 0.1 + 0.23 * random.uniform();
  const symmetric = random.uniform() < 0.5;
  const drawn = Array.from({ length: side * side }, () => random.uniform() < probability);
  return (row, column) => drawn[row * side + (symmetric ? Math.min(column, side - 1 - column) : column)];
}

/** Neighbours in the shape of a plus, outside taken as empty. */
function plus(image: Uint8Array, side: number, keep: (filled: number) => boolean): Uint8Array {
  const at = (r: number, c: number) => (r < 0 || c < 0 || r >= side || c >= side ? 0 : image[r * side + c]);
  return Uint8Array.from(image, (value, k) => {
    const [r, c] = [Math.floor(k / side), k % side];
    return keep(value + at(r - 1, c) + at(r + 1, c) + at(r, c - 1) + at(r, c + 1)) ? 1 : 0;
  });
}

/** |I| / |closing(I)|: dilation, then erosion, by a plus of five pixels on a picture with an empty border. */
export function closednessOf(image: Uint8Array): number {
  const side = blobSide + 2;
  const padded = new Uint8Array(side * side);
  for (let r = 0; r < blobSide; r++) padded.set(image.subarray(r * blobSide, (r + 1) * blobSide), (r + 1) * side + 1);
  const dilated = plus(padded, side, (filled) => filled > 0);
  const closed = plus(dilated, side, (filled) => filled === 5);
  return sum(image) / sum(closed);
}

const sum = (values: Uint8Array): number => values.reduce((total, value) => total + value, 0);

function symmetryOf(image: Uint8Array, tile: Tile): number {
  let both = 0;
  for (let r = 0; r < tile.side; r++) {
    for (let c = 0; c < tile.side; c++) {
      const row = (tile.row + r) * blobSide + tile.column;
      both += image[row + c] & image[row + tile.side - 1 - c];
    }
  }
  return both / sum(image);
}

/** Draws one blob; an empty picture is drawn again. */
export function drawBlob(random: RandomSource): Blob {
  const side = random.uniform() < 0.5 ? blobSide / 2 : blobSide;
  const tile = { row: side * random.integer(blobSide / side), column: side * random.integer(blobSide / side), side };
  const inside = ellipseTest(random);
  const dropped = dropMask(side, random);
  const image = new Uint8Array(pixels);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      const [x, y] = [(2 * c + 1) / side - 1, (2 * r + 1) / side - 1];
      if (inside(x, y) && !dropped(r, c)) image[(tile.row + r) * blobSide + tile.column + c] = 1;
    }
  }
  if (sum(image) === 0) return drawBlob(random);
  return { image, closedness: closednessOf(image), symmetry: symmetryOf(image, tile) };
}

/** Pictures with their class: 1 for the highest, 0 for the lowest scores of a task. */
export interface LabelledBlobs {
  readonly images: readonly Uint8Array[];
  readonly labels: Uint8Array;
}

/** The top and bottom 40 % by score, in random order, at most `limit` of them. */
export function labelled(blobs: readonly Blob[], task: BlobTask, random: RandomSource, limit: number): LabelledBlobs {
  const ordered = [...blobs].sort((a, b) => a[task] - b[task]);
  const each = Math.floor(0.4 * blobs.length);
  const chosen = [
    ...ordered.slice(0, each).map((blob) => ({ blob, label: 0 })),
    ...ordered.slice(-each).map((blob) => ({ blob, label: 1 })),
  ];
  const kept = Array.from(random.permutation(chosen.length).subarray(0, limit), (i) => chosen[i]);
  return { images: kept.map(({ blob }) => blob.image), labels: Uint8Array.from(kept, ({ label }) => label) };
}
