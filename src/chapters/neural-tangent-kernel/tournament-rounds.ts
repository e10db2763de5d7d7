/** Who is trained and tested on which rows: nested cross-validation, and splits as published. */
import type { RandomSource } from '../../lab/random';
import type { Fold, FoldedTable } from './published-folds';
import { encode, standardise } from './table-features';
import type { Table } from './table-reader';
import type { Matrix64 } from './theory';

/** What is tuned once, and then tested: hyper-parameters never see the test rows of a nested round. */
export interface Round {
  readonly features: Matrix64;
  readonly tuning: readonly Fold[];
  readonly evaluation: readonly Fold[];
}

export interface Problem {
  readonly name: string;
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly rounds: readonly Round[];
  /** c_σ of the tangent kernel. */
  readonly activationScale: 1 | 2;
}

/** Four folds at random, `repeats` times; inside each training part two halves to tune on (label-free scaling). */
export function nestedRounds(
  features: Matrix64,
  scaled: readonly boolean[] | null,
  repeats: number,
  random: RandomSource,
): Round[] {
  return Array.from({ length: repeats }, (_, repeat) => {
    const order = Int32Array.from(random.fork(`folds ${repeat}`).permutation(features.rows));
    return Array.from({ length: 4 }, (_, fold) => {
      const test = order.filter((_, i) => i % 4 === fold);
      const train = order.filter((_, i) => i % 4 !== fold);
      const halves = [train.filter((_, i) => i % 2 === 0), train.filter((_, i) => i % 2 === 1)];
      return {
        features: scaled ? standardise(features, scaled, train) : features,
        tuning: [
          { train: halves[0], test: halves[1] },
          { train: halves[1], test: halves[0] },
        ],
        evaluation: [{ train, test }],
      };
    });
  }).flat();
}

/** A split of the published kind: half to tune on, half to validate; then four splits of 75 to 25. */
export function drawnFolds(rows: number, random: RandomSource): { tuning: Fold; folds: Fold[] } {
  const split = (label: string, share: number): Fold => {
    const order = Int32Array.from(random.fork(label).permutation(rows));
    const size = Math.round(share * rows);
    return { train: order.slice(0, size), test: order.slice(size) };
  };
  return { tuning: split('tuning', 0.5), folds: [0, 1, 2, 3].map((k) => split(`split ${k}`, 0.75)) };
}

export function publishedProblem(table: FoldedTable): Problem {
  const { name, labels, classes, features, tuning, folds } = table;
  return { name, labels, classes, activationScale: 1, rounds: [{ features, tuning: [tuning], evaluation: folds }] };
}

/** A reader's table under either protocol. */
export function tableProblem(table: Table, published: boolean, repeats: number, random: RandomSource): Problem {
  const { name, labels, classes } = table;
  const { features, scaled } = encode(table);
  if (!published) {
    return { name, labels, classes, activationScale: 2, rounds: nestedRounds(features, scaled, repeats, random) };
  }
  const { tuning, folds } = drawnFolds(labels.length, random);
  // As published: scaled over all rows.
  const everyRow = Int32Array.from({ length: labels.length }, (_, i) => i);
  const round = { features: standardise(features, scaled, everyRow), tuning: [tuning], evaluation: folds };
  return { name, labels, classes, activationScale: 1, rounds: [round] };
}
