/** Runs an experiment without a page: the loop behind the command line, the claim tests and the recordings. */
import type { BackendName } from './backend';
import { dataLoader } from './data';
import { checked } from './divergence';
import { type Experiment, type Frame, ReaderError, type Run, type RunContext, type Tensorflow } from './experiment';
import { fetchFromDisk, startNodeBackend } from './node';
import { defaultsOf, type ParametersOf, type Schema } from './parameters';
import { seededRandom } from './random';

export interface HeadlessOptions<P> {
  readonly params?: Partial<P>;
  readonly seed?: number;
  /** How many steps; without it, until the run is done (`maximumSteps` at most). */
  readonly steps?: number;
  readonly until?: 'done';
  /** Trains all `steps`, also past a frame that says that it is done: as a page does between two readings. */
  readonly exactly?: boolean;
  /** Live parameters that change before the given steps, in their order. */
  readonly changes?: readonly { readonly step: number; readonly params: Partial<P> }[];
  /** Steps between two frames. */
  readonly every?: number;
  readonly backend?: Extract<BackendName, 'wasm' | 'cpu'>;
  readonly signal?: AbortSignal;
  onFrame?(frame: Frame): void;
  onNote?(note: string): void;
  onProgress?(fraction: number, what: string): void;
}

export interface HeadlessResult<P, F extends Frame> {
  readonly params: P;
  readonly seed: number;
  readonly backend: BackendName;
  readonly frames: readonly F[];
  readonly last: F;
  /** Whether the last frame shows the experiment's claim; null where it is too early to say. */
  readonly claim: boolean | null;
  readonly notes: readonly string[];
  /** Seconds of training, without the preparation. */
  readonly seconds: number;
}

/** Builds the context of a run outside a browser. */
export function headlessContext(
  tf: Tensorflow,
  backend: BackendName,
  seed: number,
  options: Pick<HeadlessOptions<unknown>, 'signal' | 'onNote' | 'onProgress'> = {},
): RunContext {
  const signal = options.signal ?? new AbortController().signal;
  const progress = options.onProgress ?? (() => {});
  return {
    tf,
    backend,
    seed,
    random: seededRandom(seed),
    data: dataLoader(fetchFromDisk, progress, signal),
    signal,
    progress,
    note: options.onNote ?? (() => {}),
  };
}

/** Hands a run the live changes that are due before its next step or reading. */
function liveChanges<P>(run: Run<Frame, P>, began: P, changes: NonNullable<HeadlessOptions<P>['changes']>) {
  let params = began;
  const due = [...changes];
  return {
    now: () => params,
    apply(step: number) {
      for (let next = due[0]; next && next.step <= step; next = due[0]) {
        due.shift();
        if (!run.change) throw new ReaderError('This experiment takes no change while it trains.');
        params = { ...params, ...next.params };
        run.change(params);
      }
    },
  };
}

/** Trains from the first step to the last, reading a frame every `every` steps. */
export async function runExperiment<S extends Schema, F extends Frame>(
  experiment: Experiment<S, F>,
  options: HeadlessOptions<ParametersOf<S>> = {},
): Promise<HeadlessResult<ParametersOf<S>, F>> {
  const { tf, backend } = await startNodeBackend(options.backend ?? 'wasm');
  const seed = options.seed ?? 1;
  const params: ParametersOf<S> = { ...defaultsOf(experiment.params), ...options.params };
  const notes: string[] = [];
  const context = headlessContext(tf, backend, seed, {
    ...options,
    onNote(note) {
      notes.push(note);
      options.onNote?.(note);
    },
  });
  const limit = options.steps ?? experiment.maximumSteps;
  const every = Math.max(1, options.every ?? experiment.every ?? Math.ceil(limit / 100));
  const run = await experiment.start(params, context);
  try {
    const frames: F[] = [];
    const live = liveChanges(run, params, options.changes ?? []);
    const read = async (step: number) => {
      live.apply(step);
      const frame = checked(await run.read(), frames.at(-1));
      frames.push(frame);
      options.onFrame?.(frame);
      return frame;
    };
    const started = performance.now();
    let last = await read(0);
    for (let step = 0; step < limit && (options.exactly || last.status === 'running'); ) {
      context.signal.throwIfAborted();
      const count = Math.min(every, limit - step);
      for (let i = 0; i < count; i++) {
        live.apply(step + i);
        run.step();
      }
      step += count;
      last = await read(step);
    }
    const seconds = (performance.now() - started) / 1000;
    const claim = experiment.claim.holds(last, live.now());
    return { params: live.now(), seed, backend, frames, last, claim, notes, seconds };
  } finally {
    run.dispose();
  }
}
