import { describe, expect, test } from 'vitest';
import {
  circleInputs,
  circleSpectrum,
  evenAngles,
  evenPointsEigenvalue,
  shallowCircleCoefficient,
} from '../../src/chapters/neural-tangent-kernel/circle-theory';
import {
  halfSquaredError,
  interpolantNorm,
  predictions,
  ridgeCoefficients,
  ridgePredictions,
  spectrumOf,
  trainingOutputs,
} from '../../src/chapters/neural-tangent-kernel/dynamics-theory';
import {
  empiricalKernel,
  outputOf,
  randomNet,
  relativeDistance,
} from '../../src/chapters/neural-tangent-kernel/finite-net-theory';
import {
  arcCosine0,
  arcCosine1,
  gramMatrix,
  kernelMatrices,
  kernelOfPair,
  matrixFromRows,
  traceLayers,
} from '../../src/chapters/neural-tangent-kernel/theory';
import { seededRandom } from '../../src/lab/random';

const pairA = [
  [1, 0],
  [0.6, 0.8],
] as const;

describe('the kernel of a pair of inputs', () => {
  test.each([
    [1, pairA[0], pairA[1], 1.10044722658599, 0.677547567766513],
    [2, pairA[0], pairA[1], 1.54441630067721, 0.733433785825562],
    [3, pairA[0], pairA[1], 1.95228668518465, 0.775312434844068],
    [1, [1, 0], [0, 1], 0.318309886183791, 0.318309886183791],
    [2, [1, 0], [0, 1], 0.685708636282942, 0.493731090200372],
    [3, [1, 0], [0, 1], 1.06038810680258, 0.604825720112945],
    [1, [1, 2, -1], [0.5, -1, 3], -0.704769197368074, 0.669806531345767],
    [2, [1, 2, -1], [0.5, -1, 3], 2.46869302395791, 2.84026158474465],
    [3, [1, 2, -1], [0.5, -1, 3], 5.60753138289865, 4.08196208305697],
    [1, [1, 0], [-1, 0], 0, 0],
    [2, [1, 0], [-1, 0], 0.318309886183791, 0.318309886183791],
    [3, [1, 0], [-1, 0], 0.685708636282942, 0.493731090200372],
  ])('depth %d of %j and %j', (depth, x, z, ntk, nngp) => {
    const pair = kernelOfPair(x, z, { depth });
    expect(pair.ntk).toBeCloseTo(ntk, 13);
    expect(pair.nngp).toBeCloseTo(nngp, 13);
  });

  test('near-parallel inputs keep their angle', () => {
    const z = [Math.cos(1e-4), Math.sin(1e-4)];
    for (const [depth, ntk] of [
      [1, 1.99996815901165],
      [3, 3.99980900082449],
      [5, 5.99952253894668],
    ]) {
      expect(Math.abs(kernelOfPair([1, 0], z, { depth }).ntk - ntk)).toBeLessThan(1e-8);
    }
  });

  test('fixed layers and the other scaling', () => {
    const at = (options: Parameters<typeof kernelOfPair>[2]) => kernelOfPair(pairA[0], pairA[1], options).ntk;
    expect(at({ depth: 2, fixedFirst: 1 })).toBeCloseTo(1.232757349158625, 13);
    expect(at({ depth: 2, fixedFirst: 2 })).toBeCloseTo(0.733433785825562, 13);
    expect(at({ depth: 2, fixedFirst: 1, fixedLast: true })).toBeCloseTo(0.499323563333062, 13);
    expect(at({ depth: 1, activationScale: 1 })).toBeCloseTo(0.550223613292996, 13);
    expect(at({ depth: 3, activationScale: 1 })).toBeCloseTo(0.244035835648082, 13);
  });

  test('diagonal, homogeneity and the closed form of one layer', () => {
    for (const depth of [0, 1, 2, 5]) {
      expect(kernelOfPair([3, 4], [3, 4], { depth }).ntk).toBeCloseTo((depth + 1) * 25, 10);
      const stretched = kernelOfPair([2, 0], [0.6 * 3, 0.8 * 3], { depth }).ntk;
      expect(stretched).toBeCloseTo(6 * kernelOfPair(pairA[0], pairA[1], { depth }).ntk, 12);
    }
    expect(kernelOfPair(pairA[0], pairA[1], { depth: 1 }).ntk).toBeCloseTo(0.6 * arcCosine0(0.6) + arcCosine1(0.6), 14);
    expect(kernelOfPair([0, 0], pairA[1], { depth: 3 }).ntk).toBe(0);
  });

  test('the trace ends at the kernel, and equals the sum of products over layers', () => {
    const { correlation, gradientFactor, ntk } = traceLayers(0.6, 4);
    expect(ntk[4]).toBeCloseTo(kernelOfPair(pairA[0], pairA[1], { depth: 4 }).ntk, 13);
    let sum = 0;
    for (let h = 1; h <= 5; h++) {
      let product = correlation[h - 1];
      for (let k = h; k <= 4; k++) product *= gradientFactor[k];
      sum += product;
    }
    expect(ntk[4]).toBeCloseTo(sum, 13);
  });

  test('arc-cosine functions are Gaussian expectations', () => {
    const random = seededRandom(1);
    const rho = 0.37;
    let both = 0;
    let product = 0;
    const draws = 400_000;
    for (let i = 0; i < draws; i++) {
      const u = random.normal();
      const v = rho * u + Math.sqrt(1 - rho * rho) * random.normal();
      if (u > 0 && v > 0) {
        both += 2;
        product += 2 * u * v;
      }
    }
    expect(Math.abs(both / draws - arcCosine0(rho))).toBeLessThan(0.006);
    expect(Math.abs(product / draws - arcCosine1(rho))).toBeLessThan(0.012);
  });

  test('a gram matrix holds the kernels of its pairs', () => {
    const random = seededRandom(2);
    const rows = Array.from({ length: 7 }, () => Array.from(random.normals(3)));
    const x = matrixFromRows(rows);
    const options = { depth: 2, fixedFirst: 1 };
    const cross = kernelMatrices(x, options, matrixFromRows(rows.slice(2, 5)));
    const gram = gramMatrix(x, options);
    rows.forEach((row, i) => {
      rows.forEach((column, j) => {
        const { ntk, nngp } = kernelOfPair(row, column, options);
        expect(gram.data[i * 7 + j]).toBeCloseTo(ntk, 12);
        if (j >= 2 && j < 5) expect(cross.nngp.data[i * 3 + j - 2]).toBeCloseTo(nngp, 12);
      });
    });
  });
});

