import { describe, expect, test } from 'vitest';
import { formatValue, powerOfTen } from '../../src/plots/format';
import { spread } from '../../src/plots/Names';
import { axisScale, domainOf, finiteExtent } from '../../src/plots/scales';

describe('domains', () => {
  test('skip what is not finite, and on a logarithmic axis what is not positive', () => {
    const data = [[Number.NaN, 3, Number.NEGATIVE_INFINITY], Float64Array.of(0, -2, 10)];
    expect(finiteExtent(data)).toEqual([-2, 10]);
    expect(finiteExtent(data, true)).toEqual([3, 10]);
    expect(domainOf(data, { label: '', scale: 'log' })).toEqual([3, 10]);
    expect(finiteExtent([[Number.NaN]])).toBeUndefined();
  });

  test('are never empty', () => {
    for (const scale of ['linear', 'log'] as const) {
      for (const data of [[], [[5]], [[0]], [[Number.NaN]]]) {
        const [low, high] = domainOf(data, { label: '', scale });
        expect(low).toBeLessThan(high);
        if (scale === 'log') expect(low).toBeGreaterThan(0);
      }
    }
  });

  test('take a fixed end, and ignore one that the scale cannot have', () => {
    expect(domainOf([[2, 5]], { label: '', domain: [0, undefined] })).toEqual([0, 5]);
    expect(domainOf([[2, 5]], { label: '', scale: 'log', domain: [0, 10] })).toEqual([2, 10]);
  });
});

describe('axes', () => {
  test('place zeros and NaN nowhere on a logarithmic axis', () => {
    const axis = axisScale({ label: '', scale: 'log' }, [1e-3, 1], [0, 300], 5);
    expect(axis.place(0)).toBeNaN();
    expect(axis.place(-1)).toBeNaN();
    expect(axis.place(Number.NaN)).toBeNaN();
    expect(axis.place(1e-2)).toBe(100);
    expect(axis.value(200)).toBeCloseTo(0.1, 12);
  });

  test('name decades, thinned where there are many', () => {
    const named = (domain: [number, number], count: number) =>
      axisScale({ label: '', scale: 'log' }, domain, [0, 300], count)
        .ticks.map(({ text }) => text)
        .filter(Boolean);
    expect(named([1e-3, 1], 5)).toEqual(['0.001', '0.01', '0.1', '1']);
    expect(named([1e-9, 1], 4)).toEqual(['10⁻⁹', '10⁻⁶', '10⁻³', '1']);
    expect(named([1, 50], 5)).toEqual(['1', '2', '5', '10', '20', '50']);
    // A low chart has no room for a label at 1, 2 and 5 of each decade.
    expect(named([0.08, 2.5], 3)).toEqual(['0.1', '1']);
    expect(named([2, 30], 2)).toEqual(['2', '5', '10', '20']);
  });

  test('write all ticks of a linear axis alike', () => {
    const texts = (domain: [number, number]) =>
      axisScale({ label: '' }, domain, [0, 300], 5).ticks.map(({ text }) => text);
    expect(texts([0, 1])).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(texts([-2000, 2000])).toEqual(['−2,000', '−1,000', '0', '1,000', '2,000']);
    expect(texts([0, 4e103])).toEqual(['0', '10¹⁰³', '2×10¹⁰³', '3×10¹⁰³', '4×10¹⁰³']);
    expect(texts([0, 4e-5])).toEqual(['0', '10⁻⁵', '2×10⁻⁵', '3×10⁻⁵', '4×10⁻⁵']);
  });
});

test('ticks that a figure names have a minus sign', () => {
  const { ticks } = axisScale({ label: '', ticks: [-180, 0, 180] }, [-180, 180], [0, 300], 5);
  expect(ticks.map(({ text }) => text)).toEqual(['−180', '0', '180']);
});

test('numbers are written as they are read', () => {
  expect(powerOfTen(-12)).toBe('10⁻¹²');
  const cases: [number, string][] = [
    [1200, '1,200'],
    [0.034567, '0.0346'],
    [-0.5, '−0.5'],
    [1.234e-7, '1.23×10⁻⁷'],
    [1e-4, '10⁻⁴'],
    [0, '0'],
    [Number.NaN, 'not defined'],
    [Number.POSITIVE_INFINITY, '∞'],
  ];
  for (const [value, text] of cases) expect(formatValue(value)).toBe(text);
});

test('names at the ends of lines keep their distance, their order and their rectangle', () => {
  const spreadOut = spread([50, 51, 49, 100, 99], 12, 0, 100);
  const sorted = [...spreadOut].sort((a, b) => a - b);
  sorted.slice(1).forEach((place, i) => {
    expect(place - sorted[i]).toBeGreaterThanOrEqual(12 - 1e-9);
  });
  expect(Math.max(...spreadOut)).toBeLessThanOrEqual(100);
  expect(spreadOut[2]).toBeLessThan(spreadOut[0]);
  expect(spread([30], 12, 0, 100)).toEqual([30]);
});
