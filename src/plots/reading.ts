/** Reading series off at an x. */
import { formatValue } from './format';
import type { Numbers, Series } from './mark';
import type { AxisScale } from './scales';
import { strokeOf, type Tone, toneNames } from './tones';

export interface Reading {
  readonly name: string;
  readonly value: number;
  /** The value in words, with its error where it has one. */
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
function nearestIndex(values: Numbers, target: number, scale: AxisScale): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  const place = scale.place(target);
  for (let i = 0; i < values.length; i++) {
    const d = Math.abs(scale.place(values[i]) - place);
    if (d < distance) {
      best = i;
      distance = d;
    }
  }
  return best;
}

/** An unnamed theory is that of the measurement whose colour it has. */
function nameByCategory({ tone, category }: Series, series: readonly Series[]): string {
  const other = series.find((one) => one.name && one.category === category);
  return other ? `${other.name}, ${toneNames[tone]}` : toneNames[tone];
}

/** The readings at `target` of every series that has a point within 12 pixels of it or reaches across it. */
export function readAt(series: readonly Series[], target: number, scale: AxisScale): readonly Reading[] {
  return series.flatMap((one) => {
    const { x, y, tone, category, error } = one;
    const length = Math.min(x.length, y.length);
    const index = nearestIndex(length < x.length ? Array.prototype.slice.call(x, 0, length) : x, target, scale);
    if (index < 0) return [];
    const first = scale.place(x[0]);
    const last = scale.place(x[length - 1]);
    const place = scale.place(target);
    const across = place >= Math.min(first, last) && place <= Math.max(first, last);
    if (!across && Math.abs(scale.place(x[index]) - place) > 12) return [];
    const half = error?.[index];
    const text = formatValue(y[index]) + (half !== undefined && half > 0 ? ` ± ${formatValue(half)}` : '');
    const name = one.name || nameByCategory(one, series);
    return [{ name, value: y[index], text, stroke: strokeOf(category, tone), tone, category }];
  });
}
