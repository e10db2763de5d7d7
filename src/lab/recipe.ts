/** A run as a file: what a figure's menu saves, and what `lab run --recipe` runs again. */
import type { Declaration } from './experiment';
import type { ParameterValue, ParameterValues } from './parameters';
import type { LiveChange, Origin } from './protocol';

export type PortableValues = Readonly<Record<string, string | number | boolean>>;

export interface Recipe {
  readonly experiment: string;
  /** As the run began. */
  readonly params: PortableValues;
  readonly seed: number;
  readonly steps: number;
  /** Live parameters that were changed on the way, and the step before which they were. */
  readonly changes?: readonly { readonly step: number; readonly params: PortableValues }[];
  /** Names of the reader's own files, by parameter: their contents stay with the reader. */
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** Where it ran: a backend's name, or 'recorded'. */
  readonly backend: string;
  readonly essay?: string;
  readonly tensorflow?: string;
}

type Named = readonly [name: string, value: ParameterValue];

const entriesOf = (declaration: Declaration, params: ParameterValues): readonly Named[] =>
  Object.entries(params).filter(([name]) => Object.hasOwn(declaration.params, name));

const portable = (declaration: Declaration, params: ParameterValues): PortableValues =>
  Object.fromEntries(
    entriesOf(declaration, params).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );

const fileNames = (declaration: Declaration, params: ParameterValues): [string, string[]][] =>
  entriesOf(declaration, params).flatMap(([name, value]): [string, string[]][] =>
    Array.isArray(value) && value.length > 0 ? [[name, value.map((file) => file.name)]] : [],
  );

/** Of every change only what it changed. A run that is done counts no more steps: what came later is said of its end. */
function changesOf(declaration: Declaration, { initial, changes }: Origin, steps: number): Recipe['changes'] {
  let before = portable(declaration, initial);
  return changes.flatMap((change: LiveChange) => {
    const after = portable(declaration, change.params);
    const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
    before = after;
    return changed.length > 0 ? [{ step: Math.min(change.step, steps), params: Object.fromEntries(changed) }] : [];
  });
}

/** The recipe of a run as it stands after `steps` steps. */
export function recipeOf(
  declaration: Declaration,
  run: { readonly origin: Origin; readonly seed: number; readonly steps: number; readonly backend: string },
  versions: Pick<Recipe, 'essay' | 'tensorflow'>,
): Recipe {
  const { origin, seed, steps, backend } = run;
  const changes = changesOf(declaration, origin, steps) ?? [];
  const files = fileNames(declaration, origin.initial);
  return {
    experiment: declaration.id,
    params: portable(declaration, origin.initial),
    seed,
    steps,
    ...(changes.length > 0 ? { changes } : {}),
    ...(files.length > 0 ? { files: Object.fromEntries(files) } : {}),
    backend,
    ...versions,
  };
}
