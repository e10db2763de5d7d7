/** Recorded runs: what a figure shows before any click, and in print. */
import type { Frame } from './experiment';
import type { ParameterValues } from './parameters';

/** Steps and metrics of every frame kept, by name. */
export interface RecordedHistory {
  readonly steps: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** A finished run with all that is needed to run it again. */
export interface Recording {
  readonly experiment: string;
  readonly params: ParameterValues;
  readonly seed: number;
  readonly backend: string;
  /** The day it was made, ISO 8601. */
  readonly date: string;
  readonly claim: boolean | null;
  readonly history: RecordedHistory;
  /** The last frame, with its arrays. */
  readonly frame: Frame;
}

/** One run of a recorded sweep. */
export interface SweepRow {
  readonly params: ParameterValues;
  readonly seed: number;
  readonly steps: number;
  readonly status: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface SweepRecording {
  readonly experiment: string;
  readonly sweep: string;
  readonly backend: string;
  readonly date: string;
  readonly rows: readonly SweepRow[];
}

const arrayTypes = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type ArrayName = keyof typeof arrayTypes;

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** JSON with typed arrays as base64 and with the numbers that JSON lacks. Float64 arrays are kept as float32: pictures need no more. */
export function encodeRecording(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, plain) {
    const raw = this[key];
    if (ArrayBuffer.isView(raw)) {
      const view = raw instanceof Float64Array ? Float32Array.from(raw) : raw;
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      return { $array: view.constructor.name, base64: toBase64(bytes) };
    }
    if (typeof raw === 'number' && !Number.isFinite(raw)) return { $number: String(raw) };
    return plain;
  });
}

/** The inverse of `encodeRecording`. Throws a SyntaxError on text that is no JSON. */
export function decodeRecording<T>(source: string): T {
  return JSON.parse(source, (_key, value) => {
    if (value === null || typeof value !== 'object') return value;
    if (typeof value.$number === 'string') return Number(value.$number);
    if (typeof value.$array === 'string' && value.$array in arrayTypes) {
      return new arrayTypes[value.$array as ArrayName](fromBase64(value.base64).buffer as ArrayBuffer);
    }
    return value;
  }) as T;
}

const rounded = (x: number): number => (Number.isFinite(x) ? Number(x.toPrecision(6)) : x);

/** The history of at most `limit` frames, evenly thinned, always with the first and the last. */
export function historyOf(frames: readonly Frame[], limit = 200): RecordedHistory {
  const stride = Math.max(1, Math.ceil((frames.length - 1) / (limit - 1)));
  const kept = frames.filter((_, i) => i % stride === 0 || i === frames.length - 1);
  const names = [...new Set(kept.flatMap((frame) => Object.keys(frame.metrics)))];
  return {
    steps: kept.map((frame) => frame.step),
    metrics: Object.fromEntries(names.map((name) => [name, kept.map((f) => rounded(f.metrics[name] ?? Number.NaN))])),
  };
}
