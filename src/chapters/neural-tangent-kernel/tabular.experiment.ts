/** An infinitely wide net against a Gaussian kernel, a random forest and a linear machine, on a table. */
import { defineExperiment, type Frame, ReaderError } from '../../lab/experiment';
import { choice, files, integer, type ParametersOf, text } from '../../lab/parameters';
import { areFolds, readFolds } from './published-folds';
import { readTable } from './table-reader';
import { createTournament, meanAccuracy, playTournament, standardError } from './tournament';
import { nestedRounds, type Problem, publishedProblem, tableProblem } from './tournament-rounds';
import { type Chosen, type Method, methods } from './tuning-menus';
import { advance } from './work';

const contenders: Record<string, readonly Method[]> = {
  all: methods,
  'ntk-gaussian': ['ntk', 'gaussian'],
  'ntk-forest': ['ntk', 'forest'],
  ntk: ['ntk'],
};

export const params = {
  data: choice({
    label: 'Table',
    help: 'A table that comes with the essay; a file of your own takes its place',
    options: [
      { value: 'glass', label: 'Glass (214 splinters, 6 kinds)' },
      { value: 'iris', label: 'Iris (150 flowers, 3 kinds)' },
      { value: 'zoo', label: 'Zoo (101 animals, 7 kinds)' },
      { value: 'ionosphere', label: 'Ionosphere (351 radar echoes, 2 kinds)' },
      { value: 'vehicle', label: 'Vehicle (846 silhouettes, 4 kinds)' },
    ],
    default: 'glass',
  }),
  table: files({
    label: 'Your own table',
    help: 'CSV, ARFF or UCI .data, up to 1,000 rows; or the three files of a published fold.',
    accept: '.csv,.tsv,.txt,.arff,.data,.dat',
  }),
  protocol: choice({
    label: 'Protocol',
    help: 'Nested tunes inside each training part; the published one tuned on half of all rows, test rows included',
    options: [
      { value: 'nested', label: 'Nested cross-validation' },
      { value: 'published-folds', label: 'As published' },
    ],
    default: 'nested',
  }),
  kernels: choice({
    label: 'Contenders',
    help: 'Which methods play',
    options: [
      { value: 'all', label: 'All four' },
      { value: 'ntk-gaussian', label: 'Infinite net and Gaussian kernel' },
      { value: 'ntk-forest', label: 'Infinite net and forest' },
      { value: 'ntk', label: 'Infinite net alone' },
    ],
    default: 'all',
  }),
  repeats: integer({
    label: 'Repeats',
    help: 'How often the four folds are drawn anew (nested cross-validation)',
    min: 1,
    max: 8,
    default: 2,
    advanced: true,
  }),
  trees: integer({
    label: 'Trees',
    help: 'Size of the random forest',
    min: 10,
    max: 500,
    default: 300,
    advanced: true,
  }),
  label: text({
    label: 'Class column',
    help: 'Name or number of the class column of your table; first or last; empty finds it',
    default: '',
    maximumLength: 60,
    advanced: true,
  }),
} as const;

export type TabularParams = ParametersOf<typeof params>;

export interface MethodResult {
  readonly method: Method;
  readonly accuracy: number;
  readonly standardError: number;
  /** Test accuracy of each fold so far. */
  readonly folds: readonly number[];
  /** What tuning chose in the last round. */
  readonly chosen: Chosen;
}

export interface TabularFrame extends Frame {
  readonly results: readonly MethodResult[];
  readonly facts: { readonly name: string; readonly rows: number; readonly columns: number; readonly classes: number };
  /** Share of the largest class: what guessing it would score. */
  readonly majority: number;
}

/** About 15 ms of one core. */
const operationsPerStep = 6_000_000;

