/**
 * One schema of parameters makes the sliders, the link, the `--set` flags and the help text of an experiment.
 *
 * A schema is plain data (no functions), so that a page can draw an experiment's controls without loading its code.
 */

interface ParameterBase {
  readonly label: string;
  /** One line that says what the parameter does. */
  readonly help: string;
  /** Folded away under "more" until the reader asks for it. */
  readonly advanced?: boolean;
  /** A change is handed to the running run (`Run.change`) and does not start it anew. */
  readonly live?: boolean;
  /** The control is shown only while another parameter has one of these values. */
  readonly when?: { readonly param: string; readonly is: readonly (string | number | boolean)[] };
}

export interface NumberParameter extends ParameterBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly integer: boolean;
  readonly scale: 'linear' | 'log';
  readonly unit?: string;
  /** Smallest change on a linear slider; on a logarithmic one the slider moves by twentieths of a decade. */
  readonly step?: number;
  /** Where only these values make sense, the slider snaps to them. */
  readonly values?: readonly number[];
}

export interface ChoiceParameter<V extends string = string> extends ParameterBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly default: V;
}

export interface ToggleParameter extends ParameterBase {
  readonly kind: 'toggle';
  readonly default: boolean;
}

/** A short text that a figure edits itself, such as points that the reader dragged. */
export interface TextParameter extends ParameterBase {
  readonly kind: 'text';
  readonly default: string;
  readonly maximumLength: number;
}

/** Files of the reader's own. They stay on the reader's machine and never enter a link. */
export interface FilesParameter extends ParameterBase {
  readonly kind: 'files';
  readonly default: readonly SourceFile[];
  /** What the file dialog offers, e.g. `.csv,.arff,.data`. */
  readonly accept: string;
  readonly maximumBytes: number;
}

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Parameter = NumberParameter | ChoiceParameter | ToggleParameter | TextParameter | FilesParameter;
export type Schema = Readonly<Record<string, Parameter>>;
export type ParameterValue = number | string | boolean | readonly SourceFile[];

type ValueOf<D> = D extends NumberParameter
  ? number
  : D extends ChoiceParameter<infer V>
    ? V
    : D extends ToggleParameter
      ? boolean
      : D extends TextParameter
        ? string
        : D extends FilesParameter
          ? readonly SourceFile[]
          : never;

/** The values that a schema describes: `{ depth: number, matrix: 'random' | 'photograph', … }`. */
export type ParametersOf<S> = { readonly [K in keyof S]: ValueOf<S[K]> };
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

type NumberOptions = Omit<NumberParameter, 'kind' | 'integer' | 'scale'> & { readonly scale?: 'linear' | 'log' };

const spansDecades = (min: number, max: number): boolean => min > 0 && max / min >= 100;

/** A real number; its slider is logarithmic where the range spans two decades or more. */
export function real(options: NumberOptions): NumberParameter {
  return {
    kind: 'number',
    integer: false,
    ...options,
    scale: options.scale ?? (spansDecades(options.min, options.max) ? 'log' : 'linear'),
  };
}

/** A whole number; its slider is linear unless `scale` says otherwise. */
export function integer(options: NumberOptions): NumberParameter {
  return { kind: 'number', integer: true, ...options, scale: options.scale ?? 'linear' };
}

export function choice<const V extends string>(options: Omit<ChoiceParameter<V>, 'kind'>): ChoiceParameter<V> {
  return { kind: 'choice', ...options };
}

export function toggle(options: Omit<ToggleParameter, 'kind'>): ToggleParameter {
  return { kind: 'toggle', ...options };
}

export function text(
  options: Omit<TextParameter, 'kind' | 'maximumLength'> & { readonly maximumLength?: number },
): TextParameter {
  return { kind: 'text', maximumLength: 2000, ...options };
}

export function files(
  options: Omit<FilesParameter, 'kind' | 'default' | 'maximumBytes'> & { readonly maximumBytes?: number },
): FilesParameter {
  return { kind: 'files', default: [], maximumBytes: 5_000_000, ...options };
}

