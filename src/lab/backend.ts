/**
 * Starts the best backend there is, and says which and why.
 *
 * WebGPU, else WebGL, else WebAssembly, else plain JavaScript. Software that imitates a graphics processor counts as
 * none, as WebAssembly beats it; so does WebGL without 32-bit floats. What the reader chooses by name wins.
 */
import { type Adapter, createWebGlContext, describeWebGl, probeWebGpu } from './adapters';
import { type BackendName, backendLabels, backendNames } from './backend-names';
import type { Tensorflow } from './experiment';
import type { BackendChoice } from './protocol';

export type { BackendName };

/** Where a device's end is noticed. */
interface Device {
  /** Whether the device is gone: what is read from it then is rubbish. */
  isLost(): boolean;
  /** Settles once the device is lost, with what the browser says of it; never for WebAssembly and plain JavaScript. */
  readonly lost: Promise<string>;
}

export interface StartedBackend extends Device {
  readonly tf: Tensorflow;
  readonly backend: BackendName;
  /** Why this one, in a sentence. */
  readonly reason: string;
}

/** How one backend starts here, or why it is not worth starting. */
interface Candidate {
  readonly adapter: Adapter;
  start(tf: Tensorflow): Promise<Device>;
}

const processor: Device = { isLost: () => false, lost: new Promise(() => {}) };

async function use(tf: Tensorflow, name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('it does not start');
  await tf.ready();
}

async function startWebGpu(tf: Tensorflow): Promise<Device> {
  await import('@tensorflow/tfjs-backend-webgpu');
  await use(tf, 'webgpu');
  const { device } = tf.backend() as unknown as { device: { lost: Promise<{ message: string }> } };
  let gone = false;
  const lost = device.lost.then(({ message }) => {
    gone = true;
    return message;
  });
  return { isLost: () => gone, lost };
}

async function startWebGl(tf: Tensorflow, gl: WebGL2RenderingContext): Promise<Device> {
  const webgl = await import('@tensorflow/tfjs-backend-webgl');
  // Left to itself, tfjs takes no software renderer even where a reader asks for it, and no worker in Safari.
  webgl.setWebGLContext(2, gl);
  // Textures of old shapes are given back beyond this, so that a long visit does not fill the card.
  tf.env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', 256 * 2 ** 20);
  await use(tf, 'webgl');
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new Error('it renders 16-bit floats only');
  const lost = new Promise<string>((resolve) => {
    gl.canvas.addEventListener('webglcontextlost', () => resolve('its context was lost'));
  });
  return { isLost: () => gl.isContextLost(), lost };
}

async function startWasm(tf: Tensorflow): Promise<Device> {
  const [wasm, { wasmFiles }] = await Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('./wasm-files')]);
  // Threads need headers that static hosts do not send; with one thread the numbers are the same everywhere.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  wasm.setWasmPaths(wasmFiles);
  await use(tf, 'wasm');
  return processor;
}

async function startCpu(tf: Tensorflow): Promise<Device> {
  await import('@tensorflow/tfjs-backend-cpu');
  await use(tf, 'cpu');
  return processor;
}

const hardware = (start: Candidate['start']): Candidate => ({ adapter: { kind: 'hardware', name: '' }, start });

async function candidate(name: BackendName): Promise<Candidate> {
  switch (name) {
    case 'webgpu':
      return { adapter: await probeWebGpu(), start: startWebGpu };
    case 'webgl': {
      const gl = createWebGlContext();
      return { adapter: describeWebGl(gl), start: (tf) => (gl ? startWebGl(tf, gl) : Promise.reject(gl)) };
    }
    case 'wasm':
      return hardware(startWasm);
    case 'cpu':
      return hardware(startCpu);
  }
}

/** tfjs-core with every gradient registered; its chained methods (`x.add(y)`) are not loaded: write `tf.add(x, y)`. */
async function loadTensorflow(): Promise<Tensorflow> {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-core/dist/register_all_gradients');
  tf.env().set('PROD', true);
  return tf;
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Starts the chosen backend, or the best one. Backends in `without` have failed before and are not tried again.
 * Throws where not even plain JavaScript starts.
 */
export async function startBackend(
  choice: BackendChoice,
  { without = [] }: { readonly without?: readonly BackendName[] } = {},
): Promise<StartedBackend> {
  const tf = await loadTensorflow();
  const obstacles: string[] = [];
  for (const name of choice === 'auto' ? backendNames : [choice, ...backendNames.filter((other) => other !== choice)]) {
    const label = backendLabels[name];
    const asked = name === choice;
    if (without.includes(name)) {
      obstacles.push(`${label} was lost before`);
      continue;
    }
    const { adapter, start } = await candidate(name);
    if (adapter.kind === 'none') {
      obstacles.push(`${label} ${asked ? 'was chosen but ' : ''}is not available: ${adapter.why}`);
    } else if (adapter.kind === 'software' && !asked) {
      obstacles.push(`${label} has only a software adapter here (${adapter.name})`);
    } else {
      try {
        const device = await start(tf);
        return { tf, backend: name, reason: reasonFor(name, asked, adapter.name, obstacles), ...device };
      } catch (error) {
        obstacles.push(`${label} ${asked ? 'was chosen but ' : ''}does not start here: ${message(error)}`);
      }
    }
  }
  throw new Error(`TensorFlow.js finds no way to compute in this browser: ${obstacles.join('; ')}.`);
}

function reasonFor(name: BackendName, asked: boolean, adapter: string, obstacles: readonly string[]): string {
  const here = adapter ? `${backendLabels[name]} on ${adapter}` : backendLabels[name];
  if (asked) return `${here}, as chosen.`;
  return obstacles.length > 0 ? `${obstacles.join('; ')}. ${here} is used instead.` : `${here} is the fastest here.`;
}
