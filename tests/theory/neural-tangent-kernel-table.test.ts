import { describe, expect, test } from 'vitest';
import { readFolds } from '../../src/chapters/neural-tangent-kernel/published-folds';
import { encode, standardise } from '../../src/chapters/neural-tangent-kernel/table-features';
import { readTable } from '../../src/chapters/neural-tangent-kernel/table-reader';
import { ReaderError } from '../../src/lab/experiment';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i)).join('\n');
const numbers = (count: number) => rows(count, (i) => `${i},${(i * 7) % 5},${i % 2 ? 'yes' : 'no'}`);

describe('a table that can be read', () => {
  test('CSV with a header: the class column is found by its name, wherever it stands', () => {
    const table = readTable(
      file('a.csv', `class,width,colour\n${rows(20, (i) => `${i % 2},${i / 2},${i % 3 ? 'red' : 'blue'}`)}`),
    );
    expect(table.classes).toEqual(['0', '1']);
    expect(table.columns.map((column) => [column.name, column.kind])).toEqual([
      ['width', 'number'],
      ['colour', 'category'],
    ]);
  });

  test('UCI .data: no header, the class last or where the reader says', () => {
    expect(readTable(file('a.data', numbers(20))).classes).toEqual(['no', 'yes']);
    const first = readTable(
      file(
        'b.data',
        rows(20, (i) => `${i % 2 ? 'x' : 'o'},${i},2.${i}`),
      ),
      'first',
    );
    expect(first.classes).toEqual(['o', 'x']);
    expect(first.columns).toHaveLength(2);
    expect(
      readTable(
        file(
          'c.data',
          rows(20, (i) => `${i}  ${i * i}   ${i % 2}`),
        ),
      ).columns,
    ).toHaveLength(2);
    expect(
      readTable(
        file(
          'd.csv',
          rows(20, (i) => `${i};${i * i};${i % 2}`),
        ),
      ).columns,
    ).toHaveLength(2);
  });

  test('ARFF: names from its attributes, comments and quotes', () => {
    const table = readTable(
      file(
        'a.arff',
        `% a comment\n@RELATION t\n@attribute 'the width' numeric\n@attribute kind {a,b}\n@data\n${rows(20, (i) => `${i},'${i % 2 ? 'a' : 'b'}'`)}`,
      ),
    );
    expect(table.columns[0].name).toBe('the width');
    expect(table.classes).toEqual(['a', 'b']);
  });

  test('a file with a byte order mark and Windows line ends', () => {
    const table = readTable(file('a.csv', `\uFEFFx,z,class\r\n${numbers(20).replaceAll('\n', '\r\n')}\r\n`));
    expect(table.labels).toHaveLength(20);
    expect(table.classes).toEqual(['no', 'yes']);
  });

  test('missing cells, a constant column, repeated rows and rare classes leave notes', () => {
    const text = `${rows(20, (i) => `${i < 2 ? '?' : i % 5},7,${i % 4 ? 'a' : ''},${i % 2}`)}\n1,7,a,1\n1,7,a,1\n3,7,a,9`;
    const table = readTable(file('odd.csv', text));
    expect(table.columns).toHaveLength(2);
    expect(table.columns[1]).toMatchObject({ kind: 'category', levels: ['?', 'a'] });
    const notes = table.notes.join(' ');
    expect(notes).toContain('7 missing cells');
    expect(notes).toContain('Constant, and left out: column 2');
    expect(notes).toMatch(/rows repeat/);
    expect(notes).toContain('Class “9” has fewer than four rows');
  });

  test('rows without a class are left out', () => {
    const table = readTable(file('a.csv', `${numbers(20)}\n4,4,?`));
    expect(table.labels).toHaveLength(20);
    expect(table.notes.join()).toContain('1 rows without a class');
  });
});

describe('a file that cannot be used says what to do', () => {
  test.each([
    ['one class', rows(20, (i) => `${i},3,same`), 'same'],
    ['10,000 rows', numbers(10_000), 'save 1,000 rows'],
    ['fewer rows than folds', numbers(6), 'at least 16'],
    ['prose', rows(20, () => 'Lorem'), 'no table'],
    ['a web page', '<!doctype html><p>404</p>', 'web page'],
    ['JSON', '{"a": [1, 2]}', 'JSON'],
    ['nothing', '  \n', 'empty'],
    ['ragged rows', `${numbers(20)}\n1,2`, 'row 21 has 2 cells'],
    ['a quantity for a class', rows(30, (i) => `${i % 3},${i * 1.5}`), 'a quantity'],
    ['only constant columns', rows(20, (i) => `1,2,${i % 2}`), 'constant'],
    ['ARFF without data', '@relation x\n@attribute a numeric\n', '@data'],
  ])('%s', (_what, text, message) => {
    const read = () => readTable(file('mine.csv', text));
    expect(read).toThrow(ReaderError);
    expect(read).toThrow(message);
  });

  test('a spreadsheet or a picture', () => {
    const read = () => readTable({ name: 'a.xlsx', bytes: Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0) });
    expect(read).toThrow('Save the sheet as CSV');
  });

  test('a class column that is not there', () => {
    expect(() => readTable(file('a.csv', numbers(20)), 'weight')).toThrow('no column “weight”');
  });
});

describe('features', () => {
  test('scaling looks at the training rows alone; a gap becomes their mean; categories stay 0 and 1', () => {
    const table = readTable(
      file('a.csv', `v,c,class\n${rows(20, (i) => `${i === 3 ? '?' : i},${i % 2 ? 'p' : 'q'},${i % 2}`)}`),
    );
    const { features, scaled } = encode(table);
    expect(scaled).toEqual([true, false, false]);
    const x = standardise(features, scaled, [0, 2]);
    expect(Array.from({ length: 5 }, (_, i) => x.data[3 * i])).toEqual([-1, 0, 1, 0, 3]);
    expect(x.data[1]).toBe(0);
    expect(x.data[4]).toBe(1);
  });
});

describe('published folds', () => {
  const data = file('toy_R.dat', `\tf1\tf2\tclase\n${rows(8, (i) => `${i + 1}\t${i}\t${-i}\t${i % 2}`)}`);
  const halves = file('conxuntos.dat', '0 1 2 3 \n4 5 6 7 \n');
  const folds = file('conxuntos_kfold.dat', '0 1 2 3 4 5\n6 7\n2 3 4 5 6 7\n0 1\n');

  test('are read as written', () => {
    const table = readFolds([data, halves, folds]);
    expect(table.name).toBe('toy');
    expect(table.features).toMatchObject({ rows: 8, columns: 2 });
    expect(Array.from(table.folds[1].test)).toEqual([0, 1]);
    expect(Array.from(table.tuning.test)).toEqual([4, 5, 6, 7]);
  });

  test('say which file is missing or damaged', () => {
    expect(() => readFolds([data, halves])).toThrow('conxuntos_kfold.dat');
    expect(() => readFolds([data, file('conxuntos.dat', '0 1\n99 2'), folds])).toThrow('row numbers from 0 to 7');
    expect(() => readFolds([file('toy_R.dat', 'a b c\n1 x y'), halves, folds])).toThrow(ReaderError);
  });
});
