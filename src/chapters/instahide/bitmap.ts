/** Drawings and masks as text: 28 × 28 bits, four to a hexadecimal digit, so that they fit into a link. */
import { pixelsPerImage } from './image-size';

export const bitmapLength = pixelsPerImage / 4;

/** 784 bits from text; what is missing or no hexadecimal digit counts as zeros. */
export function bitmapFrom(text: string): Uint8Array {
  const bits = new Uint8Array(pixelsPerImage);
  for (let i = 0; i < bitmapLength; i++) {
    const digit = Number.parseInt(text.charAt(i) || '0', 16) || 0;
    for (let b = 0; b < 4; b++) bits[4 * i + b] = (digit >> (3 - b)) & 1;
  }
  return bits;
}

/** The text of 784 bits, without zeros at its end; empty where no bit is set. */
export function textOf(bits: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < bitmapLength; i++) {
    const digit = 8 * bits[4 * i] + 4 * bits[4 * i + 1] + 2 * bits[4 * i + 2] + bits[4 * i + 3];
    text += digit.toString(16);
  }
  return text.replace(/0+$/, '');
}
