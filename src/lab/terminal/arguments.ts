/** Reads the flags of the command line against an experiment's schema; a mistake is told with what is allowed. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  allowedValues,
  type Parameter,
  type ParameterValue,
  type ParameterValues,
  readParameter,
  type Schema,
  type SourceFile,
} from '../parameters';

/** A mistake on the command line: printed as it is, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const helpOf = (schema: Schema): string =>
  Object.entries(schema)
    .map(
      ([name, p]) => `  ${name}: ${allowedValues(p)} (default ${p.kind === 'files' ? 'none' : p.default}). ${p.help}`,
    )
    .join('\n');

function parameterNamed(schema: Schema, name: string): Parameter {
  const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined;
  if (!parameter) throw new UsageError(`There is no parameter “${name}”. Allowed are:\n${helpOf(schema)}`);
  return parameter;
}

function readValue(name: string, parameter: Parameter, source: string): ParameterValue {
  const reading = readParameter(parameter, source);
  if (reading.ok && reading.exact) return reading.value;
  if (parameter.kind === 'files') throw new UsageError(`“${name}” takes files: give their path with --data.`);
  throw new UsageError(`“${source}” is not allowed for “${name}”: it takes ${allowedValues(parameter)}.`);
}

function split(assignment: string): [string, string] {
  const at = assignment.indexOf('=');
  if (at < 1) throw new UsageError(`“${assignment}” should read name=value.`);
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}

/** `['depth=3', 'size=30']` → `{ depth: 3, size: 30 }`. */
export function readAssignments(schema: Schema, assignments: readonly string[]): ParameterValues {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name, source] = split(assignment);
      return [name, readValue(name, parameterNamed(schema, name), source)];
    }),
  );
}

/** `['depth=2,3', 'observed=200,300']` → the grid of their combinations. */
export function readGrid(schema: Schema, varied: readonly string[]): readonly ParameterValues[] {
  return varied.reduce<readonly ParameterValues[]>(
    (grid, assignment) => {
      const [name, sources] = split(assignment);
      const parameter = parameterNamed(schema, name);
      const values = sources.split(',').map((source) => readValue(name, parameter, source));
      return grid.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
    },
    [{}],
  );
}

/** '0..9' or '1,5,7' → the seeds. */
export function readSeeds(source: string): readonly number[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(source);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    if (from <= to) return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  } else if (/^\d+(,\d+)*$/.test(source)) return source.split(',').map(Number);
  throw new UsageError(`“${source}” names no seeds: write 0..9 or 1,5,7.`);
}

/** A whole number of at least `least`. */
export function readCount(flag: string, source: string, least: number): number {
  const n = Number(source);
  if (source.trim() === '' || !Number.isInteger(n) || n < least) {
    throw new UsageError(`--${flag} takes a whole number of at least ${least}, not “${source}”.`);
  }
  return n;
}

/** '2/5' → every fifth job, from the second on. */
export function readShard(source: string): { readonly index: number; readonly of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(source);
  const [index, of] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (index < 1 || index > of)
    throw new UsageError(`“${source}” is no shard: write 1/${of || 4} to ${of || 4}/${of || 4}.`);
  return { index, of };
}

/** Reads a file, or every file of a folder, for the experiment's only `files` parameter. */
export async function readFiles(schema: Schema, path: string): Promise<ParameterValues> {
  const takers = Object.entries(schema).filter(([, p]) => p.kind === 'files');
  if (takers.length !== 1) throw new UsageError('This experiment takes no --data.');
  const found = await stat(path).catch(() => null);
  if (!found) throw new UsageError(`There is no file or folder “${path}”.`);
  const paths = found.isDirectory() ? (await readdir(path)).sort().map((name) => join(path, name)) : [path];
  const sources: SourceFile[] = await Promise.all(
    paths.map(async (file) => ({ name: basename(file), bytes: new Uint8Array(await readFile(file)) })),
  );
  return { [takers[0][0]]: sources };
}
