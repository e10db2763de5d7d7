/** Where the parts of a chart go: margins from the texts that stand in them, scales in what is left. */
import { textWidth } from './format';
import type { Extent, PlacedMark, Series } from './mark';
import { type AxisOptions, type AxisScale, axisScale, domainOf, finiteExtent } from './scales';
import { type Tone, toneNames } from './tones';

/** A line of the key above a chart. */
export interface KeyEntry {
  readonly name: string;
  readonly tone: Tone;
  readonly category: Series['category'];
  /** A patch of colour instead of a line. */
  readonly filled: boolean;
  readonly x: number;
  readonly row: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
  readonly key: readonly KeyEntry[];
  readonly keyed: boolean;
  /** Whether the marks have no number that could be drawn. */
  readonly empty: boolean;
  /** Whether the names of categories below the chart lean, as they have no room to lie. */
  readonly leaning: boolean;
}

export interface LayoutInput {
  readonly marks: readonly PlacedMark[];
  readonly series: readonly Series[];
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly legend: 'ends' | 'top' | 'none';
}

/** Length of the line sample in the key, with the gap behind it, in units of the font size. */
export const sampleLength = 2.2;

type KeyItem = Omit<KeyEntry, 'x' | 'row'>;

const toneItem = (tone: Tone): KeyItem => ({ name: toneNames[tone], tone, category: 'ink', filled: false });

/** What the key explains: the series that have no named end, and the tones that no name explains. */
function keyItems(series: readonly Series[], keyed: boolean): KeyItem[] {
  const current = series.filter((one) => one.name || one.tone !== 'ghost');
  const named = current.filter((one) => one.name && (one.keyed || (keyed && one.labelled)));
  const items = named.map(({ name, tone, category, keyed: filled = false }) => ({ name, tone, category, filled }));
  const tones = new Set(current.filter((one) => !one.name).map((one) => one.tone));
  if (tones.size === 0 || (tones.size === 1 && tones.has('practice'))) return items;
  const measured = series.some((one) => one.tone === 'practice') ? (['practice'] as const) : [];
  return [...items, ...[...new Set<Tone>([...measured, ...tones])].map(toneItem)];
}

/** Whether a pinned run is drawn that no name of its own tells from this one: clouds and paths have no series at all. */
const pinnedUntold = (marks: readonly PlacedMark[], legend: LayoutInput['legend']): boolean =>
  marks.some(({ definition, props }) => {
    if (props.tone !== 'ghost') return false;
    const series = definition.series?.(props) ?? [];
    const told = ({ name, labelled, keyed }: Series) => name !== '' && (labelled || keyed);
    return legend === 'none' || series.length === 0 || !series.every(told);
  });

function placeKey(items: readonly KeyItem[], width: number, fontSize: number): KeyEntry[] {
  let x = 0;
  let row = 0;
  return items.map((item) => {
    const length = (sampleLength + textWidth(item.name) + 1.2) * fontSize;
    if (x > 0 && x + length > width) {
      x = 0;
      row++;
    }
    const entry = { ...item, x, row };
    x += length;
    return entry;
  });
}

function namesOn(axis: 'x' | 'y', options: AxisOptions, extents: readonly Extent[]): AxisOptions {
  if (options.names) return options;
  for (const { names } of extents) {
    if (names?.axis === axis) return { ...options, names: names.names };
  }
  return options;
}

function domainOn(axis: 'x' | 'y', options: AxisOptions, extents: readonly Extent[]): [number, number] {
  if (options.names && !options.domain) {
    const span: [number, number] = [-0.5, Math.max(1, options.names.length) - 0.5];
    return axis === 'x' ? span : [span[1], span[0]];
  }
  return domainOf(
    extents.flatMap((extent) => extent[axis] ?? []),
    options,
  );
}

export function layoutOf({ marks, series, width, height, fontSize, legend, ...axes }: LayoutInput): Layout {
  const extents = marks.map(({ definition, props }) => definition.extent(props));
  const xOptions = namesOn('x', axes.x, extents);
  const yOptions = namesOn('y', axes.y, extents);
  const named = series.filter((one) => one.labelled && one.name && one.x.length > 0);
  const endWidth = Math.max(0, ...named.map((one) => (textWidth(one.name) + 1.1) * fontSize));
  const keyed = legend === 'top' || (legend === 'ends' && endWidth > 0.3 * width);
  const items = legend === 'none' ? [] : keyItems(series, keyed);
  if (pinnedUntold(marks, legend)) items.push(toneItem('ghost'));
  const key = placeKey(items, width - 8, fontSize);
  const rows = key.length > 0 ? key[key.length - 1].row + 1 : 0;

  const columns = extents.flatMap((extent) => extent.y ?? []);
  const empty = columns.length > 0 && finiteExtent(columns) === undefined;

  const top = rows * 1.6 * fontSize + (yOptions.label ? 1.9 : 0.9) * fontSize;
  const yDomain = domainOn('y', yOptions, extents);
  const xDomain = domainOn('x', xOptions, extents);
  const yAxis = (bottom: number) =>
    axisScale(
      yOptions,
      yDomain,
      [bottom, top],
      Math.max(2, (bottom - top) / ((yOptions.scale === 'log' ? 2 : 3.2) * fontSize)),
    );
  const titleRoom = (xOptions.label ? 2.9 : 1.6) * fontSize;
  const sketch = yAxis(height - titleRoom);
  const left = Math.ceil(Math.max(1.2, ...sketch.ticks.map(({ text }) => textWidth(text) + 0.75)) * fontSize);
  const ends = legend === 'ends' && !keyed ? endWidth : 0;
  const right = Math.max(left + 40, width - Math.max(1.1 * fontSize, ends));
  const widest = Math.max(0, ...(xOptions.names ?? []).map(textWidth)) * fontSize;
  const leaning = widest > (right - left) / Math.max(1, xOptions.names?.length ?? 0);
  const bottom = Math.max(top + 40, height - titleRoom - (leaning ? Math.min(widest * 0.64, height / 3) : 0));
  const y = yAxis(bottom);
  const x = axisScale(
    xOptions,
    xDomain,
    [left, right],
    Math.max(2, (right - left) / ((xOptions.scale === 'log' ? 3.6 : 5.5) * fontSize)),
  );
  return { width, height, left, right, top, bottom, x, y, key, keyed, leaning, empty };
}
