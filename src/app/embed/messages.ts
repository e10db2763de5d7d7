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

export const source = 'black-box';
export const version = 1;

/** The state of a figure as it travels: what a link would hold. */
export interface TravellingState {
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  /** How far it was trained; a figure told to take this state trains to here again. */
  readonly step: number;
  /** In a chapter for the lecture hall: the slide on show, from 0. All else is of the figure on this slide. */
  readonly slide?: number;
}

/** From the host to the figure; in a chapter for the lecture hall, to the figure on show. */
export type HostMessage =
  | { readonly type: 'start' | 'stop' | 'reset' | 'getState' }
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

function readState(value: unknown): HostMessage | null {
  if (!isRecord(value)) return null;
  const { params = {}, seed, step, slide } = value;
  if (!isRecord(params) || !Object.values(params).every(plain)) return null;
  if ([seed, step, slide].some((x) => x !== undefined && !isWhole(x))) return null;
  const numbers = Object.fromEntries(Object.entries({ seed, step, slide }).filter(([, x]) => x !== undefined));
  return { type: 'setState', state: { params: params as TravellingState['params'], ...numbers } };
}

/** Reads what arrived; null for anything that is no message of this protocol. */
export function readHostMessage(data: unknown): HostMessage | null {
  if (data === 'slide:start') return { type: 'start' };
  if (data === 'slide:stop') return { type: 'stop' };
  if (!isRecord(data) || data.source !== source || data.version !== version) return null;
  switch (data.type) {
    case 'start':
    case 'stop':
    case 'reset':
    case 'getState':
      return { type: data.type };
    case 'step': {
      const count = data.count ?? 1;
      return isWhole(count) && count >= 1 && count <= 1_000_000 ? { type: 'step', count } : null;
    }
    case 'setState':
      return readState(data.state);
    default:
      return null;
  }
}

/** The parameters that a state names, against the schema: what is unknown or illegal is left at `current`. */
export function adoptable(schema: Schema, state: Partial<TravellingState>, current: ParameterValues): ParameterValues {
  const read = Object.entries(state.params ?? {}).flatMap(([name, value]): [string, ParameterValue][] => {
    const reading = schema[name] ? readParameter(schema[name], String(value)) : { ok: false as const };
    return reading.ok ? [[name, reading.value]] : [];
  });
  return { ...defaultsOf(schema), ...current, ...Object.fromEntries(read) };
}

/** A state without the reader's files: those never travel. */
export function travelling(params: ParameterValues, seed: number, step: number): TravellingState {
  return {
    params: Object.fromEntries(
      Object.entries(params).filter((entry): entry is [string, string | number | boolean] => plain(entry[1])),
    ),
    seed,
    step,
  };
}
