import { useId } from 'react';
import { defineFigure, type FigureState } from '../../essay/figure';
import type { Cell } from '../../plots/CellArea';
import { Chart } from '../../plots/Chart';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { RatingsFrame, RatingsParams } from './ratings.experiment';
import declaration from './ratings.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<RatingsParams, RatingsFrame>;

/** Everything that the reader has told: of a made-up table, what is learnt from. */
function toldRatings({ params, frame }: Pick<State, 'params' | 'frame'>): number[] {
  const madeUp = params.ratings.trim() === '' && params.table.length === 0;
  return Array.from(frame.ratings.data, (value, i) =>
    frame.role.data[i] === 1 || (!madeUp && frame.role.data[i] === 2) ? value : Number.NaN,
  );
}

/** The table as comma-separated rows, blank where there is no rating. */
function asText(values: readonly number[], columns: number): string {
  const rows = Array.from({ length: values.length / columns }, (_, r) => values.slice(r * columns, (r + 1) * columns));
  return rows.map((cells) => cells.map((value) => (Number.isNaN(value) ? '' : value)).join(',')).join('\n');
}

/** The table with one cell a star further: blank, 1, …, 5, blank. */
function withNext(told: readonly number[], columns: number, { row, column }: Cell): string {
  const next = told.map((value, i) => {
    if (i !== row * columns + column) return value;
    return Number.isNaN(value) ? 1 : value >= 5 ? Number.NaN : Math.floor(value) + 1;
  });
  return asText(next, columns);
}

const stars = (_: Cell, value: number): string => (Number.isNaN(value) ? 'no rating' : `${inWords(value)} stars`);

/** The table as text: typed, or pasted from a spreadsheet. */
function RatingsText({ text, use }: { readonly text: string; readonly use: (ratings: string) => void }) {
  const id = useId();
  return (
    <details style={{ margin: '0.75rem 0', fontFamily: 'var(--plot-font)', fontSize: 'var(--plot-font-size)' }}>
      <summary>Type or paste ratings</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          use(String(new FormData(event.currentTarget).get('ratings') ?? ''));
        }}
      >
        <label htmlFor={id}>
          Rows of ratings from 1 to 5, separated by commas, semicolons or tabs; blank where unknown. Empty: the made-up
          table.
        </label>
        <textarea
          key={text}
          id={id}
          name="ratings"
          rows={8}
          defaultValue={text}
          spellCheck={false}
          style={{ width: '100%' }}
        />
        <button type="submit">Use these ratings</button>
      </form>
    </details>
  );
}

function Plots({ params, frame, history, ghost, set }: State) {
  const [rows, columns] = frame.ratings.shape;
  const told = toldRatings({ params, frame });
  const table = { domain: [1, 5] as const, rowLabel: 'person', columnLabel: 'film', describe: stars };
  const field = { ...table, rows, columns };
  const { steps, metrics } = history;
  return (
    <>
      <Panels minimum={180} columns={ghost ? 4 : 3}>
        <Heatmap
          {...field}
          label="Ratings to learn from; press a cell to change it"
          title="Given (press to change)"
          values={told}
          unit="stars"
          onCell={(cell, phase) => {
            if (phase === 'press') set({ ratings: withNext(told, columns, cell), table: [] });
          }}
        />
        <Heatmap
          {...field}
          label="Ratings that the factorisation predicts"
          title={`Depth ${params.depth} predicts`}
          values={frame.predicted.data}
          colourBar={false}
        />
        <Heatmap
          {...field}
          label="Ratings that soft-impute predicts"
          title="Soft-impute predicts"
          values={frame.softImputed.data}
          colourBar={false}
        />
        {ghost && (
          <Heatmap
            {...table}
            tone="ghost"
            rows={ghost.frame.predicted.shape[0]}
            columns={ghost.frame.predicted.shape[1]}
            label="Ratings that the factorisation predicts"
            title={`depth ${ghost.params.depth}`}
            values={ghost.frame.predicted.data}
            colourBar={false}
          />
        )}
      </Panels>
      <RatingsText text={params.ratings || asText(told, columns)} use={(ratings) => set({ ratings, table: [] })} />
      <Chart
        label="Error on ratings kept back and on ratings learnt from, against training step"
        x={{ label: 'Training step' }}
        y={{ label: 'Root-mean-square error', unit: 'stars', domain: [0, undefined] }}
        height={250}
        legend="top"
      >
        <Rule y={frame.metrics.meanPredictorError} label="predicting the mean" labelAt="start" />
        <Rule y={frame.metrics.softImputeError} label="soft-impute" labelAt="start" />
        {ghost && <Line tone="ghost" category={1} x={ghost.history.steps} y={ghost.history.metrics.testError} />}
        {ghost && <Line tone="ghost" category={2} x={ghost.history.steps} y={ghost.history.metrics.trainError} />}
        <Line name="kept back" category={1} x={steps} y={metrics.testError} />
        <Line name="learnt from" category={2} x={steps} y={metrics.trainError} />
      </Chart>
    </>
  );
}

export const figure = defineFigure<RatingsParams, RatingsFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testError, meanPredictorError, softImputeError, trainError } = frame.metrics;
    const learnt = frame.role.data.filter((role) => role === 1).length;
    const kept = frame.role.data.filter((role) => role === 2).length;
    return (
      `Depth ${params.depth}, ${params.earlyStopping ? 'stopped in time' : 'run on'}: learnt from ${learnt} ratings, judged by ${kept} kept back. After ${counted(frame.step)} steps ` +
      `the error is ${inWords(testError)} stars (${inWords(trainError)} on those learnt from); the mean is off by ${inWords(meanPredictorError)}, soft-impute by ${inWords(softImputeError)}.`
    );
  },
});
