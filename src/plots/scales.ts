/** Axes: the domain from the data, the map from a value to a place, and its ticks. */
import { tickStep } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { linearTickFormat, logTickFormat } from './format';
import type { Numbers } from './mark';

/** What a figure says about an axis. */
export interface AxisOptions {
  readonly label: string;
  /** 'seconds', 'bits per weight': in parentheses behind the label. */
  readonly unit?: string;
  readonly scale?: 'linear' | 'log';
  /** From, to; undefined (or left out) at either end means: from the data. */
  readonly domain?: readonly [number | undefined, number | undefined];
  /** Values to mark instead of the ones that are chosen. */
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
  /** Names of the positions 0, 1, 2, …: an axis of categories. Bars bring their own. */
  readonly names?: readonly string[];
}

export interface Tick {
  readonly value: number;
  readonly at: number;
  /** Empty at the lesser ticks of a logarithmic axis. */
  readonly text: string;
}

export interface AxisScale {
  /** Place of a value in pixels of the chart; NaN where it has none (NaN, or not positive on a logarithmic axis). */
  place(value: number): number;
  value(place: number): number;
  readonly kind: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly ticks: readonly Tick[];
  readonly names?: readonly string[];
}

/** Smallest and largest finite value (positive, where `positive`); undefined where there is none. */
export function finiteExtent(columns: readonly Numbers[], positive = false): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i];
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** A domain that is never empty: around a single value there is room on both sides. */
export function domainOf(columns: readonly Numbers[], options: AxisOptions): [number, number] {
  const log = options.scale === 'log';
  const usable = (end: number | undefined) =>
    end !== undefined && Number.isFinite(end) && !(log && end <= 0) ? end : undefined;
  const [from, to] = (options.domain ?? []).map(usable);
  const [low, high] = finiteExtent(columns, log) ?? (log ? [0.1, 1] : [0, 1]);
  let start = from ?? (to === undefined ? low : Math.min(low, to));
  let end = to ?? (from === undefined ? high : Math.max(high, from));
  if (start === end) {
    const room = log ? 0 : Math.abs(start) / 2 || 0.5;
    if (from === undefined) start = log ? start / 2 : start - room;
    if (to === undefined || start === end) end = log ? end * 2 : end + room;
  }
  return [start, end];
}

/** Whole decades, thinned to at most `count`; 1, 2, 5 (or finer) where the domain is within two decades and has room. */
function logTicks(domain: readonly [number, number], count: number): { value: number; major: boolean }[] {
  const [low, high] = domain[0] < domain[1] ? domain : [domain[1], domain[0]];
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = Math.log10(high / low);
  if (decades < 0.7) {
    const linear = scaleLinear([low, high], [0, 1]).ticks(count);
    return linear.filter((value) => value > 0).map((value) => ({ value, major: true }));
  }
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, count)));
  // The labels of 1 and 2 are three tenths of a decade apart: less than a line of type where there is room for few.
  const fine = decades < 2 && (count >= 2.2 * decades || last - first < 1);
  const marks: { value: number; major: boolean }[] = [];
  for (let exponent = first - 1; exponent <= last; exponent++) {
    for (let digit = 1; digit <= 9; digit++) {
      const value = exponent < 0 ? digit / 10 ** -exponent : digit * 10 ** exponent;
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
      const named = fine ? digit === 1 || digit === 2 || digit === 5 : digit === 1 && exponent % step === 0;
      if (named || (digit > 1 ? decades <= 4 : true)) marks.push({ value, major: named });
    }
  }
  return marks;
}

/** Logarithms differ in the last bit between machines: a prerendered page must not. */
const hundredths = (place: number): number => Math.round(place * 100) / 100;

const signed = (value: number): string => String(value).replace('-', '−');

/** The scale of an axis: `range` in pixels, `count` ticks or so. */
export function axisScale(
  options: AxisOptions,
  domain: readonly [number, number],
  range: readonly [number, number],
  count: number,
): AxisScale {
  const log = options.scale === 'log';
  const along = log ? Math.log : Number;
  const [first, last] = domain.map(along);
  const perUnit = (range[1] - range[0]) / (last - first);
  const place = (value: number): number =>
    !Number.isFinite(value) || (log && value <= 0)
      ? Number.NaN
      : hundredths(range[0] + (along(value) - first) * perUnit);
  const value = (at: number): number => {
    const there = first + (at - range[0]) / perUnit;
    return log ? Math.exp(there) : there;
  };
  const base = { place, value, kind: options.scale ?? 'linear', domain, range };
  const tick =
    (format: (value: number) => string, major = true) =>
    (value: number) => ({
      value,
      at: place(value),
      text: major ? format(value) : '',
    });
  const { names } = options;
  if (names) return { ...base, names, ticks: names.map((text, i) => ({ value: i, at: place(i), text })) };
  if (options.ticks) {
    const within = options.ticks.filter((v) => v >= Math.min(...domain) && v <= Math.max(...domain));
    const format = options.format ?? (log ? logTickFormat(domain[0], domain[1]) : signed);
    return { ...base, ticks: within.map(tick(format)) };
  }
  if (log) {
    const format = options.format ?? logTickFormat(Math.min(...domain), Math.max(...domain));
    return { ...base, ticks: logTicks(domain, count).map(({ value, major }) => tick(format, major)(value)) };
  }
  const values = scaleLinear(domain, range).ticks(count);
  const format = options.format ?? linearTickFormat(values, Math.abs(tickStep(domain[0], domain[1], count)));
  return { ...base, ticks: values.map(tick(format)) };
}

/** 'Loss', 'Time (seconds)'. */
export const axisTitle = ({ label, unit }: AxisOptions): string => (unit ? `${label} (${unit})` : label);
