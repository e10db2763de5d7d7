/** Numbers as a reader wants them: a minus sign, powers of ten as superscripts, no more digits than are worth reading. */
import { format } from 'd3-format';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const superscript = (n: number): string =>
  [...String(Math.abs(n))].reduce((text, digit) => text + superscripts[Number(digit)], n < 0 ? '⁻' : '');

/** '10⁻³'; '1' and '10' as they are. */
export const powerOfTen = (exponent: number): string =>
  exponent === 0 ? '1' : exponent === 1 ? '10' : `10${superscript(exponent)}`;

const trimmed = (digits: number) => format(`,.${digits}~r`);
const threeDigits = trimmed(3);
const whole = format(',d');

/** '3×10⁻⁵': mantissa to `digits` significant digits. */
function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const shown = String(Number(mantissa)).replace('-', '−');
  const power = powerOfTen(Number(exponent));
  if (shown === '1') return power;
  return shown === '−1' ? `−${power}` : `${shown}×${power}`;
}

/** A value in a read-out: whole numbers in full, others to three significant digits. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'not defined';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return whole(value);
  if (size < 1e-3 || size >= 1e6) return scientific(value, 3);
  return threeDigits(value);
}

/** Ticks of a linear axis, all with the same number of decimals. */
export function linearTickFormat(ticks: readonly number[], step: number): (value: number) => string {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  if (largest >= 1e12) return (value) => (value === 0 ? '0' : scientific(value, 3));
  if (largest >= 1e6) return (value) => format('~s')(value).replace('G', 'B');
  if (largest > 0 && largest < 1e-3) return (value) => (value === 0 ? '0' : scientific(value, 3));
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  return format(`,.${Math.min(decimals, 6)}f`);
}

/** Ticks of a logarithmic axis: decimals while they are short, else powers of ten. */
export function logTickFormat(low: number, high: number): (value: number) => string {
  const plain = low >= 0.9e-3 && high <= 1.1e4;
  return (value) => (plain ? format(',.12~r')(value) : scientific(value, 2));
}

/** Widths of characters in units of the font size, on the generous side. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\u2070-\u209f\u00b9\u00b2\u00b3]/, 0.42],
  [/[ilj.,:;'|!()[\] ]/, 0.36],
  [/[0-9×−+=]/, 0.64],
  [/[mwMW—%]/, 0.92],
  [/[A-Z]/, 0.68],
];

/** About how wide a text is set in the interface's sans, in units of its font size. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (widths.find(([kind]) => kind.test(character))?.[1] ?? 0.58), 0);

/** A text in lines of at most `width`, in units of its font size; a longer word has a line of its own. */
export function brokenInto(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (textWidth(longer) > width && lines[lines.length - 1] !== '') lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