export const experiment = defineExperiment<typeof params, TabularFrame>({
  id: 'neural-tangent-kernel/tabular',
  title: 'An infinite net on a table of yours',
  sentence: 'On small tables an infinitely wide net is about as good as a tuned Gaussian kernel: no better, no worse.',
  params,
  presets: {
    honest: { label: 'Nested cross-validation', params: { protocol: 'nested' } },
    published: { label: 'As published', params: { protocol: 'published-folds' } },
  },
  claim: {
    statement:
      'An infinitely wide net, tuned, is within two standard errors of a Gaussian kernel that was tuned as carefully.',
    holds({ metrics, status }) {
      if (status === 'running' || Number.isNaN(metrics.gaussianAccuracy)) return null;
      const error = Math.hypot(metrics.ntkStandardError, metrics.gaussianStandardError);
      return Math.abs(metrics.ntkAccuracy - metrics.gaussianAccuracy) <= 2 * error;
    },
  },
  maximumSteps: 200_000,
  every: 25,
  async start(params, { random, data, note }) {
    const problem = await problemOf(params, random, (path) => data.text(path), note);
    const tournament = createTournament(problem, contenders[params.kernels]);
    const work = playTournament(problem, tournament, params.trees, random.fork('forest'));
    const facts = {
      name: problem.name,
      rows: problem.labels.length,
      columns: problem.rounds[0].features.columns,
      classes: problem.classes.length,
    };
    const counts = problem.classes.map((_, k) => problem.labels.filter((label) => label === k).length);
    let step = 0;
    let done = false;
    return {
      step() {
        if (done) return;
        step++;
        done = advance(work, operationsPerStep).done;
      },
      async read() {
        const { scores } = tournament;
        const results = methods.flatMap((method) => {
          const score = scores[method];
          if (!score) return [];
          const { folds, chosen } = score;
          return [
            { method, accuracy: meanAccuracy(score), standardError: standardError(score), folds: [...folds], chosen },
          ];
        });
        const metrics: Record<string, number> = {};
        for (const method of methods) {
          metrics[`${method}Accuracy`] = meanAccuracy(scores[method]);
          metrics[`${method}StandardError`] = standardError(scores[method]);
        }
        const { ntk, gaussian, linear } = scores;
        metrics.ntkDepth = ntk?.chosen.depth ?? Number.NaN;
        metrics.ntkFixedLayers = ntk?.chosen.fixedLayers ?? Number.NaN;
        metrics.ntkCost = ntk?.chosen.cost ?? Number.NaN;
        metrics.gaussianGamma = gaussian?.chosen.gamma ?? Number.NaN;
        metrics.gaussianCost = gaussian?.chosen.cost ?? Number.NaN;
        metrics.linearCost = linear?.chosen.cost ?? Number.NaN;
        metrics.progress = done ? 1 : tournament.done / tournament.total;
        return {
          step,
          metrics,
          status: done ? 'converged' : 'running',
          results,
          facts,
          majority: Math.max(...counts) / problem.labels.length,
        };
      },
      dispose() {
        work.return(undefined);
        done = true;
      },
    };
  },
});

/** The table as a problem: the reader's file, the folder of a published fold, or a shipped table. */
async function problemOf(
  { data, table, protocol, repeats, label }: TabularParams,
  random: Parameters<typeof tableProblem>[3],
  load: (path: string) => Promise<string>,
  note: (message: string) => void,
): Promise<Problem> {
  const published = protocol === 'published-folds';
  if (areFolds(table)) {
    const folded = readFolds(table);
    if (published) return publishedProblem(folded);
    if (folded.labels.length > 1000) {
      throw new ReaderError(
        `${folded.name} has ${folded.labels.length} rows; nested cross-validation takes up to 1,000 here.`,
      );
    }
    const { name, labels, classes, features } = folded;
    return { name, labels, classes, activationScale: 2, rounds: nestedRounds(features, null, repeats, random) };
  }
  if (table.length > 1) {
    throw new ReaderError(
      `One table at a time, please: ${table.map((file) => file.name).join(', ')} are ${table.length} files. Only a published fold comes in three (<name>_R.dat, conxuntos.dat, conxuntos_kfold.dat).`,
    );
  }
  const file = table[0] ?? { name: `${data}.csv`, bytes: new TextEncoder().encode(await load(`data/uci/${data}.csv`)) };
  const read = readTable(file, table.length > 0 ? label : '');
  for (const remark of read.notes) note(remark);
  if (published) {
    note('This table comes without the published folds: splits of the same kind are drawn from the seed.');
  }
  return tableProblem(read, published, repeats, random);
}
