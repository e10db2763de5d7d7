/**
 * What a page that embeds a figure and the figure say to each other, by `postMessage`.
 *
 * Messages are objects that carry `source: 'black-box'` and `version: 1`. reveal.js's own bare strings 'slide:start' and
 * 'slide:stop' are understood too. Whatever does not have the shape of a message is ignored: nothing from a message is
 * ever rendered as HTML or run.
 */
import {
  defaultsOf,
  type ParameterValue,
  type ParameterValues,
  readParameter,
  type Schema,
} from '../../lab/parameters';
import type { Checkpoint, Origin } from '../../lab/protocol';

export const source = 'black-box';
export const version = 1;

export type TravellingParameters = Readonly<Record<string, string | number | boolean>>;

/** The state of a figure as it travels: what a link would hold, and how far it was trained. */
export interface TravellingState {
  readonly params: TravellingParameters;
  readonly seed: number;
  /** How far it was trained; a figure told to take this state trains to here again. */
  readonly step: number;
  /** Where live parameters were changed on the way: what the run began with, and the changes before which step. */
  readonly initial?: TravellingParameters;
  readonly changes?: readonly { readonly step: number; readonly params: TravellingParameters }[];
  /** In a chapter for the lecture hall: the slide on show, from 0. All else is of the figure on this slide. */
  readonly slide?: number;
}

/** From the host to the figure; in a chapter for the lecture hall, to the figure on show. */
export type HostMessage =
  /** `automatic`: nobody asked for it but a deck that has turned to the slide. */
  | { readonly type: 'start'; readonly automatic?: true }
  | { readonly type: 'stop' | 'reset' | 'getState' }
  | { readonly type: 'step'; readonly count: number }
  | { readonly type: 'setState'; readonly state: Partial<TravellingState> };

/** From the figure to the host. */
export type FigureMessage =
  /** `slides`: how many a chapter for the lecture hall has. */
  | { readonly type: 'ready'; readonly figure: string; readonly slides?: number }
  | { readonly type: 'height'; readonly height: number }
  /** The answer to `getState`; a chapter for the lecture hall says so too whenever its slide is turned. */
  | { readonly type: 'state'; readonly figure: string; readonly state: TravellingState }
  | {
      readonly type: 'progress';
      readonly figure: string;
      readonly step: number;
      readonly metrics: Readonly<Record<string, number>>;
    }
  | { readonly type: 'finished'; readonly figure: string; readonly step: number; readonly claim: boolean | null }
  | { readonly type: 'error'; readonly figure: string; readonly message: string }
  /** An arrow or page key that the figure has no use for. */
  | { readonly type: 'key'; readonly key: string };

/** The object that travels. */
export const envelope = (message: FigureMessage) => ({ source, version, ...message });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

const plain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

const areParameters = (value: unknown): value is TravellingParameters =>
  isRecord(value) && Object.values(value).every(plain);

const isChange = (value: unknown): boolean => isRecord(value) && isWhole(value.step) && areParameters(value.params);

/** Reads a state, or the part of one that there is; null for anything else. */
export function readState(value: unknown): Partial<TravellingState> | null {
  if (!isRecord(value)) return null;
  const { params = {}, initial, changes, seed, step, slide } = value;
  if (!areParameters(params) || (initial !== undefined && !areParameters(initial))) return null;
  if (changes !== undefined && !(Array.isArray(changes) && changes.every(isChange))) return null;
  if ([seed, step, slide].some((x) => x !== undefined && !isWhole(x))) return null;
  const given = Object.entries({ initial, changes, seed, step, slide }).filter(([, x]) => x !== undefined);
  return { params, ...Object.fromEntries(given) };
}

/** Reads what arrived; null for anything that is no message of this protocol. */
export function readHostMessage(data: unknown): HostMessage | null {
  if (data === 'slide:start') return { type: 'start', automatic: true };
  if (data === 'slide:stop') return { type: 'stop' };
  if (!isRecord(data) || data.source !== source || data.version !== version) return null;
  switch (data.type) {
    case 'start':
      return data.automatic === true ? { type: 'start', automatic: true } : { type: 'start' };
    case 'stop':
    case 'reset':
    case 'getState':
      return { type: data.type };
    case 'step': {
      const count = data.count ?? 1;
      return isWhole(count) && count >= 1 && count <= 1_000_000 ? { type: 'step', count } : null;
    }
    case 'setState': {
      const state = readState(data.state);
      return state && { type: 'setState', state };
    }
    default:
      return null;
  }
}

/** Named parameters, against the schema: what is unknown or illegal is left at `current`. */
export function adoptable(
  schema: Schema,
  named: TravellingParameters | undefined,
  current: ParameterValues,
): ParameterValues {
  const read = Object.entries(named ?? {}).flatMap(([name, value]): [string, ParameterValue][] => {
    const reading = schema[name] ? readParameter(schema[name], String(value)) : { ok: false as const };
    return reading.ok ? [[name, reading.value]] : [];
  });
  return { ...defaultsOf(schema), ...current, ...Object.fromEntries(read) };
}

/** Where a state says that its run stood; undefined where it is to begin. */
export function checkpointOf(
  schema: Schema,
  { params, initial = params, step, changes = [] }: Partial<TravellingState>,
  current: ParameterValues,
): Checkpoint | undefined {
  if (!step) return undefined;
  return {
    initial: adoptable(schema, initial, current),
    steps: step,
    changes: changes.map((change) => ({ step: change.step, params: adoptable(schema, change.params, current) })),
  };
}

/** Parameters without the reader's files: those never travel. */
const travellers = (params: ParameterValues): TravellingParameters =>
  Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string | number | boolean] => plain(entry[1])),
  );

/** A state, ready to travel; `origin` is that of a run that was trained `step` steps. */
export function travelling(params: ParameterValues, seed: number, step = 0, origin?: Origin): TravellingState {
  const state = { params: travellers(params), seed, step };
  if (!origin || origin.changes.length === 0) return state;
  const changes = origin.changes.map((change) => ({ step: change.step, params: travellers(change.params) }));
  return { ...state, initial: travellers(origin.initial), changes };
}
