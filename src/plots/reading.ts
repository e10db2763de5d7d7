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

/**
 * The readings of all series at `target`. What has no name of its own is told with the measurement whose colour it
 * has: 'depth 3: 0.0384 (theory 0.0357)'.
 */
export function readAt(series: readonly Series[], target: number, scale: AxisScale): readonly Reading[] {
  const partnerOf = (one: Series) =>
    one.name ? undefined : series.find((other) => other.name && other.category === one.category);
  return series.flatMap((one) => {
    const found = valueAt(one, target, scale);
    if (!found || partnerOf(one)) return [];
    const { tone, category } = one;
    const values = [found[0]];
    let text = found[1];
    for (const partner of series) {
      const also = partnerOf(partner) === one ? valueAt(partner, target, scale) : undefined;
      if (!also) continue;
      values.push(also[0]);
      text += ` (${toneNames[partner.tone]} ${also[1]})`;
    }
    return [{ name: one.name || toneNames[tone], values, text, stroke: strokeOf(category, tone), tone, category }];
  });
}
