/** A training worker with one toy experiment, and doors through which a test breaks things. */
import { expose } from 'comlink';
import { type StartedBackend, startBackend } from '../../../src/lab/backend';
import { type Experiment, ReaderError } from '../../../src/lab/experiment';
import { createHost } from '../../../src/lab/host';
import { experiment } from './toy.experiment';

let started: StartedBackend | undefined;

const host = createHost(
  async (id) => {
    if (id !== experiment.id) throw new ReaderError(`There is no experiment “${id}”.`);
    return experiment as unknown as Experiment;
  },
  async (...choice) => {
    started = await startBackend(...choice);
    return started;
  },
);
expose(host);

interface Graphics {
  readonly device?: { destroy(): void };
  readonly gpgpu?: { readonly gl: WebGL2RenderingContext };
}

/** 'lose the device' | 'throw' | 'hang' | 'count tensors' (answers with a number). */
const doors = new BroadcastChannel('toy-worker');
doors.onmessage = ({ data }) => {
  const graphics = started?.tf.backend() as unknown as Graphics | undefined;
  if (data === 'lose the device') {
    graphics?.device?.destroy();
    graphics?.gpgpu?.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
  if (data === 'throw') throw new Error('the worker was told to throw');
  if (data === 'hang') for (;;);
  if (data === 'count tensors') doors.postMessage({ tensors: started?.tf.memory().numTensors });
};
