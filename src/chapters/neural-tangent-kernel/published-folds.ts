/**
 * Tables in the format of Fernández-Delgado et al. (JMLR 2014), the ones that the published comparison used:
 * `<name>_R.dat` (row number, standardised features, class), `conxuntos.dat` (training and validation rows) and
 * `conxuntos_kfold.dat` (training and test rows of each of four splits).
 */
import { ReaderError } from '../../lab/experiment';
import type { SourceFile } from '../../lab/parameters';
import type { Matrix64 } from './theory';

export interface FoldedTable {
  readonly name: string;
  /** As published: gaps filled with 0, then standardised over all rows. */
  readonly features: Matrix64;
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly tuning: Fold;
  readonly folds: readonly Fold[];
}

export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Whether the files are a folder of that study. */
export const areFolds = (files: readonly SourceFile[]): boolean => files.some((file) => file.name.endsWith('_R.dat'));

const linesOf = (file: SourceFile): number[][] =>
  new TextDecoder()
    .decode(file.bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/).map(Number));

function find(files: readonly SourceFile[], ending: string): SourceFile {
  const found = files.find((file) => file.name.endsWith(ending));
  if (found) return found;
  throw new ReaderError(
    `The published folds need three files: <name>_R.dat, conxuntos.dat and conxuntos_kfold.dat; there is no ${ending}.`,
  );
}

function readSplits(files: readonly SourceFile[], name: string, rows: number): Fold[] {
  const lines = linesOf(find(files, name));
  const whole = (row: number) => Number.isInteger(row) && row >= 0 && row < rows;
  if (lines.length < 2 || lines.length % 2 === 1 || !lines.every((line) => line.every(whole))) {
    throw new ReaderError(`${name} should hold pairs of lines of row numbers from 0 to ${rows - 1}.`);
  }
  return Array.from({ length: lines.length / 2 }, (_, k) => ({
    train: Int32Array.from(lines[2 * k]),
    test: Int32Array.from(lines[2 * k + 1]),
  }));
}

/** Reads the three files. Throws a ReaderError where one is missing or malformed. */
export function readFolds(files: readonly SourceFile[]): FoldedTable {
  const file = find(files, '_R.dat');
  const rows = linesOf(file).slice(1);
  const width = rows[0]?.length ?? 0;
  if (rows.length < 4 || width < 3 || !rows.every((row) => row.length === width && row.every(Number.isFinite))) {
    throw new ReaderError(`${file.name} should hold a header and rows of equally many numbers, the class last.`);
  }
  if (rows.length > 5000) throw new ReaderError(`${file.name} has ${rows.length} rows; up to 5,000 are possible here.`);
  const raw = rows.map((row) => row[width - 1]);
  const values = [...new Set(raw)].sort((a, b) => a - b);
  if (values.length < 2) throw new ReaderError(`All rows of ${file.name} have the same class.`);
  const index = new Map(values.map((value, k) => [value, k]));
  return {
    name: file.name.replace(/_R\.dat$/, ''),
    features: {
      rows: rows.length,
      columns: width - 2,
      data: Float64Array.from(rows.flatMap((row) => row.slice(1, -1))),
    },
    labels: Int32Array.from(raw, (value) => index.get(value) ?? 0),
    classes: values.map(String),
    tuning: readSplits(files, 'conxuntos.dat', rows.length)[0],
    folds: readSplits(files, 'conxuntos_kfold.dat', rows.length),
  };
}
