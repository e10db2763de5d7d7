/** Numbers and plurals as captions write them. */

/** 0.0042, 0.21, −3.1, 42; powers of ten below a thousandth. */
export function inWords(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return 'not defined';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    const digits = [...String(Math.abs(Number(exponent)))].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]).join('');
    const power = `10${Number(exponent) < 0 ? '⁻' : ''}${digits}`;
    return Number(mantissa) === 1 ? power : `${signed(Number(mantissa))}×${power}`;
  }
  return signed(Number(value.toPrecision(size < 1 ? 2 : 3)));
}

const signed = (value: number): string => String(value).replace('-', '−');

/** 12,990 */
export const counted = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
