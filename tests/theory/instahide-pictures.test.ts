import { describe, expect, it } from 'vitest';
import { bitmapFrom, textOf } from '../../src/chapters/instahide/bitmap';
import { experiment as mixingDesk } from '../../src/chapters/instahide/mixing-desk.experiment';
import { ownDrawing, ownPicture } from '../../src/chapters/instahide/own-picture';
import { ReaderError } from '../../src/lab/experiment';
import { runExperiment } from '../../src/lab/headless';

const greyMap = (width: number, height: number, grey: (x: number, y: number) => number) => {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => grey(i % width, Math.floor(i / width)));
  return { name: 'picture.pgm', bytes: Uint8Array.from([...header, ...pixels]) };
};

describe('bitmaps', () => {
  it('go to text and back', () => {
    const bits = Uint8Array.from({ length: 784 }, (_, i) => Number(i % 7 === 0 && i < 500));
    expect(bitmapFrom(textOf(bits))).toEqual(bits);
    expect(textOf(new Uint8Array(784))).toBe('');
    expect(textOf(bits).length).toBeLessThanOrEqual(196);
  });

  it('take nonsense for empty pixels', () => {
    expect(bitmapFrom('zz<script>').every((bit) => bit <= 1)).toBe(true);
  });
});

describe('pictures of the reader’s own', () => {
  it('are squared, scaled and turned to light on dark', async () => {
    const dark = await ownPicture(
      greyMap(90, 50, (x, y) => (Math.abs(x - 45) < 8 && Math.abs(y - 25) < 15 ? 20 : 240)),
    );
    expect(dark).toHaveLength(784);
    expect(dark[0]).toBeLessThan(0.1);
    expect(dark[14 * 28 + 14]).toBeGreaterThan(0.9);
    const light = await ownPicture(greyMap(28, 28, (x) => (x > 10 && x < 18 ? 250 : 5)));
    expect(light[14]).toBeGreaterThan(0.9);
  });

  it('are refused where they are no pictures, damaged, or of one colour', async () => {
    const text = { name: 'letter.txt', bytes: new TextEncoder().encode('Dear reader') };
    await expect(ownPicture(text)).rejects.toThrow(ReaderError);
    const { bytes } = greyMap(40, 40, () => 7);
    await expect(ownPicture({ name: 'half.pgm', bytes: bytes.subarray(0, 300) })).rejects.toThrow(ReaderError);
    await expect(ownPicture(greyMap(40, 40, () => 7))).rejects.toThrow(/one colour/);
  });

  it('may be drawn by hand, or not yet', async () => {
    const stroke = ownDrawing('f'.repeat(49));
    expect(stroke[0]).toBeGreaterThan(0.8);
    expect(stroke[783]).toBe(0);
    const { last, notes } = await runExperiment(mixingDesk, { params: { source: 'drawing' }, steps: 0 });
    expect(last.status).toBe('running');
    expect(notes.join()).toMatch(/empty/);
  });

  it('can be mixed and hidden', async () => {
    const picture = [greyMap(300, 20, (x) => x % 256)];
    const { last } = await runExperiment(mixingDesk, { params: { source: 'picture', picture }, steps: 0 });
    expect(last.labels[0]).toBeNull();
    await expect(runExperiment(mixingDesk, { params: { source: 'picture' }, steps: 0 })).rejects.toThrow(ReaderError);
  });
});

describe('coefficients that cannot meet their bound', () => {
  it.each([
    { k: 2, largest: 0.5 },
    { k: 4, largest: 0.2 },
    { k: 6, largest: 0.167 },
  ])('are refused with words: $k of at most $largest', async (params) => {
    await expect(runExperiment(mixingDesk, { params, steps: 0 })).rejects.toThrow(ReaderError);
  });
});
