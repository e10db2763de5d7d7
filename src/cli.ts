/** The essay's experiments in a terminal: `npm run -s lab -- help`. */
import { parseArgs } from 'node:util';
import type { Chapter } from './chapters/chapter';
import { chapters } from './chapters/index';
import { declarationOf, type Experiment, ReaderError } from './lab/experiment';
import { allowedValues } from './lab/parameters';
import { UsageError } from './lab/terminal/arguments';
import { readRecipe } from './lab/terminal/recipe-file';
import { recordCommand } from './lab/terminal/record';
import { type RunFlags, runCommand } from './lab/terminal/run';
import { sweepCommand } from './lab/terminal/sweep';

const help = `Runs the essay's experiments without a browser.

  lab list [--json]
  lab run <experiment> [--set name=value]... [--data PATH] [--seed N] [--steps N | --until done]
          [--every K] [--backend wasm|cpu] [--json]
  lab run --recipe FILE.json [--data PATH]   what a figure's menu saved: the same run to the same step
  lab sweep <experiment> --vary name=v1,v2,... [--vary ...] [--set name=value]... --seeds 0..9
          [--steps N] [--shard i/n] --out FILE.jsonl
  lab record [<experiment> | <experiment>.<sweep>]...   rebuilds public/recordings from their declarations`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const loaders = new Map<string, Chapter['experiments'][string]>(
  chapters.flatMap((chapter) =>
    Object.entries(chapter.experiments).map(([name, load]) => [`${chapter.id}/${name}`, load] as const),
  ),
);

async function find(id: string | undefined): Promise<Experiment> {
  const load = id === undefined ? undefined : loaders.get(id);
  if (load) return (await load()).experiment;
  const asked = id === undefined ? 'Name an experiment.' : `There is no experiment “${id}”.`;
  throw new UsageError(`${asked} Allowed are:\n${[...loaders.keys()].map((name) => `  ${name}`).join('\n')}`);
}

/** The experiment of a recipe need not be named; another one than its own may not. */
async function run(named: string | undefined, file: string | undefined, flags: RunFlags): Promise<void> {
  const recipe = file === undefined ? undefined : await readRecipe(file);
  if (recipe && named !== undefined && named !== recipe.experiment) {
    throw new UsageError(`The recipe is of ${recipe.experiment}, not of ${named}.`);
  }
  return runCommand(await find(named ?? recipe?.experiment), flags, print, recipe);
}

async function list(json: boolean): Promise<void> {
  const all = await Promise.all([...loaders.keys()].map(find));
  if (json) return print(JSON.stringify(all.map(declarationOf)));
  for (const experiment of all) {
    print(`${experiment.id}: ${experiment.title}`);
    for (const [name, parameter] of Object.entries(experiment.params)) {
      const standard = parameter.kind === 'files' ? '' : `, default ${parameter.default}`;
      print(`    ${name}: ${allowedValues(parameter)}${standard}`);
    }
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true },
      vary: { type: 'string', multiple: true },
      data: { type: 'string' },
      seed: { type: 'string' },
      seeds: { type: 'string' },
      steps: { type: 'string' },
      until: { type: 'string' },
      every: { type: 'string' },
      backend: { type: 'string' },
      shard: { type: 'string' },
      out: { type: 'string' },
      recipe: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, ...names] = positionals;
  if (values.help || command === 'help' || command === undefined) return print(help);
  switch (command) {
    case 'list':
      return list(values.json ?? false);
    case 'run':
      return run(names[0], values.recipe, values);
    case 'sweep':
      return sweepCommand(await find(names[0]), values, print);
    case 'record': {
      const asked = await Promise.all(names.map((name) => find(name.split('.')[0])));
      const experiments = asked.length > 0 ? [...new Set(asked)] : await Promise.all([...loaders.keys()].map(find));
      for (const experiment of experiments) await recordCommand(experiment, names, print);
      return;
    }
    default:
      throw new UsageError(`There is no command “${command}”.\n\n${help}`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const expected = error instanceof UsageError || error instanceof ReaderError;
    const misread = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    process.stderr.write(
      `${expected || misread ? (error as Error).message : error instanceof Error ? error.stack : error}\n`,
    );
    process.exit(expected || misread ? 2 : 1);
  },
);
