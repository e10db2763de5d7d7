/** Holds every value of a recipe against its experiment: a mistake is told, none is guessed at. */
import { createRequire } from 'node:module';
import { backendLabels } from '../backend-names';
import type { Experiment } from '../experiment';
import type { ParameterValues, SourceFile } from '../parameters';
import type { PortableValues, Recipe } from '../recipe';
import { readAssignments, UsageError } from './arguments';
import { insist } from './recipe-file';

/** A recipe whose every value its experiment takes. */
export interface CheckedRecipe {
  readonly params: ParameterValues;
  readonly changes: readonly { readonly step: number; readonly params: ParameterValues }[];
  readonly seed: number;
  readonly steps: number;
  readonly backend?: 'wasm' | 'cpu';
  /** What the reader of the terminal's numbers ought to know. */
  readonly notes: readonly string[];
}

const assigned = ({ params }: Experiment, values: PortableValues): ParameterValues =>
  readAssignments(
    params,
    Object.entries(values).map(([name, value]) => `${name}=${value}`),
  );

const terminalBackends = ['wasm', 'cpu'] as const;

function backendOf(name: string): { readonly backend?: 'wasm' | 'cpu'; readonly note?: string } {
  const backend = terminalBackends.find((known) => known === name);
  if (backend) return { backend };
  if (name === 'recorded') return { note: 'The recipe is that of a recorded run, which was made on WebAssembly.' };
  insist(Object.hasOwn(backendLabels, name), `there is no backend “${name}”`);
  const label = backendLabels[name as keyof typeof backendLabels];
  return { note: `The recipe was made on ${label}, which a terminal does not have: digits differ in rounding.` };
}

const require = createRequire(import.meta.url);

/** Of this essay, and of the tfjs that it trains with. */
export const versions = {
  essay: String(require('../../../package.json').version),
  tensorflow: String(require('@tensorflow/tfjs-core/package.json').version),
} as const;

const versionNotes = (recipe: Recipe): readonly string[] =>
  (['essay', 'tensorflow'] as const)
    .filter((name) => recipe[name] !== undefined && recipe[name] !== versions[name])
    .map((name) => `The recipe was made with ${recipe[name]} of ${names[name]}; this is ${versions[name]}.`);

const names = { essay: 'the essay', tensorflow: 'TensorFlow.js' } as const;

/** What a recipe's own files ask of `--data`: the same names, as their contents stayed with the reader. */
function fileNotes({ files = {} }: Recipe, given: ParameterValues): readonly string[] {
  return Object.entries(files).flatMap(([parameter, names]) => {
    const listed = names.join(', ');
    const here = given[parameter] as readonly SourceFile[] | undefined;
    if (!here) {
      throw new UsageError(`The run used the reader’s own ${listed} for “${parameter}”: give the file with --data.`);
    }
    const found = here.map(({ name }) => name);
    const same = names.every((name) => found.includes(name)) && found.length === names.length;
    return same ? [] : [`The run used ${listed} for “${parameter}”; --data gives ${found.join(', ')}.`];
  });
}

/** Holds a recipe against its experiment; `given` are the files of `--data`. Throws UsageError with what is wrong. */
export function checkedRecipe(experiment: Experiment, recipe: Recipe, given: ParameterValues): CheckedRecipe {
  const { seed, steps, changes = [], files = {} } = recipe;
  for (const name of Object.keys(files)) {
    const takes = Object.hasOwn(experiment.params, name) && experiment.params[name].kind === 'files';
    insist(takes, `“${name}” of ${experiment.id} takes no files`);
  }
  const params = assigned(experiment, recipe.params);
  const live = changes.map((change) => ({ step: change.step, params: assigned(experiment, change.params) }));
  for (const name of live.flatMap((change) => Object.keys(change.params))) {
    insist(experiment.params[name].live === true, `“${name}” does not change while a run trains`);
  }
  const { backend, note } = backendOf(recipe.backend);
  const notes = [...fileNotes(recipe, given), ...(note ? [note] : []), ...versionNotes(recipe)];
  return { params, changes: live, seed, steps, backend, notes };
}
