import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import { minimalCut } from './minimal-cut';
import { NetworkDrawing } from './NetworkDrawing';
import './network.css';
import type { RankFrame, RankParams } from './rank-of-a-cut.experiment';
import declaration from './rank-of-a-cut.experiment?declaration';

const widthsTried = Array.from({ length: 16 }, (_, i) => i + 1);

/** For each layer, the minimal cut as its width varies and the others stay. */
const cutsByLayer = ({ shape, firstSide }: RankFrame) =>
  shape.widths.map((_, layer) => ({
    name: `r${layer}`,
    cuts: widthsTried.map((width) => {
      const widths = shape.widths.map((own, l) => (l === layer ? width : own));
      return minimalCut({ ...shape, widths }, firstSide).weight;
    }),
  }));

const moved = (firstSide: readonly boolean[], input: number): string =>
  firstSide.map((first, i) => ((i === input ? !first : first) ? 'A' : 'B')).join('');

function Plots({ frame, set }: FigureState<RankParams, RankFrame>) {
  const { shape, firstSide, sides, cut, spectrum, metrics } = frame;
  const indices = Array.from(spectrum, (_, i) => i + 1);
  // Below float64's rounding a singular value is zero, and no place on a logarithmic axis.
  const visible = Array.from(spectrum, (value) => (value > 3e-15 ? value : Number.NaN));
  return (
    <>
      <NetworkDrawing
        widths={shape.widths}
        firstSide={firstSide}
        sides={sides}
        cut={cut}
        onMove={(input) => set({ partition: 'drawn', drawn: moved(firstSide, input) })}
      />
      <Panels>
        <Chart
          label="Singular values of the matricization, against the minimal cut"
          x={{ label: 'Singular value, by size', domain: [0.5, undefined] }}
          y={{ label: 'Size over the largest', scale: 'log' }}
          height={240}
        >
          <Points name="singular values" x={indices} y={visible} category={1} />
          <Rule x={metrics.minCut + 0.5} label={`minimal cut ${metrics.minCut}`} tone="theory" />
        </Chart>
        <Chart
          label="The minimal cut as one layer's width varies"
          x={{ label: 'Width of one layer, the others as set' }}
          y={{ label: 'Bound on the rank', scale: 'log' }}
          height={240}
          legend="top"
        >
          {cutsByLayer(frame).map(({ name, cuts }) => (
            <Line key={name} name={name} x={widthsTried} y={cuts} />
          ))}
        </Chart>
      </Panels>
    </>
  );
}

const cutWords: Readonly<Record<RankParams['partition'], string>> = {
  'odd-even': 'Odd against even inputs',
  blocks: 'Pairs in turn',
  'left-right': 'Left half against right half',
  drawn: 'A cut drawn by hand',
};

export const figure = defineFigure<RankParams, RankFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { rank, minCut } = frame.metrics;
    const found = Number.isNaN(rank)
      ? 'the rank is being computed'
      : `random ${params.sharedWeights ? 'shared' : 'untied'} weights reach an exact rank of ${rank}`;
    return `${cutWords[params.partition]}, ${frame.shape.inputs} inputs, widths ${frame.shape.widths.join(', ')}: the minimal cut allows ${minCut}; ${found}.`;
  },
  table: ({ frame }) => ({
    columns: ['index', 'singular value over the largest'],
    rows: Array.from(frame.spectrum, (value, i) => [i + 1, value]),
  }),
});
