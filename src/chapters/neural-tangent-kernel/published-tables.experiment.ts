/** The published comparison, run again with this essay's own code on thirty of its ninety tables; shown as recorded. */
import { defineExperiment, type Frame, ReaderError } from '../../lab/experiment';
import { choice, type ParametersOf } from '../../lab/parameters';
import type { SweepRecording } from '../../lab/recording';

export const params = {
  rival: choice({
    label: 'Against',
    help: 'What the infinite net is compared with, table by table',
    options: [
      { value: 'gaussian', label: 'Gaussian kernel' },
      { value: 'forest', label: 'Random forest' },
      { value: 'linear', label: 'Linear machine' },
    ],
    default: 'gaussian',
  }),
} as const;

export type PublishedTablesParams = ParametersOf<typeof params>;

/** One table's accuracies under the published protocol. */
export interface TableResult {
  readonly table: string;
  readonly rows: number;
  readonly classes: number;
  readonly ntk: number;
  readonly rival: number;
  /** Of the difference, as if the two methods erred independently. */
  readonly standardError: number;
}

export interface PublishedTablesFrame extends Frame {
  readonly results: readonly TableResult[];
}

/** Two-sided sign test: the chance of a split at least as uneven if both methods were equally good. */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  let [term, tail] = [0.5 ** n, 0];
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

export const experiment = defineExperiment<typeof params, PublishedTablesFrame>({
  id: 'neural-tangent-kernel/published-tables',
  title: 'Thirty tables under the published protocol',
  sentence: 'Table by table, the infinite net and a tuned Gaussian kernel are hard to tell apart.',
  params,
  presets: {
    gaussian: { label: 'Gaussian kernel', params: { rival: 'gaussian' } },
    forest: { label: 'Random forest', params: { rival: 'forest' } },
  },
  claim: {
    statement:
      'Over thirty tables the infinite net and the Gaussian kernel differ by less than a point on average, and a sign test sees no winner.',
    holds({ metrics }, { rival }) {
      if (rival !== 'gaussian') return null;
      return Math.abs(metrics.ntkMean - metrics.rivalMean) < 0.01 && metrics.signTestP > 0.05;
    },
  },
  maximumSteps: 1,
  every: 1,
  async start({ rival }, { data }) {
    const { rows } = (await data.recording('neural-tangent-kernel/published-tables.thirty')) as SweepRecording;
    if (rows.length === 0) throw new ReaderError('The recorded tables are missing. Build the essay again.');
    const results = rows.map(({ params: { table }, metrics }) => ({
      table: String(table),
      rows: metrics.rows,
      classes: metrics.classes,
      ntk: metrics.ntkAccuracy,
      rival: metrics[`${rival}Accuracy`],
      standardError: Math.hypot(metrics.ntkStandardError, metrics[`${rival}StandardError`]),
    }));
    const mean = (of: (result: TableResult) => number) => results.reduce((sum, r) => sum + of(r), 0) / results.length;
    const wins = results.filter((r) => r.ntk > r.rival + 1e-9).length;
    const losses = results.filter((r) => r.ntk < r.rival - 1e-9).length;
    const metrics = {
      tables: results.length,
      ntkMean: mean((r) => r.ntk),
      rivalMean: mean((r) => r.rival),
      wins,
      losses,
      ties: results.length - wins - losses,
      signTestP: signTest(wins, losses),
      beyondTwoErrors: results.filter((r) => Math.abs(r.ntk - r.rival) > 2 * r.standardError).length,
    };
    let step = 0;
    return {
      step() {
        step++;
      },
      read: async () => ({ step, metrics, status: 'converged', results }),
      dispose() {},
    };
  },
});