/** The default of every parameter. */
export function defaultsOf<S extends Schema>(schema: S): ParametersOf<S> {
  return Object.fromEntries(Object.entries(schema).map(([name, p]) => [name, p.default])) as ParametersOf<S>;
}

/** What a reader may write for a parameter, in words. */
export function allowedValues(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'number':
      if (parameter.values) return `one of ${parameter.values.join(', ')}`;
      return `${parameter.integer ? 'a whole number' : 'a number'} from ${parameter.min} to ${parameter.max}`;
    case 'choice':
      return `one of ${parameter.options.map((o) => o.value).join(', ')}`;
    case 'toggle':
      return 'true or false';
    case 'text':
      return `a text of at most ${parameter.maximumLength} characters`;
    case 'files':
      return `a file (${parameter.accept})`;
  }
}

/** The outcome of reading one value from text: `exact` is false where the value had to be bent to be legal. */
export type Reading =
  | { readonly ok: true; readonly value: ParameterValue; readonly exact: boolean }
  | { readonly ok: false };

const nearest = (values: readonly number[], x: number): number =>
  values.reduce((best, v) => (Math.abs(v - x) < Math.abs(best - x) ? v : best));

/** The legal number nearest to `x`: clamped to the range, whole where it must be. */
export function clampNumber(parameter: NumberParameter, x: number): number {
  if (parameter.values) return nearest(parameter.values, x);
  const clamped = Math.min(parameter.max, Math.max(parameter.min, x));
  return parameter.integer ? Math.round(clamped) : clamped;
}

/** Reads one parameter from the text of a link or a flag. */
export function readParameter(parameter: Parameter, source: string): Reading {
  switch (parameter.kind) {
    case 'number': {
      const x = source.trim() === '' ? Number.NaN : Number(source);
      if (Number.isNaN(x)) return { ok: false };
      const value = clampNumber(parameter, x);
      return { ok: true, value, exact: value === x };
    }
    case 'choice':
      return parameter.options.some((o) => o.value === source)
        ? { ok: true, value: source, exact: true }
        : { ok: false };
    case 'toggle': {
      const known: Record<string, boolean> = { true: true, '1': true, on: true, false: false, '0': false, off: false };
      return Object.hasOwn(known, source) ? { ok: true, value: known[source], exact: true } : { ok: false };
    }
    case 'text':
      return {
        ok: true,
        value: source.slice(0, parameter.maximumLength),
        exact: source.length <= parameter.maximumLength,
      };
    case 'files':
      return { ok: false };
  }
}

/**
 * Reads parameters from a link. Nothing in a link can break the page: an unknown name is ignored, a value out of
 * range is clamped, nonsense falls back to the default, and each of the last two leaves a note for the reader.
 */
export function parametersFromQuery<S extends Schema>(
  schema: S,
  query: URLSearchParams,
): { readonly params: ParametersOf<S>; readonly notes: readonly string[] } {
  const values: Record<string, ParameterValue> = { ...defaultsOf(schema) };
  const notes: string[] = [];
  for (const [name, parameter] of Object.entries(schema)) {
    const source = query.get(name);
    if (source === null) continue;
    const reading = readParameter(parameter, source);
    if (!reading.ok) {
      notes.push(
        `The link asks for ${parameter.label} = “${source.slice(0, 40)}”, which is not ${allowedValues(parameter)}; the default is used.`,
      );
      continue;
    }
    values[name] = reading.value;
    if (!reading.exact) {
      notes.push(
        `The link asks for ${parameter.label} = ${source.slice(0, 40)}; the nearest allowed value is used (${allowedValues(parameter)}).`,
      );
    }
  }
  return { params: values as ParametersOf<S>, notes };
}

/** Writes to a query only what differs from the default; files never enter a link. */
export function parametersToQuery(schema: Schema, params: ParameterValues): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(schema)) {
    const value = params[name];
    if (parameter.kind === 'files' || value === undefined || value === parameter.default) continue;
    query.set(name, String(value));
  }
  return query;
}
