/** From values to colours: a field's values to indices into a palette of 255, with index 0 for what is missing. */
import { rgb } from 'd3-color';
import { interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';
import type { Numbers } from './mark';
import type { IndexedPicture } from './png';
import { finiteExtent } from './scales';

/** viridis for amounts; redBlue for what has a sign (red is negative, 0 is white); grey for pictures (1 is white). */
export type ColourMap = 'viridis' | 'redBlue' | 'grey';

export type Palette = IndexedPicture['palette'];

const interpolators: Readonly<Record<ColourMap, (t: number) => string>> = {
  viridis: interpolateViridis,
  redBlue: interpolateRdBu,
  grey: (t) => `rgb(${Math.round(255 * t)},${Math.round(255 * t)},${Math.round(255 * t)})`,
};

const palettes = new Map<ColourMap, Palette>();

/** 256 colours: the first is transparent (missing), the other 255 run from the low end to the high one. */
export function paletteOf(map: ColourMap): Palette {
  const known = palettes.get(map);
  if (known) return known;
  const colours = Array.from({ length: 255 }, (_, i) => {
    const { r, g, b } = rgb(interpolators[map](i / 254));
    return [r, g, b, 255] as const;
  });
  const palette: Palette = [[0, 0, 0, 0], ...colours];
  palettes.set(map, palette);
  return palette;
}

/** The values that the two ends of the colours stand for; about 0 for redBlue, and never empty. */
export function colourDomain(
  map: ColourMap,
  values: readonly Numbers[],
  asked?: readonly [number | undefined, number | undefined],
): [number, number] {
  const [low, high] = finiteExtent(values) ?? [0, 1];
  if (map === 'redBlue') {
    const reach = Math.max(Math.abs(asked?.[0] ?? low), Math.abs(asked?.[1] ?? high)) || 1;
    return [-reach, reach];
  }
  const [from, to] = [asked?.[0] ?? low, asked?.[1] ?? high];
  return from < to ? [from, to] : [from, from + (Math.abs(from) || 1)];
}

/** Index of a value into the palette: 0 where it is missing, else 1 to 255, values beyond the ends at the ends. */
export function colourIndex(value: number, [low, high]: readonly [number, number]): number {
  if (Number.isNaN(value)) return 0;
  const fraction = (value - low) / (high - low);
  return 1 + Math.round(254 * Math.min(1, Math.max(0, fraction)));
}

/** rows × columns values as a picture, one pixel each. */
export function pictureOf(
  values: Numbers,
  rows: number,
  columns: number,
  map: ColourMap,
  domain: readonly [number, number],
): IndexedPicture {
  const pixels = new Uint8Array(rows * columns);
  for (let i = 0; i < pixels.length; i++) pixels[i] = i < values.length ? colourIndex(values[i], domain) : 0;
  return { width: columns, height: rows, pixels, palette: paletteOf(map) };
}
