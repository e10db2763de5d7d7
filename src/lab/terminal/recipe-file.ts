/** Reads the file of a recipe (recipe.ts in the lab): its form, before it is held against its experiment. */
import { readFile } from 'node:fs/promises';
import type { PortableValues, Recipe } from '../recipe';
import { UsageError } from './arguments';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** What a recipe must be. */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new UsageError(`The recipe is malformed: ${what}.`);
}

function readWhole(fields: Fields, name: string): number {
  const value = fields[name];
  insist(isWhole(value), `“${name}” is to be a whole number from 0 on, not ${JSON.stringify(value)}`);
  return value;
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  insist(typeof value === 'string', `“${name}” is to be a text, not ${JSON.stringify(value)}`);
  return value;
}

function readValues(value: unknown, where: string): PortableValues {
  insist(isFields(value), `“${where}” is to hold values by the names of parameters`);
  for (const [name, one] of Object.entries(value)) {
    const simple = ['string', 'number', 'boolean'].includes(typeof one);
    insist(simple, `“${name}” in “${where}” is to be a number, a text, true or false`);
  }
  return value as PortableValues;
}

function readChanges(value: unknown, steps: number): NonNullable<Recipe['changes']> {
  insist(Array.isArray(value), '“changes” is to be a list of steps and parameters');
  let before = 0;
  return value.map((change: unknown) => {
    insist(isFields(change), '“changes” is to be a list of steps and parameters');
    const step = readWhole(change, 'step');
    insist(step >= before, '“changes” are to be in the order of their steps');
    insist(step <= steps, `a change before step ${step} comes after the ${steps} steps of the run`);
    before = step;
    return { step, params: readValues(change.params, 'changes') };
  });
}

function readFileNames(value: unknown): NonNullable<Recipe['files']> {
  insist(isFields(value), '“files” is to hold the names of files by the names of parameters');
  for (const names of Object.values(value)) {
    const listed = Array.isArray(names) && names.every((name) => typeof name === 'string');
    insist(listed, '“files” is to hold the names of files by the names of parameters');
  }
  return value as NonNullable<Recipe['files']>;
}

const optional = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
  value === undefined ? undefined : read(value);

/** The text of a recipe file as a recipe, before it is held against its experiment. Throws UsageError where it is none. */
export function parseRecipe(source: string): Recipe {
  let fields: unknown;
  try {
    fields = JSON.parse(source);
  } catch (error) {
    throw new UsageError(`The recipe is no JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (!isFields(fields) || typeof fields.experiment !== 'string') {
    throw new UsageError('This is no recipe: a recipe is the JSON file that a figure’s menu saves.');
  }
  const steps = readWhole(fields, 'steps');
  return {
    experiment: fields.experiment,
    params: readValues(fields.params ?? {}, 'params'),
    seed: readWhole(fields, 'seed'),
    steps,
    changes: optional(fields.changes, (changes) => readChanges(changes, steps)),
    files: optional(fields.files, readFileNames),
    backend: readText(fields, 'backend'),
    essay: optional(fields.essay, () => readText({ essay: fields.essay }, 'essay')),
    tensorflow: optional(fields.tensorflow, () => readText({ tensorflow: fields.tensorflow }, 'tensorflow')),
  };
}

/** Throws UsageError where there is no such file, or it is no recipe. */
export async function readRecipe(path: string): Promise<Recipe> {
  const source = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`There is no file “${path}”.`);
  });
  return parseRecipe(source);
}
