/** Reads a reader's table: CSV (any usual delimiter), ARFF, or UCI `.data`; strings, gaps and oddities included. */
import Papa from 'papaparse';
import { ReaderError } from '../../lab/experiment';
import type { SourceFile } from '../../lab/parameters';

/** A classification problem as it was read: nothing is scaled, encoded or filled in yet. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Class of each row, as an index into `classes`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** What was odd and what was done about it, for the reader. */
  readonly notes: readonly string[];
}

export type Column =
  | { readonly kind: 'number'; readonly name: string /** NaN where missing. */; readonly values: Float64Array }
  | {
      readonly kind: 'category';
      readonly name: string;
      /** Index into `levels`. A missing cell is a level of its own, '?'. */
      readonly values: Int32Array;
      readonly levels: readonly string[];
    };

export const limits = { rows: 1000, leastRows: 16, columns: 400, classes: 60 };

const missing = new Set(['', '?', 'na', 'n/a', 'nan', 'null', 'none']);
const isMissing = (cell: string): boolean => missing.has(cell.toLowerCase());
const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));
const labelNames = new Set(['class', 'clase', 'label', 'target', 'y', 'species', 'category', 'outcome', 'diagnosis']);

interface Grid {
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
}

/** The text of a file, or a ReaderError where it is none. */
function textOf(file: SourceFile): string {
  const magic = String.fromCharCode(...file.bytes.subarray(0, 4));
  if (magic.startsWith('PK') || file.bytes.subarray(0, 4000).includes(0)) {
    throw new ReaderError(`${file.name} is no text table. Save the sheet as CSV and drop that file.`);
  }
  const text = new TextDecoder().decode(file.bytes).replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new ReaderError(`${file.name} is empty. A table needs a row for each example.`);
  if (/^\s*(<|\{)/.test(text) || text.startsWith('%PDF')) {
    throw new ReaderError(`${file.name} is no table: it looks like a web page, JSON or a PDF. Save the rows as CSV.`);
  }
  return text;
}

function parseRows(text: string, delimiter: string): string[][] {
  const { data } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' });
  return data.map((row) => row.map((cell) => cell.trim()));
}

/** ARFF: attributes name the columns, the rows follow @data; comments start with %. */
function parseArff(text: string, name: string): Grid {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('%'));
  const start = lines.findIndex((line) => /^\s*@data/i.test(line));
  if (start < 0) throw new ReaderError(`${name} looks like ARFF, but has no @data line before its rows.`);
  const header = lines.slice(0, start).flatMap((line) => {
    const match = /^\s*@attribute\s+('[^']*'|"[^"]*"|\S+)/i.exec(line);
    return match ? [match[1].replace(/^['"]|['"]$/g, '')] : [];
  });
  const rows = parseRows(
    lines
      .slice(start + 1)
      .join('\n')
      .replaceAll("'", '"'),
    ',',
  );
  if (rows.some((row) => row[0]?.startsWith('{'))) {
    throw new ReaderError(`${name} is a sparse ARFF file, which is not read here. Save it as plain ARFF or CSV.`);
  }
  return { header, rows };
}

/** The first row is a header where its cells are words over columns of numbers, or name the class. */
function splitHeader(rows: string[][]): Grid {
  const [first, ...rest] = rows;
  const named = first.some((cell) => labelNames.has(cell.toLowerCase()));
  const overNumbers = first.some(
    (cell, j) =>
      !isNumber(cell) &&
      !isMissing(cell) &&
      rest.length > 0 &&
      rest.every((row) => isNumber(row[j] ?? '') || isMissing(row[j] ?? '')),
  );
  return named || overNumbers ? { header: first, rows: rest } : { header: null, rows };
}

function gridOf(file: SourceFile): Grid {
  const text = textOf(file);
  if (/^\s*(%.*\r?\n\s*)*@relation/i.test(text)) return parseArff(text, file.name);
  const firstLine = text.trimStart().split(/\r?\n/, 1)[0];
  const delimiter = [',', ';', '\t', '|'].find((d) => firstLine.includes(d));
  const source = delimiter ? text : text.replace(/^[ \t]+|[ \t]+$/gm, '').replace(/[ \t]+/g, ' ');
  return splitHeader(parseRows(source, delimiter ?? ' '));
}

/** Which column holds the class: as asked (name, number from 1, `first`, `last`), by its name, or the last. */
function labelColumn(asked: string, header: readonly string[] | null, width: number): number {
  const wish = asked.trim().toLowerCase();
  if (wish === 'first') return 0;
  if (wish === 'last') return width - 1;
  if (wish !== '') {
    const byName = header?.findIndex((cell) => cell.toLowerCase() === wish) ?? -1;
    const index = byName >= 0 ? byName : Number(wish) - 1;
    if (Number.isInteger(index) && index >= 0 && index < width) return index;
    const names = header ? `, or one of ${header.slice(0, 30).join(', ')}` : '';
    throw new ReaderError(`The table has no column “${asked}”. Say first, last, a number from 1 to ${width}${names}.`);
  }
  const byName = header?.findIndex((cell) => labelNames.has(cell.toLowerCase())) ?? -1;
  return byName >= 0 ? byName : width - 1;
}

function readColumn(name: string, cells: readonly string[]): Column {
  const known = cells.filter((cell) => !isMissing(cell));
  if (known.every(isNumber)) {
    return {
      kind: 'number',
      name,
      values: Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : Number(cell))),
    };
  }
  const filled = cells.map((cell) => (isMissing(cell) ? '?' : cell));
  const levels = [...new Set(filled)].sort();
  const index = new Map(levels.map((level, k) => [level, k]));
  return { kind: 'category', name, levels, values: Int32Array.from(filled, (cell) => index.get(cell) ?? 0) };
}

const isConstant = (column: Column): boolean =>
  column.kind === 'category'
    ? column.levels.length === 1
    : new Set(column.values.filter((v) => !Number.isNaN(v))).size <= 1;

/** Numbers in numeric order, words in theirs. */
const sortedClasses = (cells: readonly string[]): string[] => {
  const classes = [...new Set(cells)];
  return classes.every(isNumber) ? classes.sort((a, b) => Number(a) - Number(b)) : classes.sort();
};

const count = (n: number): string => n.toLocaleString('en-GB');

function checkSize(name: string, rows: number, width: number): void {
  if (width < 2) {
    throw new ReaderError(
      `${name} is no table: its rows have one cell. A table needs columns apart from the class, separated by commas, semicolons, tabs or spaces.`,
    );
  }
  if (rows > limits.rows) {
    throw new ReaderError(
      `${name} has ${count(rows)} rows; up to ${count(limits.rows)} are possible here. The kernel of n rows has n² entries and is trained on hundreds of times: save ${count(limits.rows)} rows drawn at random and drop that file.`,
    );
  }
  if (rows < limits.leastRows) {
    throw new ReaderError(
      `${name} has ${rows} rows; four folds, each tuned on two halves, need at least ${limits.leastRows}.`,
    );
  }
}

/**
 * Reads a table from a file. `label` says which column holds the class ('' finds it).
 * Throws a ReaderError where the file is no table, has too many or too few rows, or one class only.
 */
export function readTable(file: SourceFile, label = ''): Table {
  const grid = gridOf(file);
  if (grid.rows.length === 0) throw new ReaderError(`${file.name} has a header and no rows.`);
  const width = grid.header?.length ?? grid.rows[0].length;
  checkSize(file.name, grid.rows.length, width);
  const ragged = grid.rows.findIndex((row) => row.length !== width);
  if (ragged >= 0) {
    throw new ReaderError(
      `${file.name} is no table: row ${ragged + 1} has ${grid.rows[ragged].length} cells and the others ${width}. Every row needs a cell in every column; write ? where a value is missing.`,
    );
  }
  if (width > limits.columns) {
    throw new ReaderError(`${file.name} has ${count(width)} columns; up to ${limits.columns} are possible here.`);
  }
  const at = labelColumn(label, grid.header, width);
  const rows = grid.rows.filter((row) => !isMissing(row[at]));
  const notes: string[] = [];
  if (rows.length < grid.rows.length) {
    notes.push(`${grid.rows.length - rows.length} rows without a class are left out.`);
    checkSize(file.name, rows.length, width);
  }
  return describe(file.name, rows, grid.header, at, notes);
}

function describe(
  name: string,
  rows: readonly (readonly string[])[],
  header: readonly string[] | null,
  at: number,
  notes: string[],
): Table {
  const labelCells = rows.map((row) => row[at]);
  const classes = sortedClasses(labelCells);
  const labelName = header?.[at] ?? `column ${at + 1}`;
  if (classes.length === 1) {
    throw new ReaderError(
      `All rows of ${name} have the class “${classes[0]}” (${labelName}); there is nothing to tell apart. Name another class column.`,
    );
  }
  if (classes.length > limits.classes || classes.length > rows.length / 2) {
    throw new ReaderError(
      `${labelName} of ${name} has ${classes.length} different values in ${rows.length} rows: that is a quantity, not a class. Name another class column.`,
    );
  }
  const all = rows[0].flatMap((_, j) =>
    j === at
      ? []
      : [
          readColumn(
            header?.[j] || `column ${j + 1}`,
            rows.map((row) => row[j]),
          ),
        ],
  );
  const columns = all.filter((column) => !isConstant(column));
  const dropped = all.filter(isConstant).map((column) => column.name);
  if (columns.length === 0)
    throw new ReaderError(`Every column of ${name} but the class is constant: nothing can be learned from it.`);
  if (dropped.length > 0)
    notes.push(`Constant, and left out: ${dropped.slice(0, 5).join(', ')}${dropped.length > 5 ? ' …' : ''}.`);
  const gaps = rows.reduce((sum, row) => sum + row.filter((cell, j) => j !== at && isMissing(cell)).length, 0);
  if (gaps > 0)
    notes.push(
      `${gaps === 1 ? 'One missing cell' : `${count(gaps)} missing cells`}: a number takes its column's mean, a word counts as a level of its own.`,
    );
  const keys = new Set(rows.map((row) => row.join('\u0000')));
  if (keys.size < rows.length) {
    const copies = rows.length - keys.size;
    notes.push(
      `${copies === 1 ? 'One row repeats' : `${count(copies)} rows repeat`} another one; a copy in both training and test part flatters every method.`,
    );
  }
  const index = new Map(classes.map((c, k) => [c, k]));
  const labels = Int32Array.from(labelCells, (cell) => index.get(cell) ?? 0);
  const rare = classes.filter((_, k) => labels.filter((l) => l === k).length < 4);
  if (rare.length > 0)
    notes.push(
      `${rare.length === 1 ? `Class “${rare[0]}” has` : `${rare.length} classes have`} fewer than four rows, so that some folds train without ${rare.length === 1 ? 'it' : 'them'}.`,
    );
  return { name, columns, labels, classes, notes };
}
