/** Starts the best backend there is, and says which and why. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';
