/**
 * The page's side of the lab. One worker with one backend trains the runs of all figures. It is started by the first
 * `open`, and replaced where it broke down, its device was lost, or a reader chose another backend: then every run
 * that was not finished goes on from its seed, replayed to the step where it stood, and its figure says so. A lab at
 * rest has no worker; the next command to a run starts one.
 */
import { type BackendName, backendLabels } from './backend-names';
import type { Command, HostListener, HostUpdate } from './host-protocol';
import type { ParameterValues } from './parameters';
import type {
  BackendChoice,
  Checkpoint,
  LabClient,
  LiveChange,
  RunHandle,
  RunRequest,
  RunState,
  RunUpdate,
} from './protocol';
import { linkWorker, type WorkerLink } from './worker-link';

export interface LabClientOptions {
  createWorker(): Worker;
  /** The site's root, an absolute address that ends in a slash: data files are fetched from below it. */
  readonly root: string;
  /** Milliseconds between two questions whether the worker lives. */
  readonly heartbeat?: number;
}

/** A run, as far as the page must know it to have it go on elsewhere. */
interface OpenRun {
  readonly id: number;
  readonly listener: (update: RunUpdate) => void;
  /** With the parameters as they are now. */
  request: RunRequest;
  /** The parameters that the run was started with, before live changes. */
  initial: ParameterValues;
  state: RunState;
  playing: boolean;
  visible: boolean;
  /** Steps trained when the last frame was read. */
  trained: number;
  changes: readonly LiveChange[];
  /** The present worker knows it. */
  hosted: boolean;
}

/** Breakdowns without a frame in between after which the lab gives up. */
const attempts = 3;

const finished = (state: RunState): boolean => state === 'converged' || state === 'diverged' || state === 'failed';

class Client {
  readonly #options: LabClientOptions;
  readonly #runs = new Map<number, OpenRun>();
  #link: WorkerLink | null = null;
  #choice: BackendChoice = 'auto';
  #backend: BackendName | null = null;
  #without: readonly BackendName[] = [];
  #breakdowns = 0;
  #nextId = 1;

  constructor(options: LabClientOptions) {
    this.#options = options;
  }

  open(request: RunRequest, listener: (update: RunUpdate) => void, checkpoint?: Checkpoint): RunHandle {
    const run: OpenRun = {
      id: this.#nextId++,
      listener,
      request,
      initial: request.params,
      state: 'idle',
      playing: false,
      visible: true,
      trained: 0,
      changes: [],
      hosted: false,
    };
    this.#runs.set(run.id, run);
    this.#adoptBackend(request.backend);
    this.#beginsAnew(run, checkpoint);
    this.#host(run);
    return {
      play: () => {
        run.playing = true;
        this.#send(this.#awake(run), { type: 'play' });
      },
      pause: () => {
        run.playing = false;
        this.#send(run, { type: 'pause' });
      },
      step: (count) => {
        run.playing = false;
        this.#send(this.#awake(run), { type: 'step', count });
      },
      reset: ({ checkpoint, ...changes } = {}) => this.#reset(run, { ...run.request, ...changes }, checkpoint),
      change: (params) => this.#change(run, params),
      show: (visible) => {
        run.visible = visible;
        this.#send(run, { type: 'show', visible });
      },
      drawn: () => this.#send(run, { type: 'drawn' }),
      dispose: () => {
        this.#send(run, { type: 'dispose' });
        this.#runs.delete(run.id);
      },
    };
  }

  rest(): void {
    const runs = [...this.#runs.values()];
    if (runs.some(({ playing }) => playing)) return;
    this.#close();
    for (const run of runs) if (run.state === 'starting') this.#updated(run, { state: 'paused', progress: null });
  }

  dispose(): void {
    this.#close();
    this.#runs.clear();
  }

  #close(): void {
    this.#link?.close();
    this.#link = null;
    for (const run of this.#runs.values()) run.hosted = false;
  }

  /** A run of a lab at rest goes on in a new worker. */
  #awake(run: OpenRun): OpenRun {
    if (!run.hosted && !finished(run.state)) this.#host(run);
    return run;
  }

