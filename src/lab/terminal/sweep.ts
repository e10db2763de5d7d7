/** `lab sweep`: a grid of parameters and seeds, in shards that any job array can run; one JSON line a run. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { Experiment } from '../experiment';
import { runExperiment } from '../headless';
import type { ParameterValues } from '../parameters';
import type { SweepRow } from '../recording';
import { readAssignments, readCount, readGrid, readSeeds, readShard, UsageError } from './arguments';
import { type RunFlags, readBackend } from './run';

export interface SweepFlags extends RunFlags {
  readonly vary?: readonly string[];
  readonly seeds?: string;
  readonly shard?: string;
  readonly out?: string;
}

interface Job {
  readonly params: ParameterValues;
  readonly seed: number;
}

/** All runs of a sweep, in a fixed order: the grid, and within each point its seeds. */
export const jobsOf = (grid: readonly ParameterValues[], seeds: readonly number[]): readonly Job[] =>
  grid.flatMap((params) => seeds.map((seed) => ({ params, seed })));

/** One run of a sweep as a row. Failures of single runs are rows too: a sweep goes on. */
export async function sweepRow(
  experiment: Experiment,
  job: Job,
  options: { readonly steps?: number; readonly backend?: 'wasm' | 'cpu'; readonly metrics?: readonly string[] },
): Promise<SweepRow> {
  const { last } = await runExperiment(experiment, { ...options, params: job.params, seed: job.seed });
  const metrics = options.metrics
    ? Object.fromEntries(options.metrics.map((name) => [name, last.metrics[name] ?? Number.NaN]))
    : last.metrics;
  return { params: job.params, seed: job.seed, steps: last.step, status: last.status, metrics };
}

const key = (job: Job): string => JSON.stringify([Object.entries(job.params).sort(), job.seed]);

/** Runs the shard's jobs that the file does not hold yet, and appends a line for each. */
export async function sweepCommand(
  experiment: Experiment,
  flags: SweepFlags,
  print: (line: string) => void,
): Promise<void> {
  if (!flags.out) throw new UsageError('A sweep needs --out FILE.jsonl.');
  const fixed = readAssignments(experiment.params, flags.set ?? []);
  const grid = readGrid(experiment.params, flags.vary ?? []).map((point) => ({ ...fixed, ...point }));
  const shard = readShard(flags.shard ?? '1/1');
  const jobs = jobsOf(grid, readSeeds(flags.seeds ?? '0')).filter((_, i) => i % shard.of === shard.index - 1);
  const steps = flags.steps === undefined ? undefined : readCount('steps', flags.steps, 0);
  const backend = readBackend(flags.backend);
  const written = await readFile(flags.out, 'utf8').catch(() => '');
  const done = new Set(
    written
      .split('\n')
      .filter(Boolean)
      .map((line) => key(JSON.parse(line))),
  );
  if (written === '') await writeFile(flags.out, '');
  for (const [i, job] of jobs.entries()) {
    if (done.has(key(job))) continue;
    const row = await sweepRow(experiment, job, { steps, backend });
    await appendFile(flags.out, `${JSON.stringify({ experiment: experiment.id, backend, ...row })}\n`);
    print(
      `${i + 1} of ${jobs.length}: ${JSON.stringify(job.params)} seed ${job.seed}: ${row.status} after ${row.steps} steps`,
    );
  }
}
