/** What the client on the page and the host in the worker agree on, beneath protocol.ts. */
import type { BackendName } from './backend-names';
import type { ParameterValues } from './parameters';
import type { BackendChoice, Checkpoint, LiveChange, RunRequest, RunUpdate } from './protocol';

export interface HostSettings {
  /** The site's root, an absolute address that ends in a slash. */
  readonly root: string;
  readonly backend: BackendChoice;
  /** Backends that were lost on this page. */
  readonly without: readonly BackendName[];
}

/** A run that goes on from where another worker left it: trained anew from its seed, with the same live changes. */
export type Replay = Omit<Checkpoint, 'initial'>;

/** How a run begins. */
export interface Opening {
  readonly request: RunRequest;
  readonly playing: boolean;
  readonly visible: boolean;
  readonly replay?: Replay;
  /** Told with the start, e.g. why the run is replayed. */
  readonly note?: string;
}

export type Command =
  | { readonly type: 'play' | 'pause' | 'drawn' | 'dispose' }
  | { readonly type: 'step'; readonly count: number }
  | { readonly type: 'reset'; readonly request: RunRequest }
  | { readonly type: 'change'; readonly params: ParameterValues }
  | { readonly type: 'show'; readonly visible: boolean };

/** What the host tells of a run: the reader's update, and what a replay needs to know. */
export interface HostUpdate extends RunUpdate {
  /** Steps trained so far. */
  readonly trained?: number;
  readonly changed?: LiveChange;
  /** The run begins at step 0, and not as a replay. */
  readonly anew?: boolean;
}

export interface HostListener {
  update(run: number, update: HostUpdate): void;
  /** The device is gone, and with it every run: this worker is of no more use. */
  lost(backend: BackendName, why: string): void;
}

/** The worker, as the page calls it. No method throws: what goes wrong is told as an update of its run. */
export interface LabHost {
  begin(settings: HostSettings, listener: HostListener): void;
  open(run: number, opening: Opening): void;
  command(run: number, command: Command): void;
  /** Answers as long as the worker lives. */
  beat(): boolean;
}
