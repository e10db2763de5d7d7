/** What tfjs can compute with, for those who do not load it. */

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** In the order in which they are tried. */
export const backendNames: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

export const backendLabels: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};
