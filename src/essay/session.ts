/** The state of one figure as a pure function of what happened: reader's changes and the lab's messages. */
import type { BackendName } from '../lab/backend';
import type { Frame } from '../lab/experiment';
import type { ParameterValues } from '../lab/parameters';
import type { Origin, RunState, RunUpdate } from '../lab/protocol';
import type { Recording } from '../lab/recording';
import type { History, Source } from './figure';

/** What the plots show: parameters and numbers that belong together. */
export interface Shown {
  readonly params: ParameterValues;
  readonly seed: number;
  readonly frame: Frame;
  readonly history: History;
  /** What it takes to run this again. */
  readonly origin: Origin;
}

export interface Session {
  /** What the controls say; the plots follow once the first frame of the new run is there. */
  readonly params: ParameterValues;
  readonly seed: number;
  readonly source: Source;
  readonly shown?: Shown;
  /** Of the run that is trained now; `shown` follows with its first frame. */
  readonly origin?: Origin;
  readonly ghost?: Shown;
  readonly state: RunState;
  readonly claim: boolean | null;
  readonly stepsPerSecond?: number;
  readonly backend?: BackendName;
  readonly backendReason?: string;
  readonly progress: RunUpdate['progress'];
  /** Remarks of the run. */
  readonly notes: readonly string[];
  /** What a link asked for and had to be bent; until the next choice. */
  readonly linkNotes: readonly string[];
  readonly error?: string;
}

export type SessionEvent =
  | {
      readonly type: 'chosen';
      readonly params: ParameterValues;
      readonly seed: number;
      readonly notes?: readonly string[];
    }
  | { readonly type: 'changed live'; readonly params: ParameterValues }
  | { readonly type: 'update'; readonly update: RunUpdate }
  | { readonly type: 'pinned' }
  | { readonly type: 'unpinned' };

/** Longer histories drop every second frame: plots cannot show more. */
const historyLimit = 800;

const emptyHistory: History = { steps: [], metrics: {} };

/** Appends a frame; where a metric is new, its past is NaN. */
export function extended(history: History, frame: Frame): History {
  const thin = history.steps.length >= historyLimit;
  const keep = <T>(values: readonly T[]): readonly T[] => (thin ? values.filter((_, i) => i % 2 === 0) : values);
  const steps = keep(history.steps);
  const names = new Set([...Object.keys(history.metrics), ...Object.keys(frame.metrics)]);
  const metrics = Object.fromEntries(
    [...names].map((name) => {
      const past = history.metrics[name] ? keep(history.metrics[name]) : steps.map(() => Number.NaN);
      return [name, [...past, frame.metrics[name] ?? Number.NaN]];
    }),
  );
  return { steps: [...steps, frame.step], metrics };
}

/** A history with every metric of another: what its run did not report is NaN. */
export function alike(history: History, other: History): History {
  const missing = Object.keys(other.metrics).filter((name) => history.metrics[name] === undefined);
  const blank = history.steps.map(() => Number.NaN);
  return { ...history, metrics: { ...history.metrics, ...Object.fromEntries(missing.map((name) => [name, blank])) } };
}

/** A figure before anything happened: its recorded run, where there is one. */
export function initialSession(params: ParameterValues, recording: Recording | undefined): Session {
  const empty = { state: 'idle', notes: [], linkNotes: [], progress: null, source: 'recorded' } as const;
  if (!recording) return { ...empty, params, seed: 1, claim: null };
  const recorded = { ...params, ...recording.params };
  return {
    ...empty,
    params: recorded,
    seed: recording.seed,
    claim: recording.claim,
    shown: {
      params: recorded,
      seed: recording.seed,
      frame: recording.frame,
      history: recording.history,
      origin: { initial: recorded, changes: [] },
    },
  };
}

function withFrame(session: Session, frame: Frame): Shown {
  const { shown, params, seed, source, origin = { initial: params, changes: [] } } = session;
  const goesOn = source === 'live' && shown !== undefined && frame.step > shown.frame.step;
  const again = goesOn ? shown.history : emptyHistory;
  return { params, seed, frame, history: extended(again, frame), origin };
}

function updated(session: Session, update: RunUpdate): Session {
  const { frame, note, state, origin = session.origin } = update;
  const notes = note && !session.notes.includes(note) ? [...session.notes.slice(-4), note] : session.notes;
  const starting = state === 'starting';
  return {
    ...session,
    state: state ?? session.state,
    claim: update.claim === undefined ? session.claim : update.claim,
    stepsPerSecond: update.stepsPerSecond ?? session.stepsPerSecond,
    backend: update.backend ?? session.backend,
    backendReason: update.backendReason ?? session.backendReason,
    progress: update.progress === undefined ? session.progress : update.progress,
    error: state === undefined ? session.error : update.error,
    notes: starting ? (note ? [note] : []) : notes,
    origin,
    shown: frame ? withFrame({ ...session, origin }, frame) : session.shown,
    source: frame ? 'live' : session.source,
  };
}

export function sessionReducer(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'chosen':
      return { ...session, params: event.params, seed: event.seed, linkNotes: event.notes ?? [] };
    case 'changed live':
      return {
        ...session,
        params: event.params,
        shown: session.shown && { ...session.shown, params: event.params },
      };
    case 'update':
      return updated(session, event.update);
    case 'pinned':
      return { ...session, ghost: session.shown };
    case 'unpinned':
      return { ...session, ghost: undefined };
  }
}
