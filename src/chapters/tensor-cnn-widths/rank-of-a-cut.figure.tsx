import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Category } from '../../plots/tones';
import { minimalCut } from './minimal-cut';
import { NetworkDrawing } from './NetworkDrawing';
import './network.css';
import type { RankFrame, RankParams } from './rank-of-a-cut.experiment';
import declaration from './rank-of-a-cut.experiment?declaration';

type State = FigureState<RankParams, RankFrame>;

const widthsTried = Array.from({ length: 16 }, (_, i) => i + 1);

/** The minimal cut as one layer's width varies and the others stay; layers of which it says the same are one line. */
function cutsByLayer({ shape, firstSide }: RankFrame) {
  const lines = new Map<string, { readonly layers: number[]; readonly cuts: readonly number[] }>();
  for (const layer of shape.widths.keys()) {
    const cuts = widthsTried.map((width) => {
      const widths = shape.widths.map((own, l) => (l === layer ? width : own));
      return minimalCut({ ...shape, widths }, firstSide).weight;
    });
    const same = lines.get(cuts.join());
    if (same) same.layers.push(layer);
    else lines.set(cuts.join(), { layers: [layer], cuts });
  }
  return [...lines.values()].map(({ layers, cuts }) => ({
    name: layers.map((layer) => `r${layer}`).join(', '),
    y: cuts,
    x: widthsTried,
    category: (layers[0] + 1) as Category,
  }));
}

/** How far the spectrum is drawn: to its end, or as far beyond the cut as before it, where nothing is left. */
const reachOf = ({ spectrum, metrics }: RankFrame): number =>
  Math.min(spectrum.length || Number.POSITIVE_INFINITY, 2 * metrics.minCut) + 0.5;

/** Below float64's rounding a singular value is zero, and no place on a logarithmic axis. */
const spectrumOf = ({ spectrum }: RankFrame) => ({
  x: Array.from(spectrum, (_, i) => i + 1),
  y: Array.from(spectrum, (value) => (value > 3e-15 ? value : Number.NaN)),
  category: 1 as const,
});

const networkOf = ({ shape, firstSide, sides, cut }: RankFrame) => ({ widths: shape.widths, firstSide, sides, cut });

const moved = (firstSide: readonly boolean[], input: number): string =>
  firstSide.map((first, i) => ((i === input ? !first : first) ? 'A' : 'B')).join('');

function Plots({ params, frame, set, ghost }: State) {
  const { firstSide, metrics } = frame;
  const runs = ghost ? [frame, ghost.frame] : [frame];
  return (
    <>
      <NetworkDrawing
        {...networkOf(frame)}
        onMove={(input) => set({ partition: 'drawn', drawn: moved(firstSide, input) })}
      />
      <Panels>
        <Chart
          label="Singular values of the matricization, against the minimal cut"
          x={{ label: 'Singular value, by size', domain: [0.5, Math.max(...runs.map(reachOf))] }}
          y={{ label: 'Size over the largest', scale: 'log' }}
          height={240}
        >
          {ghost && <Points tone="ghost" {...spectrumOf(ghost.frame)} />}
          {ghost && <Rule tone="ghost" x={ghost.frame.metrics.minCut + 0.5} />}
          <Points name="singular values" {...spectrumOf(frame)} />
          <Rule x={metrics.minCut + 0.5} label={`minimal cut ${metrics.minCut}`} tone="theory" />
        </Chart>
        <Chart
          label="The minimal cut as one layer's width varies"
          x={{ label: 'Width of one layer' }}
          y={{ label: 'Bound on the rank', scale: 'log' }}
          height={240}
          legend="top"
        >
          {ghost &&
            cutsByLayer(ghost.frame).map(({ name, ...line }) => <Line key={`pinned ${name}`} tone="ghost" {...line} />)}
          {cutsByLayer(frame).map((line) => (
            <Line key={line.name} {...line} />
          ))}
        </Chart>
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <NetworkDrawing {...networkOf(ghost.frame)} />
        </Pinned>
      )}
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
