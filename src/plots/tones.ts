/** What a line stands for is told by its stroke; which one it is, by its colour and its symbol. */
import {
  type SymbolType,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';

/** Measured here; computed by the theorem; printed in the paper; a pinned earlier run. */
export type Tone = 'practice' | 'theory' | 'published' | 'ghost';

/** Okabe–Ito in the order of plots.css: blue, vermilion, green, purple, orange, sky, yellow, black. */
export type Category = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What the key of a chart calls a tone. */
export const toneNames: Readonly<Record<Tone, string>> = {
  practice: 'measured',
  theory: 'theory',
  published: 'published',
  ghost: 'pinned run',
};

const dashes: Readonly<Record<Tone, string | undefined>> = {
  practice: undefined,
  theory: 'var(--plot-dashes)',
  published: 'var(--plot-dots)',
  ghost: undefined,
};

/** A pinned run is broad and pale: it is seen around the new run's line even where the two are one. */
const widths: Readonly<Record<Tone, string>> = {
  practice: 'var(--plot-line)',
  theory: 'var(--plot-thin-line)',
  published: 'var(--plot-thin-line)',
  ghost: 'var(--plot-ghost-line)',
};

/** Opacity of what is drawn in this tone, where it is not drawn in full. */
export const opacityOf = (tone: Tone): string | undefined =>
  tone === 'ghost' ? 'var(--plot-ghost-opacity)' : undefined;

/** Tells what belongs to a pinned run, for style sheets and tests. */
export const toneData = (tone: Tone | undefined) => ({ 'data-tone': tone === 'ghost' ? tone : undefined });

/** Colour of a stroke or a fill. */
export const colourOf = (category: Category | 'ink' | undefined): string =>
  category === undefined || category === 'ink' ? 'var(--plot-ink)' : `var(--category-${category})`;

/** The same hue, dark (or light) enough to be read as text. */
export const textColourOf = (category: Category | 'ink' | undefined): string =>
  category === undefined || category === 'ink' ? 'var(--plot-ink)' : `var(--category-${category}-text)`;

/** The category of a mark that names none and is not counted: theory and publications are drawn in their own colours. */
export const strokeOf = (category: Category | 'ink' | undefined, tone: Tone): string => {
  if (category !== undefined) return colourOf(category);
  return tone === 'theory' ? 'var(--plot-theory)' : tone === 'published' ? 'var(--plot-published)' : 'var(--plot-ink)';
};

/** Attributes of a line in this tone. */
export const strokeProps = (category: Category | 'ink' | undefined, tone: Tone) => ({
  stroke: strokeOf(category, tone),
  strokeWidth: widths[tone],
  strokeDasharray: dashes[tone],
  strokeOpacity: opacityOf(tone),
  strokeLinecap: 'round' as const,
  strokeLinejoin: 'round' as const,
  fill: 'none',
});

/** Attributes of a bar or patch in this tone: what was not measured here is hollow. */
export function patchProps(category: Category | 'ink' | undefined, tone: Tone) {
  const colour = strokeOf(category, tone);
  if (tone === 'practice') return { fill: colour, fillOpacity: 0.85 };
  if (tone === 'ghost') return { fill: colour, fillOpacity: opacityOf(tone) };
  const strokeDasharray = tone === 'theory' ? dashes.theory : undefined;
  return { fill: 'none', stroke: colour, strokeDasharray, strokeWidth: 'var(--plot-thin-line)' };
}

const shapes: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
  symbolCircle,
];

/** The symbol of a category: it tells lines apart where colours do not. */
export const shapeOf = (category: Category | 'ink' | undefined): SymbolType =>
  category === undefined || category === 'ink' ? symbolCircle : shapes[category - 1];
