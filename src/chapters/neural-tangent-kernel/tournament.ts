/** The table tournament: each method tuned and tested on the same folds, in bounded parts. */
import type { RandomSource } from '../../lab/random';
import { forestPredictions } from './random-forest';
import { supportVectorPredictions } from './support-vector-machine';
import type { Problem, Round } from './tournament-rounds';
import { type Candidate, type Chosen, candidatesOf, costs, type Method, methods } from './tuning-menus';
import { finish, type Work } from './work';

/** Where a method stands. */
export interface Score {
  /** Test accuracy of each fold so far. */
  readonly folds: number[];
  /** Whether each row was classified correctly: sum and number of its predictions. */
  readonly right: Float64Array;
  readonly predicted: Float64Array;
  chosen: Chosen;
}

export type Scores = Partial<Record<Method, Score>>;

const accuracyOn = (predicted: Int32Array, labels: Int32Array, test: Int32Array): number => {
  let right = 0;
  for (let t = 0; t < test.length; t++) if (predicted[t] === labels[test[t]]) right++;
  return right / test.length;
};

export interface Tournament {
  readonly scores: Scores;
  /** Parts done and in all. */
  done: number;
  readonly total: number;
}

/** The parts that a method takes in a round: one a kernel tuned, and one for the test. */
const partsOf = (method: Method): number => (method === 'forest' ? 4 : method === 'linear' ? 2 : 16);

export function createTournament(problem: Problem, contenders: readonly Method[]): Tournament {
  const rows = problem.labels.length;
  const fresh = (): Score => ({
    folds: [],
    right: new Float64Array(rows),
    predicted: new Float64Array(rows),
    chosen: {},
  });
  return {
    scores: Object.fromEntries(contenders.map((method) => [method, fresh()])),
    done: 0,
    total: problem.rounds.length * contenders.reduce((sum, method) => sum + partsOf(method), 0),
  };
}

/** Tunes by accuracy on the tuning folds; of equals the first stays. */
function* tune(candidates: readonly Candidate[], round: Round, problem: Problem, tournament: Tournament): Work<Chosen> {
  const { labels, classes } = problem;
  let best = { accuracy: -1, chosen: {} as Chosen };
  for (const candidate of candidates) {
    const kernel = candidate.gram(round.features);
    yield 20 * kernel.data.length;
    const accuracies = new Float64Array(costs.length);
    for (const { train, test } of round.tuning) {
      const task = { kernel, labels, classes: classes.length, train, test };
      const predictions = yield* supportVectorPredictions(task, costs);
      predictions.forEach((predicted, c) => {
        accuracies[c] += accuracyOn(predicted, labels, test);
      });
    }
    accuracies.forEach((accuracy, c) => {
      if (accuracy > best.accuracy) best = { accuracy, chosen: { ...candidate.chosen, cost: costs[c] } };
    });
    tournament.done++;
  }
  return best.chosen;
}

function record(score: Score, predicted: Int32Array, labels: Int32Array, test: Int32Array): void {
  score.folds.push(accuracyOn(predicted, labels, test));
  for (let t = 0; t < test.length; t++) {
    score.predicted[test[t]]++;
    if (predicted[t] === labels[test[t]]) score.right[test[t]]++;
  }
}

function* playKernel(method: Exclude<Method, 'forest'>, round: Round, problem: Problem, to: Tournament): Work<void> {
  const score = to.scores[method];
  if (!score) return;
  const { labels, classes, activationScale } = problem;
  const candidates = candidatesOf(method, activationScale);
  const chosen = yield* tune(candidates, round, problem, to);
  const { cost: _cost, ...kernelOnly } = chosen;
  const same = (candidate: Candidate) => JSON.stringify(candidate.chosen) === JSON.stringify(kernelOnly);
  const kernel = (candidates.find(same) ?? candidates[0]).gram(round.features);
  score.chosen = chosen;
  for (const { train, test } of round.evaluation) {
    const task = { kernel, labels, classes: classes.length, train, test };
    const [predicted] = yield* supportVectorPredictions(task, [chosen.cost ?? 1]);
    record(score, predicted, labels, test);
  }
  to.done++;
}

function* playForest(round: Round, problem: Problem, to: Tournament, trees: number, random: RandomSource): Work<void> {
  const score = to.scores.forest;
  if (!score) return;
  const { labels, classes } = problem;
  for (const [k, { train, test }] of round.evaluation.entries()) {
    const task = { features: round.features, labels, classes: classes.length, train, test };
    record(score, yield* forestPredictions(task, trees, random.fork(k)), labels, test);
  }
  to.done += partsOf('forest');
}

/** Plays every round; `tournament` fills in as it goes. */
export function* playTournament(
  problem: Problem,
  tournament: Tournament,
  trees: number,
  random: RandomSource,
): Work<void> {
  for (const [r, round] of problem.rounds.entries()) {
    for (const method of methods) {
      if (method === 'forest') yield* playForest(round, problem, tournament, trees, random.fork(`forest ${r}`));
      else yield* playKernel(method, round, problem, tournament);
    }
  }
}

/** Mean accuracy over the folds; NaN before the first. */
export const meanAccuracy = (score: Score | undefined): number =>
  score && score.folds.length > 0 ? score.folds.reduce((a, b) => a + b) / score.folds.length : Number.NaN;

/**
 * The standard error of the accuracy, as if each row tested were one coin flip: √(p(1−p)/rows). Repeating the split
 * adds no rows, so it does not shrink with repeats.
 */
export function standardError(score: Score | undefined): number {
  if (!score || score.folds.length === 0) return Number.NaN;
  const rows = score.predicted.reduce((sum, times) => sum + (times > 0 ? 1 : 0), 0);
  const p = meanAccuracy(score);
  return Math.sqrt((p * (1 - p)) / rows);
}

/** Plays a tournament at once. */
export function tournamentOf(
  problem: Problem,
  contenders: readonly Method[],
  trees: number,
  random: RandomSource,
): Scores {
  const tournament = createTournament(problem, contenders);
  finish(playTournament(problem, tournament, trees, random));
  return tournament.scores;
}
