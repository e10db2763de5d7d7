/** A figure without a picture: opens a run and keeps what the lab tells of it. */
import { createLabClient, type LabClientOptions } from '../../../src/lab/client';
import { createWorker } from '../../../src/lab/create-worker';
import { defaultsOf, type ParametersOf } from '../../../src/lab/parameters';
import type { BackendChoice, Checkpoint, LabClient, RunUpdate } from '../../../src/lab/protocol';
import { experiment, type ToyFrame } from './toy.experiment';
import workerUrl from './toy-worker?worker&url';

type Toy = ParametersOf<typeof experiment.params>;

export function toyLab(options: Partial<LabClientOptions> = {}) {
  return createLabClient({
    createWorker: () => createWorker(new URL(workerUrl, location.href)),
    root: new URL('/', location.href).href,
    ...options,
  });
}

export function openFigure(
  lab: LabClient,
  {
    params = {},
    seed = 1,
    backend = 'wasm',
    id = experiment.id,
    checkpoint,
  }: { params?: Partial<Toy>; seed?: number; backend?: BackendChoice; id?: string; checkpoint?: Checkpoint } = {},
) {
  const updates: RunUpdate[] = [];
  let waiting: { readonly met: () => boolean; readonly resolve: () => void }[] = [];
  const latest = <K extends keyof RunUpdate>(key: K): RunUpdate[K] =>
    updates.findLast((u) => u[key] !== undefined)?.[key];
  const frames = () => updates.flatMap(({ frame }) => (frame ? [frame as ToyFrame] : []));
  const handle = lab.open(
    { experiment: id, params: { ...defaultsOf(experiment.params), ...params }, seed, backend },
    (update) => {
      updates.push(update);
      if (update.frame) requestAnimationFrame(() => handle.drawn());
      const met = waiting.filter((one) => one.met());
      waiting = waiting.filter((one) => !met.includes(one));
      for (const one of met) one.resolve();
    },
    checkpoint,
  );
  const until = (met: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (met()) resolve();
      else waiting.push({ met, resolve });
      setTimeout(() => reject(new Error(`Waited in vain ${what}; told: ${JSON.stringify(updates.slice(-6))}`)), 40_000);
    });
  return {
    handle,
    updates,
    latest,
    frames,
    frame: () => frames().at(-1),
    notes: () => updates.flatMap(({ note }) => (note ? [note] : [])),
    untilState: (state: RunUpdate['state']) => until(() => latest('state') === state, `for state ${state}`),
    untilStep: (step: number) => until(() => (frames().at(-1)?.step ?? -1) >= step, `for step ${step}`),
    untilTold: (met: (update: RunUpdate) => boolean, what: string) => until(() => updates.some(met), what),
  };
}

const doors = new BroadcastChannel('toy-worker');

/** Has every toy worker do what a test needs. */
export const tellWorkers = (what: 'lose the device' | 'throw' | 'hang'): void => doors.postMessage(what);

/** Tensors in the one toy worker that there is. */
export function countTensors(): Promise<number> {
  return new Promise((resolve) => {
    doors.onmessage = ({ data }) => resolve(data.tensors);
    doors.postMessage('count tensors');
  });
}
