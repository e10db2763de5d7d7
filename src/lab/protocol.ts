/**
 * What the page thread and the training worker say to each other.
 *
 * The life of a run, as its figure sees it:
 *
 *   idle ──open──▶ starting ──▶ paused ◀──pause/play──▶ running ──▶ converged
 *                     │            │                       ├─────▶ diverged
 *                     └──▶ failed ◀┴───────────────────────┘
 *
 * `reset` leads from any state back to `starting`; `dispose` ends it from any state. A run that is off screen or in a
 * hidden tab keeps its state and is given no turns.
 */
import type { BackendName } from './backend';
import type { Frame } from './experiment';
import type { ParameterValues } from './parameters';

export type RunState = 'idle' | 'starting' | 'paused' | 'running' | 'converged' | 'diverged' | 'failed';

export type BackendChoice = BackendName | 'auto';

/** A change of live parameters, and the step before which it was made. */
export interface LiveChange {
  readonly step: number;
  readonly params: ParameterValues;
}

/** What a run is a function of, beside its seed. */
export interface Origin {
  /** The parameters that it was started with, before live changes. */
  readonly initial: ParameterValues;
  readonly changes: readonly LiveChange[];
}

/** Where a run stood when it was left: it goes on from here once it has been trained anew from its seed. */
export interface Checkpoint extends Origin {
  readonly steps: number;
}

export interface RunRequest {
  readonly experiment: string;
  readonly params: ParameterValues;
  readonly seed: number;
  readonly backend: BackendChoice;
}

/** One message about a run; only what changed is set. */
export interface RunUpdate {
  readonly state?: RunState;
  readonly frame?: Frame;
  /** Whether this frame shows the experiment's claim; null while it is too early to say. */
  readonly claim?: boolean | null;
  readonly stepsPerSecond?: number;
  readonly backend?: BackendName;
  /** Why this backend: 'WebGPU has only a software adapter here; WebAssembly is faster'. */
  readonly backendReason?: string;
  /** A remark for the reader, e.g. that the device was lost and the run replayed elsewhere. */
  readonly note?: string;
  /** A long preparation: fraction in [0, 1] and what is being done; null once it is over. */
  readonly progress?: { readonly fraction: number; readonly what: string } | null;
  /** Told with every start and every live change. */
  readonly origin?: Origin;
  /** With state 'failed': what happened and what to do. */
  readonly error?: string;
}

/** A figure's handle on its run. Commands are queued in order; of quick changes the last one wins. */
export interface RunHandle {
  play(): void;
  pause(): void;
  /** Trains exactly `count` more steps and reads a frame. */
  step(count: number): void;
  /** Starts anew, with other parameters or another seed where given, or from a checkpoint; keeps playing if it was. */
  reset(changes?: {
    readonly params?: ParameterValues;
    readonly seed?: number;
    readonly backend?: BackendChoice;
    readonly checkpoint?: Checkpoint;
  }): void;
  /** Hands `live` parameters to the running run. */
  change(params: ParameterValues): void;
  /** Off-screen runs get no turns. */
  show(visible: boolean): void;
  /** Tells the worker that the last frame has been drawn, so that it may read the next. */
  drawn(): void;
  dispose(): void;
}

export interface LabClient {
  /** Loads tfjs and the experiment in the worker on first use; the page thread never loads them. */
  open(request: RunRequest, listener: (update: RunUpdate) => void, checkpoint?: Checkpoint): RunHandle;
  /**
   * Gives the device back while nothing is trained: a browser has few, and a deck may hold many figures. What is asked
   * of a run later starts a new worker, in which the run is replayed to the step where it stood.
   */
  rest(): void;
}
