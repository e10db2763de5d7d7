/** `lab record`: rebuilds `public/recordings` from the declarations. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Experiment, SweepDeclaration } from '../experiment';
import { runExperiment } from '../headless';
import type { ParameterValues } from '../parameters';
import { encodeRecording, historyOf, type Recording, type SweepRecording, type SweepRow } from '../recording';
import { jobsOf, sweepRow } from './sweep';

const today = () => new Date().toISOString().slice(0, 10);

async function write(name: string, value: Recording | SweepRecording): Promise<string> {
  const file = join('public', 'recordings', `${name}.json`);
  await mkdir(dirname(file), { recursive: true });
  const json = `${encodeRecording(value)}\n`;
  await writeFile(file, json);
  return `${file} (${Math.ceil(json.length / 1000)} kB)`;
}

/** The finished run that a figure shows before any click. */
export async function finishedRun(experiment: Experiment): Promise<Recording> {
  const { params, seed, steps } = experiment.recording ?? {};
  const result = await runExperiment(experiment, { params, seed, steps });
  const { claim, backend } = result;
  return {
    experiment: experiment.id,
    params: result.params,
    seed: result.seed,
    backend,
    date: today(),
    claim,
    history: historyOf(result.frames),
    frame: result.last,
  };
}

/** The grid of a declared sweep. */
export function gridOf(sweep: SweepDeclaration<ParameterValues>): readonly ParameterValues[] {
  return Object.entries(sweep.vary).reduce<readonly ParameterValues[]>(
    (grid, [name, values]) => grid.flatMap((row) => (values ?? []).map((value) => ({ ...row, [name]: value }))),
    [{ ...sweep.params } as ParameterValues],
  );
}

async function sweep(experiment: Experiment, name: string, print: (line: string) => void): Promise<SweepRecording> {
  const declaration = experiment.sweeps?.[name];
  if (!declaration) throw new Error(`${experiment.id} declares no sweep “${name}”.`);
  const rows: SweepRow[] = [];
  const jobs = jobsOf(gridOf(declaration), declaration.seeds);
  for (const [i, job] of jobs.entries()) {
    rows.push(await sweepRow(experiment, job, { steps: declaration.steps, metrics: declaration.metrics }));
    if (i % 10 === 9) print(`  ${i + 1} of ${jobs.length} runs`);
  }
  return { experiment: experiment.id, sweep: name, backend: 'wasm', date: today(), rows };
}

/** Records an experiment's finished run ('chapter/name') and its sweeps ('chapter/name.sweep'); `only` names some of them. */
export async function recordCommand(
  experiment: Experiment,
  only: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  const wanted = (name: string) => only.length === 0 || only.some((o) => o === name || o === experiment.id);
  for (const name of Object.keys(experiment.sweeps ?? {})) {
    const full = `${experiment.id}.${name}`;
    if (wanted(full)) print(await write(full, await sweep(experiment, name, print)));
  }
  if (wanted(experiment.id)) print(await write(experiment.id, await finishedRun(experiment)));
}
