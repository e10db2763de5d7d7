import { expect, test } from 'vitest';
import { toCsv } from '../../src/plots/export';

test('a table becomes CSV that spreadsheets read', () => {
  const rows = [
    [1, 0.5, 'plain'],
    [2, Number.NaN, 'with, comma'],
    [3, 1e-7, 'a "quote"'],
  ];
  expect(toCsv({ columns: ['step', 'test error', 'note'], rows })).toBe(
    'step,test error,note\r\n1,0.5,plain\r\n2,,"with, comma"\r\n3,1e-7,"a ""quote"""\r\n',
  );
});

test('a table without rows keeps its head', () => {
  expect(toCsv({ columns: ['step', 'loss'], rows: [] })).toBe('step,loss\r\n');
});
