import { Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { blobSide, closednessOf, drawBlob, labelled } from '../../src/chapters/tensor-cnn-widths/blobs';
import {
  leafOrders,
  predictedFloor,
  targetRank,
  targets,
  targetTensor,
} from '../../src/chapters/tensor-cnn-widths/pair-targets';
import { pooledWith, poolingOrder } from '../../src/chapters/tensor-cnn-widths/pooling-order';
import { leavesOf, matricize } from '../../src/chapters/tensor-cnn-widths/theory';
import { seededRandom } from '../../src/lab/random';

const at = (row: number, column: number, side = 16) => row * side + column;

describe('pooling order', () => {
  test.each(['square', 'mirror'] as const)('%s: every pixel once, windows within windows', (geometry) => {
    const order = poolingOrder(geometry, 16);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, i) => i));
    const one = new Set(pooledWith(order, at(3, 7), 1));
    const two = new Set(pooledWith(order, at(3, 7), 2));
    expect([one.size, two.size]).toEqual([4, 16]);
    for (const pixel of one) expect(two.has(pixel)).toBe(true);
  });

  test('a square window joins neighbours, a mirror window reflections, folded at every level', () => {
    expect(new Set(pooledWith(poolingOrder('square', 16), at(3, 7), 1))).toEqual(
      new Set([at(2, 6), at(2, 7), at(3, 6), at(3, 7)]),
    );
    expect(new Set(pooledWith(poolingOrder('mirror', 16), at(3, 7), 1))).toEqual(
      new Set([at(3, 7), at(3, 8), at(12, 7), at(12, 8)]),
    );
    const folded = new Set(pooledWith(poolingOrder('mirror', 16), at(3, 7), 2));
    for (const pixel of [at(4, 7), at(3, 0), at(4, 0)]) expect(folded.has(pixel)).toBe(true);
  });
});

describe('blobs', () => {
  const ring = new Uint8Array(blobSide * blobSide);
  for (let r = 4; r < 9; r++) for (let c = 4; c < 9; c++) ring[at(r, c)] = 1;

  test('a full square is closed; with a hole its closedness is what closing adds', () => {
    expect(closednessOf(ring)).toBe(1);
    const holed = ring.slice();
    holed[at(6, 6)] = 0;
    expect(closednessOf(holed)).toBeCloseTo(24 / 25, 12);
  });

  test('scores are shares, pictures are never empty, a seed fixes them', () => {
    const draw = () => {
      const random = seededRandom(4);
      return Array.from({ length: 200 }, () => drawBlob(random));
    };
    const blobs = draw();
    expect(draw()).toEqual(blobs);
    for (const { image, closedness, symmetry } of blobs) {
      expect(image.some((value) => value === 1)).toBe(true);
      expect(closedness).toBeGreaterThan(0);
      expect(closedness).toBeLessThanOrEqual(1);
      expect(symmetry).toBeGreaterThanOrEqual(0);
      expect(symmetry).toBeLessThanOrEqual(1);
    }
    const { images, labels } = labelled(blobs, 'symmetry', seededRandom(1), 1000);
    expect(images).toHaveLength(160);
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(80);
    const scoreOf = (image: Uint8Array) => blobs.find((blob) => blob.image === image)?.symmetry ?? Number.NaN;
    const of = (label: number) => images.filter((_, i) => labels[i] === label).map(scoreOf);
    expect(Math.min(...of(1))).toBeGreaterThanOrEqual(Math.max(...of(0)));
  });
});

describe('targets made of pairs', () => {
  const partitions = [0b00000001, 0b01010101, 0b00001111, 0b00000011].map((mask) =>
    Array.from({ length: 8 }, (_, i) => (mask & (1 << i)) !== 0),
  );

  test.each(['short-range', 'long-range', 'mirror-pairs'] as const)(
    '%s: a flat spectrum of the predicted rank',
    (name) => {
      for (const [geometry, leafOrder] of Object.entries(leafOrders)) {
        const tensor = Float64Array.from(targetTensor(targets[name], leafOrder));
        expect(tensor.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 10);
        const firstSide = partitions[geometry === 'square' ? 0 : 3];
        const shape = { inputs: 8, representation: 4, widths: [4, 4, 2], leafOrder };
        const { rows, columns, data } = matricize(tensor, 4, leavesOf(shape, firstSide));
        const matrix = MlMatrix.from1DArray(rows, columns, Array.from(data));
        const values = new SingularValueDecomposition(matrix.transpose(), { computeLeftSingularVectors: false })
          .diagonal;
        const rank = targetRank(targets[name], firstSide);
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(i < rank ? 1 / Math.sqrt(rank) : 0, 8);
      }
    },
  );

  test('fixture D5 and section B4: the floors', () => {
    const floor = (
      name: keyof typeof targets,
      widths: readonly number[],
      geometry: keyof typeof leafOrders = 'square',
    ) => predictedFloor({ inputs: 8, representation: 4, widths, leafOrder: leafOrders[geometry] }, targets[name]).error;
    expect([1, 2, 3, 4].map((r0) => floor('short-range', [r0, 4, 2]))).toEqual([0.99609375, 0.9375, 0.68359375, 0]);
    expect([1, 2, 3, 4].map((r2) => floor('long-range', [4, 4, r2]))).toEqual([0.75, 0.5, 0.25, 0]);
    expect(floor('short-range', [2, 6, 8])).toBe(0.9375);
    expect(floor('long-range', [2, 6, 8])).toBe(0);
    expect(floor('mirror-pairs', [4, 4, 2])).toBe(0.9921875);
    expect(floor('mirror-pairs', [4, 4, 2], 'mirror')).toBe(0);
    expect(floor('short-range', [4, 4, 2], 'mirror')).toBe(0.9375);
  });
});
