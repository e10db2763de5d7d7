/** How a slider's position and a parameter's value correspond, and how a value is written. */
import { clampNumber, type NumberParameter } from '../lab/parameters';

/** Positions are whole numbers 0 … positions(parameter), so that arrow keys move by one legal step. */
export function positionsOf(parameter: NumberParameter): number {
  if (parameter.values) return parameter.values.length - 1;
  if (parameter.scale === 'log') return Math.max(1, Math.round(20 * Math.log10(parameter.max / parameter.min)));
  const step = parameter.step ?? (parameter.integer ? 1 : (parameter.max - parameter.min) / 100);
  return Math.max(1, Math.round((parameter.max - parameter.min) / step));
}

const twoDigits = (x: number): number => Number(x.toPrecision(2));

/** The value at a position; on a logarithmic slider rounded to two digits, so that round numbers are met. */
export function valueAt(parameter: NumberParameter, position: number): number {
  if (parameter.values) return parameter.values[Math.min(parameter.values.length - 1, Math.max(0, position))];
  const fraction = position / positionsOf(parameter);
  const raw =
    parameter.scale === 'log'
      ? twoDigits(parameter.min * (parameter.max / parameter.min) ** fraction)
      : Number((parameter.min + fraction * (parameter.max - parameter.min)).toPrecision(12));
  return clampNumber(parameter, raw);
}

/** The position nearest to a value. */
export function positionOf(parameter: NumberParameter, value: number): number {
  if (parameter.values) {
    const gaps = parameter.values.map((v) => Math.abs(v - value));
    return gaps.indexOf(Math.min(...gaps));
  }
  const fraction =
    parameter.scale === 'log'
      ? Math.log(Math.max(value, parameter.min) / parameter.min) / Math.log(parameter.max / parameter.min)
      : (value - parameter.min) / (parameter.max - parameter.min);
  return Math.round(Math.min(1, Math.max(0, fraction)) * positionsOf(parameter));
}

/** A value as a reader writes it: 0.001, 10000 as 10,000, 1e-9. */
export function writeNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString('en');
  const magnitude = Math.abs(value);
  return magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)
    ? value.toExponential().replace('e+', 'e')
    : String(Number(value.toPrecision(6)));
}

/** Reads what a reader typed, with or without thousands commas; NaN where it is no number. */
export const readNumber = (source: string): number => {
  const plain = source.replace(/,(?=\d{3}\b)/g, '').trim();
  return plain === '' ? Number.NaN : Number(plain);
};
