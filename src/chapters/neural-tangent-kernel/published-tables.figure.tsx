import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { publishedRows } from './published-numbers';
import type { PublishedTablesFrame, PublishedTablesParams } from './published-tables.experiment';
import declaration from './published-tables.experiment?declaration';

type State = FigureState<PublishedTablesParams, PublishedTablesFrame>;

const rivals: Readonly<Record<PublishedTablesParams['rival'], string>> = {
  gaussian: 'Gaussian kernel',
  forest: 'random forest',
  linear: 'linear machine',
};

/** The tables from left to right. */
function pairsOf({ results }: PublishedTablesFrame) {
  const sorted = [...results].sort((a, b) => a.rival - b.rival);
  return { x: sorted.map(({ rival }) => rival), y: sorted.map(({ ntk }) => ntk), results: sorted };
}

function Plots({ params, frame, ghost }: State) {
  const { x, y, results } = pairsOf(frame);
  const pinned = ghost && pairsOf(ghost.frame);
  const methods = [...publishedRows].reverse();
  return (
    <Panels minimum={300} columns={2}>
      <Chart
        label={`Accuracy on thirty tables: infinite net against ${rivals[params.rival]}`}
        x={{ label: `Accuracy of the ${rivals[params.rival]}`, domain: [0.3, 1] }}
        y={{ label: 'Accuracy of the infinite net', domain: [0.2, 1.12], ticks: [0.2, 0.4, 0.6, 0.8, 1] }}
        height={340}
        legend="top"
      >
        <Line name="equally good" tone="theory" x={[0.3, 1]} y={[0.3, 1]} />
        {pinned && (
          <Points
            tone="ghost"
            name={`pinned: against ${rivals[ghost.params.rival]}`}
            category={1}
            x={pinned.x}
            y={pinned.y}
            labelled
          />
        )}
        <Points
          name="a table"
          labelled
          category={1}
          x={x}
          y={y}
          error={results.map(({ standardError }) => standardError)}
        />
      </Chart>
      <Chart
        label="Published share of ninety tables on which each method comes within a tenth, or a twentieth, of the best"
        x={{ label: 'Share of the 90 tables', unit: '%', domain: [0, 100] }}
        y={{ label: 'As published' }}
        height={340}
        legend="none"
      >
        <Bars
          names={methods.map(({ method }) => method)}
          values={methods.map(({ p90 }) => p90)}
          along="y"
          part={[0, 2]}
          tone="published"
          category={1}
        />
        <Bars
          names={methods.map(({ method }) => method)}
          values={methods.map(({ p95 }) => p95)}
          along="y"
          part={[1, 2]}
          tone="published"
          category={2}
        />
      </Chart>
    </Panels>
  );
}

const points = (value: number): string => (100 * value).toFixed(1);

export const figure = defineFigure<PublishedTablesParams, PublishedTablesFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { tables, ntkMean, rivalMean, wins, losses, ties, signTestP, beyondTwoErrors } = frame.metrics;
    return `First plot: our run of the published protocol on ${tables} of the 90 tables; bars are standard errors of the difference. Infinite net ${points(ntkMean)} % on average, ${rivals[params.rival]} ${points(rivalMean)} %; ${wins} tables won, ${losses} lost, ${ties} tied (sign test p = ${signTestP.toFixed(2)}); ${beyondTwoErrors} ${beyondTwoErrors === 1 ? 'differs' : 'differ'} by more than two standard errors. Second plot, as published: share of tables within 10 % (above) and 5 % (below) of the best accuracy.`;
  },
  table: ({ params, frame }) => ({
    columns: ['table', 'rows', 'classes', 'infinite net', rivals[params.rival], 'standard error of the difference'],
    rows: frame.results.map((r) => [r.table, r.rows, r.classes, r.ntk, r.rival, r.standardError]),
  }),
});
