/**
 * A random forest (Breiman 2001): trees on bootstrap samples, grown until pure, the best Gini split among √d features
 * drawn anew at every node, majority vote.
 *
 * `ml-random-forest` draws its features once a tree instead of at every node, which is another and weaker method; the
 * published comparisons mean this one.
 */
import type { RandomSource } from '../../lab/random';
import type { Matrix64 } from './theory';
import type { Work } from './work';

interface Leaf {
  readonly kind: 'leaf';
  readonly label: number;
}

interface Split {
  readonly kind: 'split';
  readonly feature: number;
  readonly threshold: number;
  readonly below: Tree;
  readonly above: Tree;
}

type Tree = Leaf | Split;

interface Problem {
  readonly features: Matrix64;
  readonly ranks: Int32Array;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly tried: number;
  readonly random: RandomSource;
}

interface Candidate {
  readonly feature: number;
  readonly threshold: number;
  /** Σ over both sides of Σ_k count_k² / size: larger is purer. */
  readonly purity: number;
}

/** Rows are fewer than this, so that a rank and a position fit in one sortable number. */
const positions = 65_536;

/** The best threshold on one feature, or null where all rows agree on it. */
function bestThreshold(rows: Int32Array, feature: number, problem: Problem): Candidate | null {
  const { features, ranks, labels, classes } = problem;
  const n = rows.length;
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = ranks[rows[i] * features.columns + feature] * positions + i;
  keys.sort();
  const right = new Int32Array(classes);
  for (let i = 0; i < n; i++) right[labels[rows[i]]]++;
  const left = new Int32Array(classes);
  let [leftSquares, rightSquares] = [0, right.reduce((s, c) => s + c * c, 0)];
  let [purest, at] = [Number.NEGATIVE_INFINITY, -1];
  for (let i = 0; i < n - 1; i++) {
    const k = labels[rows[keys[i] % positions]];
    leftSquares += 2 * left[k]++ + 1;
    rightSquares -= 2 * right[k]-- - 1;
    if (Math.floor(keys[i] / positions) === Math.floor(keys[i + 1] / positions)) continue;
    const purity = leftSquares / (i + 1) + rightSquares / (n - 1 - i);
    if (purity > purest) [purest, at] = [purity, i];
  }
  if (at < 0) return null;
  const value = (i: number) => features.data[rows[keys[i] % positions] * features.columns + feature];
  return { feature, threshold: (value(at) + value(at + 1)) / 2, purity: purest };
}

/** The place of every value among the different values of its column, N × d. */
function columnRanks({ rows, columns, data }: Matrix64): Int32Array {
  const ranks = new Int32Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    const values = [...new Set(Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]).sort())];
    const place = new Map(values.map((value, rank) => [value, rank]));
    for (let i = 0; i < rows; i++) ranks[i * columns + j] = place.get(data[i * columns + j]) ?? 0;
  }
  return ranks;
}

function majority(rows: Int32Array, { labels, classes }: Problem): Leaf {
  const counts = new Int32Array(classes);
  for (const row of rows) counts[labels[row]]++;
  return { kind: 'leaf', label: counts.indexOf(Math.max(...counts)) };
}

function grow(rows: Int32Array, problem: Problem): Tree {
  const { features, labels, tried, random } = problem;
  if (rows.every((row) => labels[row] === labels[rows[0]])) return { kind: 'leaf', label: labels[rows[0]] };
  const order = random.permutation(features.columns);
  let best: Candidate | null = null;
  // As many features as it takes to find `tried` that are not constant here.
  for (let f = 0, usable = 0; f < order.length && usable < tried; f++) {
    const candidate = bestThreshold(rows, order[f], problem);
    if (candidate === null) continue;
    usable++;
    if (best === null || candidate.purity > best.purity) best = candidate;
  }
  if (best === null) return majority(rows, problem);
  const { feature, threshold } = best;
  const isBelow = (row: number) => features.data[row * features.columns + feature] <= threshold;
  return {
    kind: 'split',
    feature,
    threshold,
    below: grow(rows.filter(isBelow), problem),
    above: grow(
      rows.filter((row) => !isBelow(row)),
      problem,
    ),
  };
}

function classify(tree: Tree, features: Matrix64, row: number): number {
  let node = tree;
  while (node.kind === 'split') {
    node = features.data[row * features.columns + node.feature] <= node.threshold ? node.below : node.above;
  }
  return node.label;
}

export interface ForestProblem {
  /** All rows, N × d. */
  readonly features: Matrix64;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

/** Classifies the test rows by a forest of `trees` grown on the training rows. */
export function* forestPredictions(
  { features, labels, classes, train, test }: ForestProblem,
  trees: number,
  random: RandomSource,
): Work<Int32Array> {
  const tried = Math.max(1, Math.floor(Math.sqrt(features.columns)));
  const problem = { features, ranks: columnRanks(features), labels, classes, tried, random };
  const votes = new Int32Array(test.length * classes);
  for (let t = 0; t < trees; t++) {
    const sample = Int32Array.from({ length: train.length }, () => train[random.integer(train.length)]);
    const tree = grow(sample, problem);
    for (let i = 0; i < test.length; i++) votes[i * classes + classify(tree, features, test[i])]++;
    yield 300 * tried * train.length;
  }
  return Int32Array.from({ length: test.length }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (votes[i * classes + k] > votes[i * classes + best]) best = k;
    return best;
  });
}
