import { Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import {
  alternatingCut,
  alternatingPartition,
  flatSpectrumFloor,
  minimalCut,
  shallowChannelsNeeded,
} from '../../src/chapters/tensor-cnn-widths/minimal-cut';
import {
  type CircuitShape,
  drawWeights,
  exactRank,
  gridTensor,
  leavesOf,
  type Matrix,
  matricize,
  modularArithmetic,
  parameterCount,
  prime,
} from '../../src/chapters/tensor-cnn-widths/theory';
import { mulberry32 } from '../../src/lab/random';

const draw = (seed: number) => {
  const uniform = mulberry32(seed);
  return () => 2 * uniform() - 1;
};
const drawWhole = (seed: number) => {
  const uniform = mulberry32(seed);
  return () => 1 + Math.floor(uniform() * (prime - 1));
};
const singularValues = ({ rows, columns, data }: Matrix): number[] => {
  const matrix = MlMatrix.from1DArray(rows, columns, Array.from(data));
  return new SingularValueDecomposition(rows < columns ? matrix.transpose() : matrix).diagonal;
};
const sideOf = (inputs: number, first: readonly number[]) =>
  Array.from({ length: inputs }, (_, i) => first.includes(i + 1));
const norm = (a: Float64Array) => Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
const close = (actual: readonly number[], expected: readonly number[], digits = 10) => {
  for (const [i, value] of expected.entries()) expect(actual[i] / value).toBeCloseTo(1, digits);
};

/** The value of a circuit by its definition: sums over every path of channels, one grid point at a time. */
function byDefinition(shape: CircuitShape, weights: ReturnType<typeof drawWeights>, point: readonly number[]): number {
  let vectors: number[][] = point.map((d) => Array.from({ length: shape.representation }, (_, i) => (i === d ? 1 : 0)));
  for (const [l, width] of shape.widths.entries()) {
    const channels = vectors.map((below, j) => {
      const w = weights.layers[l][shape.sharedWeights ? 0 : j];
      return Array.from({ length: width }, (_, out) =>
        below.reduce((sum, x, a) => sum + w[out * below.length + a] * x, 0),
      );
    });
    vectors = Array.from({ length: channels.length / 2 }, (_, j) =>
      channels[2 * j].map((x, c) => x * channels[2 * j + 1][c]),
    );
  }
  return vectors[0].reduce((sum, x, a) => sum + weights.output[a] * x, 0);
}

describe('the grid tensor', () => {
  const shape: CircuitShape = { inputs: 4, representation: 2, widths: [2, 2] };
  const weights = drawWeights(shape, draw(7));
  const tensor = gridTensor(shape, weights);

  test('fixture D1: entries, norm, sum', () => {
    close([...weights.layers[0][0]], [-0.9765904936939, -0.8760834848508, 0.9538152655587, 0.3980574114248]);
    close([...weights.output], [-0.6907119397074, -0.4180975737981]);
    close([tensor[0], tensor[10], tensor[15]], [-0.00625411335738, -0.00375876585462, -0.00816130171489]);
    close([norm(tensor), tensor.reduce((a, b) => a + b, 0)], [0.110329843536, -0.265928430205]);
  });

  test('fixture D1: singular values of the three balanced partitions', () => {
    const of = (first: readonly number[]) => singularValues(matricize(tensor, 2, sideOf(4, first)));
    close(of([1, 3]), [0.110240270679, 0.00436651562205, 0.000765176703435, 0.000324254709977], 8);
    close(of([1, 2]).slice(0, 2), [0.110276279761, 0.00343751315805], 8);
    close(of([1, 4]), [0.110240591102, 0.0043581146132, 0.00076696121628, 0.000324122916121], 8);
    expect(of([1, 2])[2]).toBeLessThan(1e-15);
  });

  test.each([
    { inputs: 4, representation: 3, widths: [3, 2] },
    { inputs: 8, representation: 2, widths: [2, 3, 2] },
    { inputs: 8, representation: 2, widths: [2, 3, 2], sharedWeights: true },
  ])('equals the circuit evaluated point by point: $inputs inputs, widths $widths', (other) => {
    const drawn = drawWeights(other, draw(3));
    const table = gridTensor(other, drawn);
    for (let flat = 0; flat < table.length; flat += 7) {
      const point = Array.from(
        { length: other.inputs },
        (_, k) => Math.floor(flat / other.representation ** (other.inputs - 1 - k)) % other.representation,
      );
      expect(table[flat]).toBeCloseTo(byDefinition(other, drawn, point), 12);
    }
  });

  test('fixture D2: spectra, entropy, and what sharing the weights does', () => {
    const d2: CircuitShape = { inputs: 8, representation: 2, widths: [2, 4, 4] };
    const a = gridTensor(d2, drawWeights(d2, draw(7)));
    expect(norm(a)).toBeCloseTo(0.0108419719624, 12);
    const spectrum = (first: readonly number[]) => singularValues(matricize(a, 2, sideOf(8, first)));
    close(spectrum([1, 2, 3, 4]), [0.0104383571, 0.002720412493, 0.001090143577, 1.088492989e-8], 5);
    close(spectrum([1, 2, 5, 6]), [0.01072981498, 0.001368023129, 0.0007369866153, 6.921042412e-5], 7);
    const entropy = (values: readonly number[]) => {
      const total = values.reduce((sum, x) => sum + x * x, 0);
      return -values.reduce((sum, x) => (x > 1e-18 ? sum + ((x * x) / total) * Math.log((x * x) / total) : sum), 0);
    };
    expect(entropy(spectrum([1, 3, 5, 7]))).toBeCloseTo(0.7583509724, 9);
    expect(entropy(spectrum([1, 2, 3, 4]))).toBeCloseTo(0.2908764275, 9);
    const shared = { ...d2, sharedWeights: true };
    const b = gridTensor(shared, drawWeights(shared, draw(7)));
    expect(norm(b)).toBeCloseTo(3.49641516611, 10);
    const leftRight = singularValues(matricize(b, 2, alternatingPartition(8, 2)));
    close(leftRight.slice(0, 3), [3.496414455, 0.002229584368, 3.792345087e-6], 5);
    expect(leftRight[3]).toBeLessThan(1e-14);
  });

  test('fixture D3: left/right spectrum of a wider circuit', () => {
    const d3: CircuitShape = { inputs: 8, representation: 3, widths: [3, 5, 7] };
    const values = singularValues(matricize(gridTensor(d3, drawWeights(d3, draw(11))), 3, alternatingPartition(8, 2)));
    close(values.slice(0, 5), [0.4223962757, 0.2020273154, 0.03309239176, 0.008555361313, 0.00162383874], 8);
    expect(values[5]).toBeLessThan(1e-14);
  });
});

describe('the exact rank', () => {
  test('knows planted ranks', () => {
    const uniform = mulberry32(5);
    const whole = () => Math.floor(uniform() * 1000);
    for (const planted of [1, 3, 8]) {
      const left = MlMatrix.from1DArray(12, planted, Array.from({ length: 12 * planted }, whole));
      const right = MlMatrix.from1DArray(planted, 9, Array.from({ length: planted * 9 }, whole));
      const data = Float64Array.from(left.mmul(right).to1DArray());
      expect(exactRank({ rows: 12, columns: 9, data })).toBe(planted);
    }
    expect(exactRank({ rows: 2, columns: 2, data: Float64Array.of(1, 2, -3, -6) })).toBe(1);
    expect(exactRank({ rows: 3, columns: 3, data: new Float64Array(9) })).toBe(0);
  });

  // Section B3 of the sheet: odd/even, pairs, blocks of four, left/right; `shared` where sharing the weights lowers it.
  const table: readonly [CircuitShape, readonly number[], Readonly<Record<number, number>>?][] = [
    [{ inputs: 4, representation: 3, widths: [3, 2] }, [9, 2]],
    [{ inputs: 4, representation: 3, widths: [2, 3] }, [4, 2]],
    [{ inputs: 8, representation: 2, widths: [2, 2, 4] }, [16, 4, 2]],
    [{ inputs: 8, representation: 2, widths: [2, 4, 4] }, [16, 4, 4], { 2: 3 }],
    [{ inputs: 8, representation: 3, widths: [3, 3, 2] }, [81, 9, 2]],
    [{ inputs: 8, representation: 3, widths: [3, 5, 7] }, [81, 9, 5]],
    [{ inputs: 8, representation: 3, widths: [3, 9, 9] }, [81, 9, 9], { 2: 6 }],
    [{ inputs: 16, representation: 2, widths: [2, 2, 2, 2] }, [256, 16, 4, 2]],
    [{ inputs: 16, representation: 2, widths: [2, 4, 8, 16] }, [256, 16, 16, 8], { 2: 9, 3: 6 }],
  ];
  test.each(table)('equals the minimal cut for untied weights: %o', (shape, ranks, shared = {}) => {
    const tied = { ...shape, sharedWeights: true };
    const untiedTensor = gridTensor(shape, drawWeights(shape, drawWhole(1)), modularArithmetic);
    const tiedTensor = gridTensor(tied, drawWeights(tied, drawWhole(1)), modularArithmetic);
    for (const [s, rank] of ranks.entries()) {
      const sides = alternatingPartition(shape.inputs, s);
      expect(exactRank(matricize(untiedTensor, shape.representation, sides))).toBe(rank);
      expect(minimalCut(shape, sides).weight).toBe(rank);
      expect(exactRank(matricize(tiedTensor, shape.representation, sides))).toBe(shared[s] ?? rank);
    }
  });

  test('another order of the leaves moves the rank to another partition', () => {
    const swapped: CircuitShape = {
      inputs: 8,
      representation: 2,
      widths: [2, 2, 2],
      leafOrder: [0, 2, 1, 3, 4, 6, 5, 7],
    };
    const baseline: CircuitShape = { inputs: 8, representation: 2, widths: [2, 2, 2] };
    for (const [shape, oddEven, pairs] of [
      [baseline, 16, 4],
      [swapped, 4, 16],
    ] as const) {
      const tensor = gridTensor(shape, drawWeights(shape, drawWhole(2)), modularArithmetic);
      const rank = (first: readonly number[]) => exactRank(matricize(tensor, 2, leavesOf(shape, sideOf(8, first))));
      expect([rank([1, 3, 5, 7]), rank([1, 2, 5, 6])]).toEqual([oddEven, pairs]);
    }
  });
});

describe('the minimal cut', () => {
  test.each([
    [[4, 4, 2], 4, [256, 16, 2]],
    [[2, 6, 8], 4, [16, 4, 4]],
    [[3, 5, 7], 3, [81, 9, 5]],
  ])('fixture D4: widths %o', (widths, representation, cuts) => {
    const shape: CircuitShape = { inputs: 8, representation, widths };
    expect(cuts.map((_, s) => minimalCut(shape, alternatingPartition(8, s)).weight)).toEqual(cuts);
    expect(cuts.map((_, s) => alternatingCut(shape, s))).toEqual(cuts);
  });

  test('its closed form, its indices and an exhaustive search agree on random circuits', () => {
    const uniform = mulberry32(9);
    const below = (n: number) => 1 + Math.floor(uniform() * n);
    for (let trial = 0; trial < 300; trial++) {
      const depth = 1 + below(3);
      const widths = Array.from({ length: depth }, () => below(9));
      const shape: CircuitShape = { inputs: 2 ** depth, representation: below(4), widths };
      for (let s = 0; s < depth; s++) {
        const cut = minimalCut(shape, alternatingPartition(shape.inputs, s));
        expect(cut.weight).toBe(alternatingCut(shape, s));
        expect(cut.indices.reduce((product, index) => product * index.dimension, 1)).toBe(cut.weight);
      }
    }
    for (let trial = 0; trial < 40; trial++) {
      const shape: CircuitShape = { inputs: 4, representation: below(4), widths: [below(6), below(6)] };
      const sides = Array.from({ length: 4 }, () => uniform() < 0.5);
      expect(minimalCut(shape, sides).weight).toBe(exhaustiveCut(shape, sides));
    }
  });

  /** Tries every assignment of the seven nodes of a circuit of four inputs. */
  function exhaustiveCut(shape: CircuitShape, sides: readonly boolean[]): number {
    const [r0, r1] = shape.widths;
    let best = Number.POSITIVE_INFINITY;
    for (let mask = 0; mask < 128; mask++) {
      const on = (node: number) => (mask & (1 << node)) !== 0;
      const joined = (nodes: readonly number[]) => nodes.every((node) => on(node) === on(nodes[0]));
      const inputs = sides.reduce((w, side, i) => w * (on(i) === side ? 1 : shape.representation), 1);
      const weight =
        inputs * (joined([0, 1, 4]) ? 1 : r0) * (joined([2, 3, 5]) ? 1 : r0) * (joined([4, 5, 6]) ? 1 : r1);
      best = Math.min(best, weight);
    }
    return best;
  }
});

test('sizes, floors and what a shallow circuit needs', () => {
  expect(parameterCount({ inputs: 8, representation: 4, widths: [4, 4, 2] })).toBe(210);
  expect(parameterCount({ inputs: 8, representation: 4, widths: [2, 6, 8] })).toBe(216);
  expect([1, 2, 3, 4].map((r0) => flatSpectrumFloor(256, r0 ** 4))).toEqual([0.99609375, 0.9375, 0.68359375, 0]);
  expect([1, 2, 3, 4].map((r2) => flatSpectrumFloor(4, r2))).toEqual([0.75, 0.5, 0.25, 0]);
  expect(flatSpectrumFloor(256, 2)).toBe(0.9921875);
  expect(shallowChannelsNeeded({ inputs: 16, representation: 2, widths: [2, 4, 8, 16] })).toBe(256);
  expect(() => parameterCount({ inputs: 6, representation: 2, widths: [2, 2] })).toThrow(RangeError);
  expect(() => parameterCount({ inputs: 4, representation: 2, widths: [2, 0] })).toThrow(RangeError);
});
