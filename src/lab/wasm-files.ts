/** Where the WebAssembly binaries lie once the page is built. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

// A worker made from a blob has no address of its own that a path could start from.
const absolute = (url: string): string => new URL(url, import.meta.url).href;

export const wasmFiles = {
  'tfjs-backend-wasm.wasm': absolute(plain),
  'tfjs-backend-wasm-simd.wasm': absolute(simd),
  // Never asked for, as threads are switched off, but tfjs wants a name for each.
  'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
};
