import { describe, expect, test } from 'vitest';
import { mulberry32, seededRandom } from '../../src/lab/random';

describe('random numbers', () => {
  test.each([
    [1, [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]],
    [7, [0.011704753153026104, 0.06195825757458806]],
  ])('mulberry32 from seed %i gives its known numbers', (seed, expected) => {
    const next = mulberry32(seed);
    for (const number of expected) expect(next()).toBe(number);
  });

  test('a fork depends on the seed and its label alone', () => {
    const fresh = seededRandom(3).fork('batches').uniform();
    const used = seededRandom(3);
    used.normals(100);
    expect(used.fork('batches').uniform()).toBe(fresh);
    expect(used.fork('weights').uniform()).not.toBe(fresh);
    expect(seededRandom(4).fork('batches').uniform()).not.toBe(fresh);
  });

  test('normals have the mean and deviation asked for', () => {
    const numbers = seededRandom(1).normals(20_000, 3);
    const mean = numbers.reduce((a, b) => a + b) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(Math.sqrt(variance) - 3)).toBeLessThan(0.1);
  });

  test('a permutation holds every index once, and integers stay in range', () => {
    const random = seededRandom(5);
    expect([...random.permutation(100)].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(6)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
