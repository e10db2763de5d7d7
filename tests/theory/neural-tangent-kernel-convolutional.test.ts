import { describe, expect, test } from 'vitest';
import { convolutionalKernel } from '../../src/chapters/neural-tangent-kernel/convolutional-theory';
import { arcCosine0, arcCosine1, kernelOfPair } from '../../src/chapters/neural-tangent-kernel/theory';

const x1 = Array.from({ length: 16 }, (_, m) => (m + 1) / 16);
const x2 = Array.from({ length: 16 }, (_, m) => ((5 * m + 3) % 16) / 16 - 0.5);
const shape = { height: 4, width: 4, channels: 1 };

/** Straight from the definition: a loop over both positions and the common offset, layer by layer. */
function bruteForce(x: number[], z: number[], depth: number, q: number, pooling: string, fixedEnds: boolean): number {
  const [p, reach] = [4, (q - 1) / 2];
  const at = (t: number[], i: number, j: number, k: number, l: number) =>
    [i, j, k, l].every((v) => v >= 0 && v < p) ? t[((i * p + j) * p + k) * p + l] : 0;
  const positions = <T>(f: (i: number, j: number, k: number, l: number) => T): T[] =>
    Array.from({ length: p ** 4 }, (_, e) =>
      f(Math.floor(e / p ** 3), Math.floor(e / p ** 2) % p, Math.floor(e / p) % p, e % p),
    );
  const sumOffsets = (t: number[]) =>
    positions((i, j, k, l) => {
      let sum = 0;
      for (let a = -reach; a <= reach; a++) {
        for (let b = -reach; b <= reach; b++) sum += at(t, i + a, j + b, k + a, l + b);
      }
      return sum;
    });
  const start = (a: number[], b: number[]) => sumOffsets(positions((i, j, k, l) => a[i * p + j] * b[k * p + l]));
  const sigmas = { xz: start(x, z), xx: start(x, x), zz: start(z, z) };
  let theta = fixedEnds ? sigmas.xz.map(() => 0) : sigmas.xz;
  const norm = (t: number[], i: number, j: number) => Math.sqrt(at(t, i, j, i, j));
  for (let h = 1; h <= depth; h++) {
    const activated = (t: number[], left: number[], right: number[], f: (rho: number, n: number) => number) =>
      positions((i, j, k, l) => {
        const n = norm(left, i, j) * norm(right, k, l);
        return f(at(t, i, j, k, l) / n, n);
      });
    const kernel = (rho: number, n: number) => (n * arcCosine1(rho)) / q ** 2;
    const derivative = activated(sigmas.xz, sigmas.xx, sigmas.zz, (rho) => arcCosine0(rho) / q ** 2);
    const next = {
      xz: activated(sigmas.xz, sigmas.xx, sigmas.zz, kernel),
      xx: activated(sigmas.xx, sigmas.xx, sigmas.xx, kernel),
      zz: activated(sigmas.zz, sigmas.zz, sigmas.zz, kernel),
    };
    const last = h === depth;
    theta = theta.map((t, e) => t * derivative[e] + (fixedEnds && last ? 0 : next.xz[e]));
    if (last) break;
    theta = sumOffsets(theta);
    for (const name of ['xz', 'xx', 'zz'] as const) sigmas[name] = sumOffsets(next[name]);
  }
  if (pooling === 'average') return theta.reduce((a, b) => a + b) / p ** 4;
  return positions((i, j, k, l) => (i === k && j === l ? at(theta, i, j, k, l) : 0)).reduce((a, b) => a + b);
}

const value = (
  x: number[],
  z: number[],
  depth: number,
  pooling: 'vanilla' | 'average',
  fixedEnds = false,
  filter = 3,
) => {
  const kernel = convolutionalKernel(shape, { depth, filter, pooling, fixedEnds });
  return kernel.pair(kernel.prepare(x), kernel.prepare(z));
};

describe('the convolutional tangent kernel', () => {
  test.each([
    [1, x1, x1, 7.821180555556, 3.910590277778, 0.27865434415, 0],
    [1, x1, x2, 0.391035775988, 0.476733979934, 0.025436969778, 0],
    [2, x1, x1, 8.760706018519, 2.920235339506, 0.240742301222, 0.071342529502],
    [3, x1, x2, 1.01122921701, 0.625307442114, 0.046308079747, 0.01503359277],
  ])('fixtures at depth %d', (depth, x, z, vanilla, gaussian, average, published) => {
    expect(value(x, z, depth, 'vanilla').ntk).toBeCloseTo(vanilla, 11);
    expect(value(x, z, depth, 'vanilla').nngp).toBeCloseTo(gaussian, 11);
    expect(value(x, z, depth, 'average').ntk).toBeCloseTo(average, 11);
    expect(value(x, z, depth, 'average', true).ntk).toBeCloseTo(published, 11);
  });

  test('agrees with the definition, also for wider filters', () => {
    for (const [depth, filter] of [
      [2, 3],
      [3, 3],
      [2, 5],
    ]) {
      for (const pooling of ['vanilla', 'average'] as const) {
        for (const fixedEnds of [false, true]) {
          const expected = bruteForce(x1, x2, depth, filter, pooling, fixedEnds);
          expect(value(x1, x2, depth, pooling, fixedEnds, filter).ntk).toBeCloseTo(expected, 11);
        }
      }
    }
  });

  test('one pixel and a 1 × 1 filter make the fully connected kernel', () => {
    const [x, z] = [
      [0.3, -1, 2],
      [1, 0.5, 0.4],
    ];
    for (const depth of [1, 2, 3]) {
      const kernel = convolutionalKernel(
        { height: 1, width: 1, channels: 3 },
        { depth, filter: 1, pooling: 'vanilla' },
      );
      const pair = kernel.pair(kernel.prepare(x), kernel.prepare(z));
      expect(pair.ntk).toBeCloseTo(kernelOfPair(x, z, { depth }).ntk, 12);
      expect(pair.nngp).toBeCloseTo(kernelOfPair(x, z, { depth }).nngp, 12);
    }
  });

  test('a blank image has kernel 0 with every other', () => {
    expect(value(new Array(16).fill(0), x1, 3, 'average').ntk).toBe(0);
    expect(value(new Array(16).fill(0), x1, 3, 'vanilla').ntk).toBe(0);
  });
});
