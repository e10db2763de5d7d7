import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { colourDomain, colourIndex, paletteOf, pictureOf } from '../../src/plots/colourMap';
import { adler32, crc32, encodePng, pngAddress } from '../../src/plots/png';

const ascii = (text: string) => new TextEncoder().encode(text);

/** The chunks of a PNG file, each checked against its CRC. */
function chunksOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(body));
    chunks.set(new TextDecoder().decode(body.subarray(0, 4)), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

test('checksums are those of their specifications', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
  expect(adler32(ascii('Wikipedia'))).toBe(0x11e60398);
});

describe('a PNG', () => {
  // Larger than one stored block of 65,535 bytes.
  for (const [width, height] of [
    [3, 2],
    [300, 260],
  ]) {
    test(`of ${width} × ${height} pixels is read back as it was`, () => {
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 256);
      const chunks = chunksOf(encodePng({ width, height, pixels, palette: paletteOf('viridis') }));
      expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
      expect(chunks.get('PLTE')).toHaveLength(3 * 256);
      expect([...(chunks.get('tRNS') ?? [])].slice(0, 2)).toEqual([0, 255]);
      const rows = inflateSync(chunks.get('IDAT') ?? new Uint8Array());
      expect(rows).toHaveLength((width + 1) * height);
      for (let row = 0; row < height; row++) {
        const start = row * (width + 1);
        expect(rows[start]).toBe(0);
        expect([...rows.subarray(start + 1, start + 1 + width)]).toEqual([
          ...pixels.subarray(row * width, (row + 1) * width),
        ]);
      }
    });
  }

  test('is an address that a page shows', () => {
    const picture = pictureOf([0, 1, Number.NaN, 2], 2, 2, 'grey', [0, 2]);
    expect([...picture.pixels]).toEqual([1, 128, 0, 255]);
    expect(pngAddress(picture)).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
  });
});

describe('colours', () => {
  test('of signed values are about zero, and the middle is neutral', () => {
    const domain = colourDomain('redBlue', [[-1, 4, Number.NaN]]);
    expect(domain).toEqual([-4, 4]);
    const [red, green, blue] = paletteOf('redBlue')[colourIndex(0, domain)];
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(8);
  });

  test('have a domain even where all values are the same, or none is', () => {
    for (const map of ['viridis', 'redBlue', 'grey'] as const) {
      for (const values of [[3, 3], [0], [], [Number.NaN]]) {
        const [low, high] = colourDomain(map, [values]);
        expect(low).toBeLessThan(high);
      }
    }
  });

  test('end where the domain ends', () => {
    expect([-9, 0, 1, 9, Number.NaN].map((value) => colourIndex(value, [0, 1]))).toEqual([1, 1, 255, 255, 0]);
  });
});
