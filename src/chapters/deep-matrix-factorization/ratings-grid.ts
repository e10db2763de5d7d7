/** A table of ratings from 1 to 5, blanks where nobody rated: read from text, or made up. */
import { Matrix } from 'ml-matrix';
import Papa from 'papaparse';
import { ReaderError } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { drawMask, randomLowRank } from './completion-problem';

export interface Ratings {
  /** rows × columns; zeros where unknown. */
  readonly values: Matrix;
  /** Ones where a rating is given. */
  readonly given: Matrix;
}

const fewest = { rows: 3, columns: 3, ratings: 12 };
const most = { rows: 60, columns: 60 };
const blanks = new Set(['', '?', '.', '-', 'NA', 'nan', 'NaN']);

function readCell(cell: string, row: number, column: number): number {
  const source = cell.trim();
  if (blanks.has(source)) return Number.NaN;
  const value = Number(source);
  if (Number.isNaN(value)) {
    throw new ReaderError(
      `Row ${row + 1}, column ${column + 1} holds “${source.slice(0, 20)}”, which is no number. Leave a cell blank where there is no rating, and leave out names and headings.`,
    );
  }
  if (value < 1 || value > 5) {
    throw new ReaderError(`Row ${row + 1}, column ${column + 1} holds ${value}: ratings go from 1 to 5.`);
  }
  return value;
}

/** Reads comma-, semicolon- or tab-separated ratings. Throws ReaderError that says where the table is wrong. */
export function parseRatings(source: string): Ratings {
  const { data } = Papa.parse<string[]>(source.replace(/^[\r\n]+|[\r\n]+$/g, ''), {
    skipEmptyLines: true,
    delimitersToGuess: [',', ';', '\t'],
  });
  const columns = data[0]?.length ?? 0;
  const ragged = data.findIndex((row) => row.length !== columns);
  if (ragged >= 0) {
    throw new ReaderError(
      `Row ${ragged + 1} has ${data[ragged].length} cells and the first row ${columns}: give every row as many, blank ones included.`,
    );
  }
  if (data.length > most.rows || columns > most.columns) {
    throw new ReaderError(`${data.length} × ${columns} ratings are too many: at most ${most.rows} × ${most.columns}.`);
  }
  const cells = data.map((row, r) => row.map((cell, c) => readCell(cell, r, c)));
  const count = cells.flat().filter((value) => !Number.isNaN(value)).length;
  if (data.length < fewest.rows || columns < fewest.columns || count < fewest.ratings) {
    throw new ReaderError(
      `${data.length} × ${columns} cells with ${count} ratings are too few to learn from: give at least ${fewest.rows} × ${fewest.columns} and ${fewest.ratings} ratings.`,
    );
  }
  return {
    values: new Matrix(cells.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value)))),
    given: new Matrix(cells.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : 1)))),
  };
}

/** A full table of made-up tastes: rank 2 around the middle of the scale, rounded to whole stars. */
export function madeUpRatings(random: RandomSource, size = 24): Ratings {
  const taste = randomLowRank(random, size, 2);
  const values = taste.apply((row, column) => {
    taste.set(row, column, Math.min(5, Math.max(1, Math.round(3 + taste.get(row, column)))));
  });
  return { values, given: Matrix.ones(size, size) };
}

/** The ratings to learn from, and those kept back to judge by. */
export interface SplitRatings extends Ratings {
  readonly training: Matrix;
  readonly test: Matrix;
}

/** 260 of the made-up ratings are learnt from, as many as a sparse table would have. */
export function splitMadeUp(ratings: Ratings, random: RandomSource): SplitRatings {
  const { mask } = drawMask(random, ratings.values, 260, 3);
  return { ...ratings, training: mask, test: Matrix.sub(ratings.given, mask) };
}

/** Of a reader's ratings every fifth, drawn at random, is kept back. */
export function splitGiven(ratings: Ratings, random: RandomSource): SplitRatings {
  const { rows, columns } = ratings.values;
  const test = Matrix.zeros(rows, columns);
  const given = [...random.permutation(rows * columns)].filter(
    (cell) => ratings.given.get(Math.floor(cell / columns), cell % columns) === 1,
  );
  for (const cell of given.slice(0, Math.max(2, Math.round(given.length / 5)))) {
    test.set(Math.floor(cell / columns), cell % columns, 1);
  }
  return { ...ratings, test, training: Matrix.sub(ratings.given, test) };
}
