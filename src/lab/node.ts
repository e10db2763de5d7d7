/** The lab outside a browser: WebAssembly or plain JavaScript in Node, and files read from `public/` on disk. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BackendName } from './backend';
import type { FetchBytes } from './data';
import { ReaderError, type Tensorflow } from './experiment';
import { ensureMnistSlice } from './mnist-slice';

const require = createRequire(import.meta.url);

/** Starts WebAssembly (single thread, SIMD) or plain JavaScript; a second start with the same choice is free. */
export async function startNodeBackend(
  choice: Extract<BackendName, 'wasm' | 'cpu'>,
): Promise<{ readonly tf: Tensorflow; readonly backend: BackendName; readonly reason: string }> {
  const tf: Tensorflow = require('@tensorflow/tfjs-core');
  tf.env().set('PROD', true); // No banner on the terminal.
  // The core's own list of gradients is no module that Node can read; the union package registers the same ones.
  require('@tensorflow/tfjs');
  if (tf.getBackend() !== choice) {
    if (choice === 'wasm') {
      const wasm: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
    } else {
      require('@tensorflow/tfjs-backend-cpu');
    }
    if (!(await tf.setBackend(choice))) throw new Error(`The ${choice} backend did not start.`);
    await tf.ready();
  }
  return { tf, backend: choice, reason: 'chosen for the terminal' };
}

/** Reads a file under `public/`. Throws ReaderError where it is missing. */
export const fetchFromDisk: FetchBytes = async (path, report) => {
  if (path === 'data/mnist.u8') await ensureMnistSlice();
  try {
    const bytes = new Uint8Array(await readFile(join('public', path)));
    report(bytes.length, bytes.length);
    return bytes;
  } catch {
    throw new ReaderError(`public/${path} is missing. Run the command from the project's folder, after npm install.`);
  }
};