  #send(run: OpenRun, command: Command): void {
    if (run.hosted) void this.#link?.host.command(run.id, command);
  }

  #reset(run: OpenRun, request: RunRequest, checkpoint?: Checkpoint): void {
    run.request = request;
    this.#beginsAnew(run, checkpoint);
    this.#adoptBackend(request.backend);
    if (run.hosted && !checkpoint) {
      this.#send(run, { type: 'reset', request });
      return;
    }
    if (run.hosted) this.#send(run, { type: 'dispose' });
    else this.#breakdowns = 0;
    this.#host(run);
  }

  #change(run: OpenRun, params: ParameterValues): void {
    run.request = { ...run.request, params };
    if (run.hosted) {
      this.#send(run, { type: 'change', params });
      return;
    }
    if (run.state === 'failed') return;
    // At rest: the change is made where the run stood, once it has been replayed to there; also where it had finished.
    const { trained: step } = run;
    if (step > 0) run.changes = [...run.changes.filter((change) => change.step !== step), { step, params }];
    else run.initial = params;
    this.#host(run);
  }

  /** The menu's choice holds for the worker, and so for every run. */
  #adoptBackend(choice: BackendChoice): void {
    const same = choice === this.#choice || choice === this.#backend;
    this.#choice = choice;
    if (same) return;
    // A device that was lost may be asked for again.
    this.#without = this.#without.filter((backend) => backend !== choice);
    if (this.#link)
      this.#replace(`The backend was changed to ${choice === 'auto' ? 'the fastest' : backendLabels[choice]}`);
  }

  #host(run: OpenRun, note?: string): void {
    this.#link ??= this.#start();
    run.hosted = true;
    const { playing, visible, trained: steps, changes } = run;
    const replay = steps > 0 ? { steps, changes } : undefined;
    const request = { ...run.request, params: replay ? run.initial : run.request.params };
    void this.#link.host.open(run.id, { request, playing, visible, replay, note });
  }

  #beginsAnew(run: OpenRun, checkpoint?: Checkpoint): void {
    run.trained = checkpoint?.steps ?? 0;
    run.changes = checkpoint?.changes ?? [];
    run.initial = checkpoint?.initial ?? run.request.params;
  }

  #start(): WorkerLink {
    const listener: HostListener = {
      update: (id, update) => {
        const run = this.#runs.get(id);
        if (run && this.#link === link) this.#updated(run, update);
      },
      lost: (backend, why) => {
        if (this.#link !== link) return;
        this.#without = [...this.#without, backend];
        this.#replace(`The ${backendLabels[backend]} device was lost (${why})`);
      },
    };
    const link = linkWorker({
      worker: this.#options.createWorker(),
      settings: { root: this.#options.root, backend: this.#choice, without: this.#without },
      listener,
      heartbeat: this.#options.heartbeat ?? 2000,
      died: (why) => {
        if (this.#link !== link) return;
        this.#breakdowns++;
        if (this.#breakdowns < attempts) this.#replace(`The training worker broke down (${why})`);
        else this.#giveUp(why);
      },
    });
    return link;
  }

  #updated(run: OpenRun, { trained, changed, anew, ...update }: HostUpdate): void {
    if (update.state) {
      run.state = update.state;
      if (finished(update.state) || (update.state === 'paused' && update.note)) run.playing = false;
    }
    if (anew) this.#beginsAnew(run);
    if (update.backend) this.#backend = update.backend;
    if (update.frame) this.#breakdowns = 0;
    if (trained !== undefined) run.trained = trained;
    // Of changes before the same step the last one counts.
    if (changed) run.changes = [...run.changes.filter(({ step }) => step !== changed.step), changed];
    const { initial, changes } = run;
    const origin = update.state === 'starting' || changed ? { initial, changes } : undefined;
    if (origin || Object.keys(update).length > 0) run.listener(origin ? { ...update, origin } : update);
  }

  /** Goes on in a new worker. */
  #replace(why: string): void {
    this.#close();
    this.#backend = null;
    for (const run of this.#runs.values()) {
      if (finished(run.state)) continue;
      const where = run.trained > 0 ? `replayed from its seed to step ${run.trained}` : 'started anew';
      this.#host(run, `${why}; the run was ${where}.`);
    }
  }

  #giveUp(why: string): void {
    this.#link = null;
    const error = `The training worker does not run here: ${why}. Reload the page, or reset the figure to try again.`;
    for (const run of this.#runs.values()) {
      run.hosted = false;
      run.playing = false;
      run.state = 'failed';
      run.listener({ state: 'failed', error, progress: null });
    }
  }
}

/** Builds the lab of a page. Nothing is loaded before the first run is opened. */
export function createLabClient(options: LabClientOptions): LabClient & { dispose(): void } {
  return new Client(options);
}
