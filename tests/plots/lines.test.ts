import { describe, expect, test } from 'vitest';
import { decimated, type Place } from '../../src/plots/decimate';
import { binsOf } from '../../src/plots/Histogram';
import { linePath } from '../../src/plots/Line';
import { readAt, stops } from '../../src/plots/reading';
import { axisScale } from '../../src/plots/scales';

const x = axisScale({ label: '' }, [0, 10], [0, 100], 5);
const y = axisScale({ label: '' }, [0, 10], [100, 0], 5);

describe('a line', () => {
  test('breaks at NaN and infinities', () => {
    const path = linePath([0, 1, 2, 3, 4, 5], [1, 2, Number.NaN, 3, 4, Number.POSITIVE_INFINITY], {
      x,
      y,
      left: 0,
      right: 100,
    });
    expect(path).toBe('M0,90L10,80M30,70L40,60');
  });

  test('breaks at zeros of a logarithmic axis', () => {
    const log = axisScale({ label: '', scale: 'log' }, [1, 100], [100, 0], 5);
    expect(linePath([0, 1, 2, 3], [1, 0, 10, 100], { x, y: log, left: 0, right: 100 })).toBe('M0,100ZM20,50L30,0');
  });

  test('is thinned to its pixels with no extreme lost', () => {
    const places = Array.from({ length: 20_000 }, (_, i): Place => [i / 200, Math.sin(i * 12.9898) * 50]);
    const kept = decimated(places, 100);
    expect(kept.length).toBeLessThanOrEqual(4 * 101);
    for (let column = 0; column < 100; column++) {
      const within = (all: readonly Place[]) => all.filter((place) => Math.floor(place[0]) === column).map((p) => p[1]);
      expect(Math.max(...within(kept))).toBe(Math.max(...within(places)));
      expect(Math.min(...within(kept))).toBe(Math.min(...within(places)));
    }
    expect(kept[0]).toBe(places[0]);
    expect(kept[kept.length - 1]).toBe(places[places.length - 1]);
  });

  test('keeps its gaps when thinned', () => {
    const places = Array.from({ length: 5000 }, (_, i): Place => [i / 50, i >= 2400 && i < 2600 ? Number.NaN : 1]);
    expect(decimated(places, 100).some((place) => Number.isNaN(place[1]))).toBe(true);
  });
});

describe('a histogram', () => {
  test('counts every finite value once', () => {
    const values = [...Array.from({ length: 500 }, (_, i) => Math.sin(i)), Number.NaN, Number.POSITIVE_INFINITY];
    const total = binsOf({ values }).reduce((sum, { height }) => sum + height, 0);
    expect(total).toBe(500);
  });

  test('has a density that integrates to one', () => {
    const bins = binsOf({ values: [0.1, 0.3, 0.6, 0.6], edges: [0, 0.5, 1], scale: 'density' });
    expect(bins.reduce((sum, { low, high, height }) => sum + height * (high - low), 0)).toBeCloseTo(1, 12);
  });

  test('of nothing is empty', () => {
    expect(binsOf({ values: [] })).toEqual([]);
  });
});

describe('reading off', () => {
  const series = [
    { name: 'a', tone: 'practice', category: 1, x: [0, 2, 4], y: [1, 2, 3], labelled: true },
    { name: 'b', tone: 'practice', category: 2, x: [2], y: [9], error: [0.5], labelled: true },
  ] as const;

  test('goes from point to point', () => {
    expect(stops(series, x)).toEqual([0, 2, 4]);
  });

  test('tells each series that has a point there, with its error', () => {
    expect(readAt(series, 2, x).map(({ name, text }) => `${name} ${text}`)).toEqual(['a 2', 'b 9 ± 0.5']);
    expect(readAt(series, 4, x).map(({ name }) => name)).toEqual(['a']);
  });
});
