/** From the columns of a table to the numbers that kernels take: one-hot categories, standardised numbers. */
import type { Table } from './table-reader';
import type { Matrix64 } from './theory';

/** All features as numbers, gaps still NaN: a column a number, a column a level of each category. */
export function encode(table: Table): { readonly features: Matrix64; readonly scaled: readonly boolean[] } {
  const parts = table.columns.flatMap((column) =>
    column.kind === 'number'
      ? [{ values: column.values, scaled: true }]
      : column.levels.map((_, level) => ({
          values: Float64Array.from(column.values, (value) => (value === level ? 1 : 0)),
          scaled: false,
        })),
  );
  const rows = table.labels.length;
  const data = new Float64Array(rows * parts.length);
  parts.forEach(({ values }, j) => {
    for (let i = 0; i < rows; i++) data[i * parts.length + j] = values[i];
  });
  return { features: { rows, columns: parts.length, data }, scaled: parts.map((part) => part.scaled) };
}

/**
 * Standardises the number columns with mean and deviation of the training rows alone, and fills gaps with that mean;
 * one-hot columns keep their 0 and 1.
 */
export function standardise(features: Matrix64, scaled: readonly boolean[], train: ArrayLike<number>): Matrix64 {
  const { rows, columns } = features;
  const data = features.data.slice();
  for (let j = 0; j < columns; j++) {
    if (!scaled[j]) continue;
    let [sum, squares, known] = [0, 0, 0];
    for (let t = 0; t < train.length; t++) {
      const value = data[train[t] * columns + j];
      if (Number.isNaN(value)) continue;
      sum += value;
      squares += value * value;
      known++;
    }
    const mean = known > 0 ? sum / known : 0;
    const deviation = Math.sqrt(Math.max(0, known > 0 ? squares / known - mean * mean : 0));
    const scale = deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? 1 / deviation : 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * columns + j];
      data[i * columns + j] = Number.isNaN(value) ? 0 : (value - mean) * scale;
    }
  }
  return { rows, columns, data };
}
