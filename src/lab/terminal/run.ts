/** `lab run`: one run, a line a frame, as JSON or as a table. */
import { backendLabels } from '../backend-names';
import type { Experiment, Frame } from '../experiment';
import { type HeadlessOptions, runExperiment } from '../headless';
import { defaultsOf, type ParameterValues } from '../parameters';
import type { Recipe } from '../recipe';
import { readAssignments, readCount, readFiles, UsageError } from './arguments';
import { checkedRecipe } from './recipe';

export interface RunFlags {
  readonly set?: readonly string[];
  readonly data?: string;
  readonly seed?: string;
  readonly steps?: string;
  readonly until?: string;
  readonly every?: string;
  readonly backend?: string;
  readonly json?: boolean;
}

export function readBackend(name: string | undefined): 'wasm' | 'cpu' {
  if (name === undefined || name === 'wasm' || name === 'cpu') return name ?? 'wasm';
  throw new UsageError(`“${name}” is no backend of the terminal: it has wasm and cpu.`);
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

type Settings = Pick<
  HeadlessOptions<ParameterValues>,
  'params' | 'seed' | 'steps' | 'every' | 'backend' | 'changes' | 'exactly'
>;

/** What the flags ask for, over what the recipe says. */
async function settingsOf(
  experiment: Experiment,
  flags: RunFlags,
  recipe: Recipe | undefined,
): Promise<{ readonly settings: Settings; readonly notes: readonly string[] }> {
  if (flags.until !== undefined && flags.until !== 'done') throw new UsageError('--until takes “done”.');
  const files = flags.data ? await readFiles(experiment.params, flags.data) : {};
  const from = recipe && checkedRecipe(experiment, recipe, files);
  const backend = flags.backend === undefined && from?.backend ? from.backend : readBackend(flags.backend);
  const elsewhere = from && recipe?.backend !== backend && recipe?.backend !== 'recorded';
  const asked = flags.steps === undefined ? undefined : readCount('steps', flags.steps, 0);
  return {
    settings: {
      params: { ...from?.params, ...readAssignments(experiment.params, flags.set ?? []), ...files },
      changes: from?.changes,
      seed: flags.seed === undefined ? (from?.seed ?? 1) : readCount('seed', flags.seed, 0),
      steps: asked ?? (flags.until ? undefined : from?.steps),
      // The page came to this very step, whatever it read on the way.
      exactly: from !== undefined && asked === undefined && flags.until === undefined,
      every: flags.every === undefined ? undefined : readCount('every', flags.every, 1),
      backend,
    },
    notes: [...(from?.notes ?? []), ...(elsewhere ? [`It now runs on ${backendLabels[backend]}.`] : [])],
  };
}

/** Runs and prints; the last JSON line carries `final`, the resolved parameters, seed, backend and speed. */
export async function runCommand(
  experiment: Experiment,
  flags: RunFlags,
  print: (line: string) => void,
  recipe?: Recipe,
): Promise<void> {
  const { settings, notes } = await settingsOf(experiment, flags, recipe);
  const remark = (note: string) => (flags.json ? process.stderr.write(`${note}\n`) : print(`note: ${note}`));
  for (const note of notes) remark(note);
  const result = await runExperiment(experiment, {
    ...settings,
    onFrame: (frame) => print(flags.json ? frameLine(frame) : tabulated(frame)),
    onNote: remark,
  });
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
        notes: [...notes, ...result.notes],
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
