import { useState } from 'react';
import type { DataTable, FigureState, FigureView } from './figure';

/** The plotted numbers: the figure's own table, else every metric by step. */
export function tableOf(figure: FigureView, state: FigureState): DataTable {
  if (figure.table) return figure.table(state);
  const { steps, metrics } = state.history;
  const names = Object.keys(metrics);
  return {
    columns: ['step', ...names],
    rows: steps.map((step, i) => [step, ...names.map((name) => metrics[name][i])]),
  };
}

const mostRows = 40;

const written = (value: number | string): string =>
  typeof value === 'number' ? (Number.isNaN(value) ? '–' : String(Number(value.toPrecision(5)))) : value;

/** A data table behind every plot, evenly thinned; the CSV file has all rows. */
export function FigureTable({ figure, state }: { readonly figure: FigureView; readonly state: FigureState }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="figure-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Data table</summary>
      {open && <Rows table={tableOf(figure, state)} title={figure.declaration.title} />}
    </details>
  );
}

function Rows({ table, title }: { readonly table: DataTable; readonly title: string }) {
  const stride = Math.max(1, Math.ceil(table.rows.length / mostRows));
  const rows = table.rows.filter((_, i) => i % stride === 0 || i === table.rows.length - 1);
  return (
    <section className="figure-table-scroll" aria-label={`Data of ${title}`}>
      <table>
        <thead>
          <tr>
            {table.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join()}>
              {row.map((value, i) => (
                <td key={table.columns[i]}>{written(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
