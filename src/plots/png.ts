/**
 * A PNG writer for pictures with a palette: small enough to run on the server and in the page alike, and deterministic
 * (PNG specification, third edition, sections 5 and 11). Pixels are stored, not compressed (RFC 1951, section 3.2.4).
 */

/** A picture whose pixels are indices into a palette. */
export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  /** width × height indices, row by row from the top. */
  readonly pixels: Uint8Array;
  /** [red, green, blue, opacity], each 0 to 255; at most 256 colours. */
  readonly palette: readonly (readonly [number, number, number, number])[];
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const bigEndian = (n: number): number[] => [n >>> 24, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff];

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function chunk(type: string, data: Uint8Array | readonly number[]): Uint8Array {
  const body = joined([[...type].map((letter) => letter.charCodeAt(0)), data]);
  return joined([bigEndian(data.length), body, bigEndian(crc32(body))]);
}

/** A zlib stream of stored blocks, 65,535 bytes at most each. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: (Uint8Array | number[])[] = [[0x78, 0x01]];
  for (let start = 0; start === 0 || start < bytes.length; start += 0xffff) {
    const block = bytes.subarray(start, start + 0xffff);
    const last = start + 0xffff >= bytes.length ? 1 : 0;
    parts.push(
      [last, block.length & 0xff, block.length >> 8, ~block.length & 0xff, (~block.length >> 8) & 0xff],
      block,
    );
  }
  parts.push(bigEndian(adler32(bytes)));
  return joined(parts);
}

/** The bytes of the PNG file. */
export function encodePng({ width, height, pixels, palette }: IndexedPicture): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return joined([
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    // Eight bits a pixel, palette, no interlacing.
    chunk('IHDR', [...bigEndian(width), ...bigEndian(height), 8, 3, 0, 0, 0]),
    chunk(
      'PLTE',
      palette.flatMap((colour) => colour.slice(0, 3)),
    ),
    chunk(
      'tRNS',
      palette.map(([, , , opacity]) => opacity),
    ),
    chunk('IDAT', stored(rows)),
    chunk('IEND', []),
  ]);
}

/** The picture as an address that an <img> or <image> shows. */
export function pngAddress(picture: IndexedPicture): string {
  const bytes = encodePng(picture);
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x2000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  }
  return `data:image/png;base64,${btoa(text)}`;
}
