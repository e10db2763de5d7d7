/** What a matrix and a sheet of pictures share: their words where they belong to a pinned run, and room before they are measured. */
import type { CSSProperties } from 'react';
import type { Tone } from './tones';

interface Words {
  readonly label: string;
  readonly title?: string;
  readonly tone?: Tone;
}

/** Two pictures cannot lie on each other: that of a pinned run stands beside the other, and says so. */
export const wordsOf = ({ label, title, tone }: Words): Omit<Words, 'tone'> =>
  tone === 'ghost' ? { label: `Pinned run: ${label}`, title: title && `Pinned: ${title}` } : { label, title };

/** A length that grows with the theme's type, in CSS. */
export const inType = (lines: number): string => `${Number(lines.toFixed(2))} * var(--plot-font-size)`;

/**
 * The height of a picture plot. Until it is measured it is drawn for the width that was expected, and the style sheet
 * works out from the width that it has how high it is going to be: nothing below it moves.
 */
export const roomFor = (measured: boolean, width: number, height: number, expected: string): CSSProperties =>
  measured ? { aspectRatio: `${width} / ${height}` } : { height: `calc(${expected})` };
