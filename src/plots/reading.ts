/** Reading series off at an x. */
import { formatValue } from './format';
import type { Numbers, Series } from './mark';
import type { AxisScale } from './scales';
import { strokeOf, type Tone, toneNames } from './tones';

export interface Reading {
  readonly name: string;
  /** Its value, and those of unnamed series of its colour. */
  readonly values: readonly number[];
  /** The values in words, with their errors where they have them. */
  readonly text: string;
  readonly stroke: string;
  readonly tone: Tone;
  readonly category: Series['category'];
}

/** Every x at which something can be read, ascending, once each. */
export function stops(series: readonly Series[], x: AxisScale): readonly number[] {
  const [low, high] = [Math.min(...x.domain), Math.max(...x.domain)];
  const found = new Set<number>();
  for (const values of new Set(series.map((one) => one.x))) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(x.place(values[i])) && values[i] >= low && values[i] <= high) found.add(values[i]);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Index of the value nearest to `target` on the scale; −1 where there is none. */
function nearestIndex(values: Numbers, length: number, target: number, scale: AxisScale): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  const place = scale.place(target);
  for (let i = 0; i < length; i++) {
    const d = Math.abs(scale.place(values[i]) - place);
    if (d < distance) {
      best = i;
      distance = d;
    }
  }
  return best;
}

/** The value of a series at `target` and what to say of it; none where it has no point near and does not reach across. */
function valueAt({ x, y, error }: Series, target: number, scale: AxisScale): readonly [number, string] | undefined {
  const length = Math.min(x.length, y.length);
  const index = nearestIndex(x, length, target, scale);
  if (index < 0) return undefined;
  const [first, last, place] = [x[0], x[length - 1], target].map(scale.place);
  const across = place >= Math.min(first, last) && place <= Math.max(first, last);
  if (!across && Math.abs(scale.place(x[index]) - place) > 12) return undefined;
  const half = error?.[index];
  return [y[index], formatValue(y[index]) + (half !== undefined && half > 0 ? ` ± ${formatValue(half)}` : '')];
}

/** The named series that an unnamed one belongs to: the measurement of its colour, or whatever has that colour. */
function partnerOf(one: Series, series: readonly Series[]): Series | undefined {
  if (one.name) return undefined;
  const named = series.filter((other) => other.name && other.category === one.category);
  return named.find(({ tone }) => tone === 'practice') ?? named[0];
}

/**
 * The readings of all series at `target`. What has no name of its own is told with the measurement whose colour it
 * has: 'depth 3: 0.0384 (theory 0.0357)'; by itself where that has no value, as a pinned run may go on for longer.
 */
export function readAt(series: readonly Series[], target: number, scale: AxisScale): readonly Reading[] {
  const found = series.map((one) => {
    const partner = partnerOf(one, series);
    return { one, partner, value: valueAt(one, target, scale) };
  });
  const read = new Set(found.filter(({ value }) => value).map(({ one }) => one));
  return found.flatMap(({ one, partner, value }) => {
    if (!value || (partner && read.has(partner))) return [];
    const { tone, category } = one;
    const also = found.flatMap((other) =>
      other.partner === one && other.value ? [{ tone: other.one.tone, value: other.value }] : [],
    );
    const text = [value[1], ...also.map((other) => `(${toneNames[other.tone]} ${other.value[1]})`)].join(' ');
    const name = partner ? `${partner.name}, ${toneNames[tone]}` : one.name || toneNames[tone];
    const values = [value[0], ...also.map((other) => other.value[0])];
    return [{ name, values, text, stroke: strokeOf(category, tone), tone, category }];
  });
}
