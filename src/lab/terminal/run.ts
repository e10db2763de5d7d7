/** `lab run`: one run, a line a frame, as JSON or as a table. */
import { readFile } from 'node:fs/promises';
import type { Experiment, Frame } from '../experiment';
import { type HeadlessOptions, runExperiment } from '../headless';
import { defaultsOf, type ParameterValues } from '../parameters';
import { readAssignments, readCount, readFiles, UsageError } from './arguments';

export interface RunFlags {
  readonly set?: readonly string[];
  readonly data?: string;
  readonly seed?: string;
  readonly steps?: string;
  readonly until?: string;
  readonly every?: string;
  readonly backend?: string;
  readonly recipe?: string;
  readonly json?: boolean;
}

export function readBackend(name: string | undefined): 'wasm' | 'cpu' {
  if (name === undefined || name === 'wasm' || name === 'cpu') return name ?? 'wasm';
  throw new UsageError(`“${name}” is no backend of the terminal: it has wasm and cpu.`);
}

/** What the figure's menu saves as JSON: enough to run the same run again. */
export interface Recipe {
  readonly experiment: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly seed?: number;
  readonly backend?: string;
  readonly steps?: number;
}

/** Reads a recipe file. Throws UsageError where it is none. */
export async function readRecipe(path: string): Promise<Recipe> {
  const source = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`There is no file “${path}”.`);
  });
  try {
    const recipe: unknown = JSON.parse(source);
    if (
      recipe !== null &&
      typeof recipe === 'object' &&
      'experiment' in recipe &&
      typeof recipe.experiment === 'string'
    ) {
      return recipe as Recipe;
    }
  } catch {
    // Told below, with what a recipe is.
  }
  throw new UsageError(`“${path}” is no recipe: a recipe is the JSON file that a figure's menu saves.`);
}

const tabulated = (frame: Frame): string =>
  [
    `step ${frame.step}`,
    ...Object.entries(frame.metrics).map(([name, value]) => `${name} ${Number(value.toPrecision(5))}`),
    frame.status,
    ...(frame.cause ? [frame.cause] : []),
  ].join('  ');

/** A file's bytes say nothing on a terminal: its name does. */
const printable = (params: ParameterValues) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((file) => file.name) : value,
    ]),
  );

/** Runs and prints; the last JSON line carries `final`, the resolved parameters, seed, backend and speed. */
export async function runCommand(
  experiment: Experiment,
  flags: RunFlags,
  print: (line: string) => void,
): Promise<void> {
  if (flags.until !== undefined && flags.until !== 'done') throw new UsageError('--until takes “done”.');
  const recipe = flags.recipe ? await readRecipe(flags.recipe) : undefined;
  const fromRecipe = Object.entries(recipe?.params ?? {}).map(([name, value]) => `${name}=${value}`);
  const steps = flags.steps ?? (flags.until ? undefined : recipe?.steps?.toString());
  const backend = readBackend(flags.backend);
  const options: HeadlessOptions<ParameterValues> = {
    params: {
      ...readAssignments(experiment.params, [...fromRecipe, ...(flags.set ?? [])]),
      ...(flags.data ? await readFiles(experiment.params, flags.data) : {}),
    },
    seed: flags.seed === undefined ? (recipe?.seed ?? 1) : readCount('seed', flags.seed, 0),
    steps: steps === undefined ? undefined : readCount('steps', steps, 0),
    every: flags.every === undefined ? undefined : readCount('every', flags.every, 1),
    backend,
    onFrame: (frame) => print(flags.json ? frameLine(frame) : tabulated(frame)),
    onNote: (note) => (flags.json ? process.stderr.write(`${note}\n`) : print(`note: ${note}`)),
  };
  const result = await runExperiment(experiment, options);
  const { last, seconds } = result;
  const stepsPerSecond = seconds > 0 ? last.step / seconds : 0;
  if (flags.json) {
    print(
      JSON.stringify({
        final: true,
        experiment: experiment.id,
        step: last.step,
        metrics: last.metrics,
        status: last.status,
        ...(last.cause ? { cause: last.cause } : {}),
        claim: result.claim,
        params: printable({ ...defaultsOf(experiment.params), ...result.params }),
        seed: result.seed,
        backend: result.backend,
        seconds: Number(seconds.toFixed(3)),
        stepsPerSecond: Number(stepsPerSecond.toFixed(1)),
        notes: result.notes,
      }),
    );
  } else {
    const shown = result.claim === null ? 'says nothing about' : result.claim ? 'shows' : 'does not show';
    print(`${last.step} steps in ${seconds.toFixed(2)} s on ${result.backend} (${stepsPerSecond.toFixed(0)} steps/s).`);
    print(`This run ${shown} the claim: ${experiment.claim.statement}`);
  }
}

const frameLine = (frame: Frame): string =>
  JSON.stringify({
    step: frame.step,
    metrics: frame.metrics,
    status: frame.status,
    ...(frame.cause ? { cause: frame.cause } : {}),
  });
