import { describe, expect, it } from 'vitest';
import { bruteForceSearch, meetInTheMiddleSearch, nextSubset } from '../../src/chapters/instahide/subset-search';
import {
  choose,
  hitRate,
  innerProductScores,
  subsetSumCosts,
  sumOfVectors,
  topPositions,
} from '../../src/chapters/instahide/subset-sum-theory';
import { applyMask, drawMask } from '../../src/chapters/instahide/theory';
import { seededRandom } from '../../src/lab/random';

const random = seededRandom(2);
const vectors = { count: 18, dimension: 12, data: random.normals(18 * 12) };

describe('costs', () => {
  it('count subsets, table entries and multiplications', () => {
    expect(choose(10, 3)).toBe(120);
    expect(choose(5, 0)).toBe(1);
    expect(subsetSumCosts(2000, 4, 784)).toEqual({
      bruteForce: (2000 * 1999 * 1998 * 1997) / 24,
      meetInTheMiddle: 2000 * 1999,
      tableEntries: 1000 * 1999,
      slideBound: 4_000_000,
      articleBound: 4_000_000,
      innerProducts: 1_568_000,
    });
  });

  it('walk through every subset once', () => {
    const subset = Int32Array.of(0, 1, 2);
    const seen = new Set([subset.join()]);
    while (nextSubset(subset, 7)) seen.add(subset.join());
    expect(seen.size).toBe(choose(7, 3));
  });
});

describe.each([2, 3, 4, 5, 6])('the searches at k = %i', (k) => {
  const members = [...random.permutation(18).slice(0, k)].sort((a, b) => a - b);
  const sum = sumOfVectors(vectors, members);
  const masked = applyMask(sum, drawMask(12, random.uniform));

  it.each([
    { name: 'no mask', target: sum, mask: false },
    { name: 'a mask', target: masked, mask: true },
  ])('find the members behind $name', ({ target, mask }) => {
    for (const search of [bruteForceSearch, meetInTheMiddleSearch]) {
      const running = search(vectors, target, k, mask);
      while (!running.finished) running.advance(97);
      expect(running.found).toEqual(members);
    }
    const costs = subsetSumCosts(18, k, 12);
    const brute = bruteForceSearch(vectors, new Float64Array(12).fill(99), k, mask);
    while (!brute.finished) brute.advance(1000);
    expect([brute.tried, brute.found]).toEqual([costs.bruteForce, null]);
    const meet = meetInTheMiddleSearch(vectors, new Float64Array(12).fill(99), k, mask);
    while (!meet.finished) meet.advance(1000);
    expect([meet.tried, meet.found]).toEqual([costs.meetInTheMiddle, null]);
  });
});

it('refuses a table that would not fit', () => {
  const many = { count: 2000, dimension: 1, data: new Float32Array(2000) };
  expect(() => meetInTheMiddleSearch(many, [0], 6, false)).toThrow(RangeError);
});

describe('inner products', () => {
  it('are those of the definition, and rank the members first', () => {
    const members = [3, 11];
    const sum = sumOfVectors(vectors, members);
    const scores = innerProductScores(vectors, sum, 2, false);
    const row = vectors.data.subarray(5 * 12, 6 * 12);
    expect(scores[5]).toBeCloseTo(
      row.reduce((total, v, c) => total + v * sum[c], 0),
      10,
    );
    const squares = innerProductScores(vectors, sum, 2, true);
    expect(squares[5]).toBeCloseTo(
      row.reduce((total, v, c) => total + (v ** 2 - 1) * (sum[c] ** 2 / 2 - 1), 0),
      10,
    );
    expect(squares).toEqual(innerProductScores(vectors, applyMask(sum, drawMask(12, random.uniform)), 2, true));
    expect(topPositions([3, 9, 1, 7, 9], 3)).toEqual([1, 4, 3]);
    expect(hitRate([1, 2, 3, 4], [4, 9, 2, 8])).toBe(0.5);
  });
});
