/** In Chromium, where WebGPU and WebGL have software adapters: slow, and right. */
import { describe, expect, test } from 'vitest';
import { experiment as completion } from '../../src/chapters/deep-matrix-factorization/completion.experiment';
import { type BackendName, startBackend } from '../../src/lab/backend';
import { backendNames } from '../../src/lab/backend-names';
import { dataLoader } from '../../src/lab/data';
import type { Experiment, Frame, RunContext } from '../../src/lab/experiment';
import { defaultsOf, type Schema } from '../../src/lab/parameters';
import { seededRandom } from '../../src/lab/random';
import { experiment } from './support/toy.experiment';

async function startOn<S extends Schema, F extends Frame>(
  backend: BackendName,
  declared: Experiment<S, F>,
  seed: number,
) {
  const started = await startBackend(backend);
  expect(started.backend, started.reason).toBe(backend);
  const context: RunContext = {
    tf: started.tf,
    backend,
    seed,
    random: seededRandom(seed),
    data: dataLoader(
      () => Promise.reject(new Error('no data')),
      () => {},
    ),
    signal: new AbortController().signal,
    progress: () => {},
    note: () => {},
  };
  return { ...started, run: await declared.start(defaultsOf(declared.params), context) };
}

const startToy = (backend: BackendName, seed: number) => startOn(backend, experiment, seed);

async function weightsAfter(steps: number, backend: BackendName, seed = 1): Promise<readonly number[]> {
  const { run } = await startToy(backend, seed);
  for (let i = 0; i < steps; i++) run.step();
  const { weights } = await run.read();
  run.dispose();
  return [...weights.data];
}

describe('backends', () => {
  test('a software adapter is passed over for WebAssembly, and the reason says so', async () => {
    const { backend, reason } = await startBackend('auto');
    expect(backend).toBe('wasm');
    expect(reason).toMatch(/software/i);
    expect(reason).toMatch(/WebGPU/);
    expect(reason).toMatch(/WebGL/);
  });

  test('backends that failed are passed over', async () => {
    const { backend, reason } = await startBackend('webgpu', { without: ['webgpu', 'wasm'] });
    expect(backend).toBe('cpu');
    expect(reason).toMatch(/WebGPU was lost before/);
  });

  test('the same steps agree on every backend', async () => {
    const expected = await weightsAfter(20, 'cpu');
    for (const backend of backendNames) {
      const weights = await weightsAfter(20, backend);
      for (const [i, weight] of weights.entries()) expect(weight, backend).toBeCloseTo(expected[i], 4);
    }
  });

  test('and so do those of a figure', async () => {
    const metricsOn = async (backend: BackendName) => {
      const { run } = await startOn(backend, completion, 1);
      for (let i = 0; i < 20; i++) run.step();
      const { metrics } = await run.read();
      run.dispose();
      return metrics;
    };
    const expected = await metricsOn('cpu');
    for (const backend of backendNames) {
      const metrics = await metricsOn(backend);
      for (const [name, value] of Object.entries(metrics)) {
        expect(Math.abs(value - expected[name]), `${name} on ${backend}`).toBeLessThan(1e-3 * (1 + Math.abs(value)));
      }
    }
  });

  test.each(backendNames)('on %s a seed replays to the same numbers, and another does not', async (backend) => {
    const once = await weightsAfter(15, backend, 7);
    expect(await weightsAfter(15, backend, 7)).toEqual(once);
    expect(await weightsAfter(15, backend, 8)).not.toEqual(once);
  });

  test.each(backendNames)('on %s nothing leaks over 1,000 steps', async (backend) => {
    const { tf } = await startBackend(backend);
    const before = tf.memory().numTensors;
    const { run } = await startToy(backend, 1);
    run.step();
    await run.read();
    const running = tf.memory();
    for (let i = 0; i < 1000; i++) {
      run.step();
      if (i % 50 === 49) await run.read();
    }
    const after = tf.memory();
    expect(after.numTensors).toBe(running.numTensors);
    expect(after.numBytes).toBe(running.numBytes);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
