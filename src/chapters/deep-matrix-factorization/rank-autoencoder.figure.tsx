import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { RankAutoencoderFrame, RankAutoencoderParams } from './rank-autoencoder.experiment';
import declaration from './rank-autoencoder.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<RankAutoencoderParams, RankAutoencoderFrame>;

const ranks = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const nameOf = ({ linearLayers }: RankAutoencoderParams): string =>
  `${linearLayers} linear layer${linearLayers === 1 ? '' : 's'}`;

const gridOf = ([count, rows, columns]: readonly number[]) =>
  ({ count, rows, columns, perRow: 4, domain: [0, 1] }) as const;

function Plots({ params, frame, ghost }: State) {
  const { spectrum, digits, reconstructions } = frame;
  const grid = gridOf(digits.shape);
  return (
    <Panels minimum={180} columns={ghost ? 4 : 3}>
      <Chart
        label="Variance of the codes along their principal directions, as fractions of the largest"
        x={{ label: 'Direction of the code' }}
        y={{ label: 'Variance', unit: 'of the largest', scale: 'log', domain: [1e-6, 1] }}
        height={280}
        legend="top"
      >
        <Rule y={1e-2} label="counted above" />
        {ghost && (
          <Line
            name={`pinned: ${nameOf(ghost.params)}`}
            tone="ghost"
            category={1}
            x={ranks(ghost.frame.spectrum.data.length)}
            y={ghost.frame.spectrum.data}
          />
        )}
        <Line name={nameOf(params)} category={1} x={ranks(spectrum.data.length)} y={spectrum.data} />
      </Chart>
      <ImageGrid {...grid} label="Twelve test digits" title="Digits" images={digits.data} />
      <ImageGrid
        {...grid}
        label="The same digits, encoded and decoded"
        title="Reconstructions"
        images={reconstructions.data}
      />
      {ghost && (
        <ImageGrid
          {...gridOf(ghost.frame.reconstructions.shape)}
          tone="ghost"
          label="Digits, encoded and decoded"
          title={nameOf(ghost.params)}
          images={ghost.frame.reconstructions.data}
        />
      )}
    </Panels>
  );
}

const initialised: Readonly<Record<RankAutoencoderParams['initialisation'], string>> = {
  uniform: 'uniform',
  glorot: 'Glorot',
  orthogonal: 'orthogonal',
};

export const figure = defineFigure<RankAutoencoderParams, RankAutoencoderFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { latentRank, testError } = frame.metrics;
    return (
      `${nameOf(params)}, ${initialised[params.initialisation]} at the start: after ${counted(frame.step)} steps the codes use ${latentRank} of 32 directions, ` +
      `and the pixels are off by a mean square of ${inWords(testError)}.`
    );
  },
  table({ frame }) {
    return {
      columns: ['direction', 'variance relative to the largest'],
      rows: Array.from(frame.spectrum.data, (value, i) => [i + 1, value]),
    };
  },
});