describe('the circle', () => {
  test.each([
    [1, false, [0.607927104, 0.5, 0.157610733, 0, 0.0171120246]],
    [2, false, [1.08250515, 0.58778945, 0.22086051, 0.04874822, 0.03005713]],
    [1, true, [2.06826383, 0.80154031, 0.09967634, 0.02080974, 0.01071109]],
  ])('spectrum at depth %d, bias %s', (depth, bias, expected) => {
    const spectrum = circleSpectrum(4, { depth, bias });
    for (const [k, c] of expected.entries()) expect(Math.abs(spectrum[k] - c)).toBeLessThan(3e-8);
  });

  test('one hidden layer in closed form: odd frequencies from 3 on are missing', () => {
    const spectrum = circleSpectrum(9, { depth: 1 });
    for (const [k, c] of spectrum.entries()) expect(Math.abs(c - shallowCircleCoefficient(k))).toBeLessThan(1e-7);
  });

  test('cosines are eigenvectors of the gram matrix of even points', () => {
    const points = 32;
    const angles = evenAngles(points);
    const gram = gramMatrix(circleInputs(angles), { depth: 2 });
    for (const k of [1, 2, 3, 4]) {
      const lambda = evenPointsEigenvalue(k, points, { depth: 2 });
      for (let i = 0; i < points; i++) {
        let sum = 0;
        for (let j = 0; j < points; j++) sum += gram.data[i * points + j] * Math.cos(k * angles[j]);
        expect(sum).toBeCloseTo(lambda * Math.cos(k * angles[i]), 9);
      }
    }
  });
});

describe('five points on a circle (T5)', () => {
  const x = circleInputs([0, 0.9, 2, 3.3, 4.4]);
  const targets = [1, -1, 1, -1, 0.5];
  const tests = circleInputs([0.45, 2.6, 5.3]);
  const at = (depth: number) => {
    const spectrum = spectrumOf(gramMatrix(x, { depth }));
    return { spectrum, cross: kernelMatrices(tests, { depth }, x).ntk };
  };
  const close = (actual: ArrayLike<number>, expected: readonly number[], digits = 11) => {
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
  };

  test('depth 1: spectrum, flow, interpolation, ridge and gradient steps', () => {
    const { spectrum, cross } = at(1);
    close(spectrum.eigenvalues, [3.443924936236, 2.986882043661, 2.129776490264, 0.995290078244, 0.444126451594]);
    expect(interpolantNorm(spectrum, targets)).toBeCloseTo(9.253824228938, 10);
    const u = trainingOutputs(spectrum, targets, 1);
    close(u, [0.455814582264, -0.231151388492, 0.339157518985, -0.484242247033, 0.199927032986]);
    expect(halfSquaredError(u, targets)).toBeCloseTo(0.840014293143, 11);
    close(predictions(spectrum, cross, targets, 1), [-0.027973335576, 0.01926234091500001, 1.11179431863]);
    expect(halfSquaredError(trainingOutputs(spectrum, targets, 10), targets)).toBeCloseTo(0.000281176528, 11);
    const limit = [-0.401267336587, 0.341700711656, 2.905954158956];
    close(predictions(spectrum, cross, targets, Number.POSITIVE_INFINITY), limit, 10);
    const y = matrixFromRows(targets.map((t) => [t]));
    const ridge = ridgeCoefficients(gramMatrix(x, { depth: 1 }), 0.1, y);
    close(ridgePredictions(cross, ridge).data, [-0.29859831711, 0.249219407383, 2.391989966281]);
    const descent = { kind: 'steps', stepSize: 1 / spectrum.eigenvalues[0] } as const;
    const steps = trainingOutputs(spectrum, targets, 10, descent);
    close(steps, [0.778640141366, -0.685278597377, 0.741367327854, -0.820991613832, 0.403993718819]);
  });

  test('depth 2', () => {
    const { spectrum } = at(2);
    expect(spectrum.eigenvalues[0]).toBeCloseTo(5.869852703108, 11);
    expect(spectrum.eigenvalues[4]).toBeCloseTo(1.050668940439, 11);
    expect(interpolantNorm(spectrum, targets)).toBeCloseTo(3.883254690428, 10);
    const u = trainingOutputs(spectrum, targets, 1);
    close(u, [0.70673066028, -0.566660401692, 0.656681870124, -0.727765579886, 0.360729015616]);
    expect(halfSquaredError(u, targets)).toBeCloseTo(0.242582718985, 11);
  });

  test('the closed form is what small Euler steps of the flow do, from any start', () => {
    const { spectrum, cross } = at(1);
    const gram = gramMatrix(x, { depth: 1 });
    const u0 = [0.2, -0.4, 0.1, 0.7, -0.3];
    const f0 = [0.5, -0.1, 0.3];
    const u = Float64Array.from(u0);
    const f = Float64Array.from(f0);
    const parts = 20_000;
    for (let s = 0; s < parts; s++) {
      const error = targets.map((t, i) => t - u[i]);
      for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) u[i] += (gram.data[i * 5 + j] * error[j]) / parts;
      for (let i = 0; i < 3; i++) for (let j = 0; j < 5; j++) f[i] += (cross.data[i * 5 + j] * error[j]) / parts;
    }
    const flow = { kind: 'flow' } as const;
    close(trainingOutputs(spectrum, targets, 1, flow, u0), Array.from(u), 3);
    close(predictions(spectrum, cross, targets, 1, flow, u0, f0), Array.from(f), 3);
  });

  test('duplicate rows need a ridge', () => {
    const gram = gramMatrix(circleInputs([0, 0, 1]), { depth: 2 });
    const y = matrixFromRows([[1], [1], [0]]);
    expect(() => ridgeCoefficients(gram, 0, y)).toThrow('ridge');
    expect(ridgeCoefficients(gram, 1e-4, y).data.every(Number.isFinite)).toBe(true);
  });

  test('finite nets: the kernel error falls as the square root of the width', () => {
    const limit = gramMatrix(x, { depth: 1 });
    const random = seededRandom(3);
    const widths = [64, 128, 256, 512, 1024, 2048];
    const errors = widths.map((width) => {
      let sum = 0;
      const nets = 40;
      for (let s = 0; s < nets; s++) {
        sum += relativeDistance(empiricalKernel(randomNet(2, width, 1, random.normal), x).data, limit.data) ** 2;
      }
      return Math.sqrt(sum / nets);
    });
    const xs = widths.map(Math.log);
    const ys = errors.map(Math.log);
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b) / v.length;
    const slope =
      xs.reduce((s, v, i) => s + (v - mean(xs)) * (ys[i] - mean(ys)), 0) /
      xs.reduce((s, v) => s + (v - mean(xs)) ** 2, 0);
    expect(Math.abs(slope + 0.5)).toBeLessThan(0.08);
    expect(Math.abs(errors[2] - 0.114)).toBeLessThan(0.03);
  });

  test('the empirical kernel is the inner product of numerical gradients', () => {
    const random = seededRandom(4);
    const net = randomNet(2, 5, 2, random.normal);
    const kernel = empiricalKernel(net, x).data;
    const gradients = Array.from({ length: 5 }, (_, i) => {
      const input = x.data.subarray(2 * i, 2 * i + 2);
      return net.layers.flatMap((layer) =>
        Array.from(layer.data, (weight, k) => {
          const shifted = [-1e-6, 1e-6].map((e) => {
            layer.data[k] = weight + e;
            return outputOf(net, input);
          });
          layer.data[k] = weight;
          return (shifted[1] - shifted[0]) / 2e-6;
        }),
      );
    });
    gradients.forEach((a, i) => {
      gradients.forEach((b, j) => {
        expect(kernel[i * 5 + j]).toBeCloseTo(
          a.reduce((s, v, k) => s + v * b[k], 0),
          5,
        );
      });
    });
  });
});
