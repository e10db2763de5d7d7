import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import type { DilationFrame, DilationParams } from './dilations.experiment';
import declaration from './dilations.experiment?declaration';

const names = ['1, 3, 5, 7', '1, 2, 5, 6', '1, 2, 3, 4'];

const chosen: Readonly<Record<DilationParams['trees'], string>> = {
  baseline: 'dilations 1, 2, 4',
  swapped: 'dilations 2, 1, 4',
  mixed: 'both mixed',
};

function Plots({ params, frame }: FigureState<DilationParams, DilationFrame>) {
  const { rankOddEven, rankPairs, rankLeftRight } = frame.metrics;
  const { cuts } = frame;
  const cutsOf = (tree: 0 | 1) => [cuts['odd-even'][tree], cuts.pairs[tree], cuts['left-right'][tree]];
  return (
    <Chart
      label="Rank by partition: each order of dilations alone, and what is chosen"
      x={{ label: 'Inputs on the first side' }}
      y={{ label: 'Rank', domain: [0, 17] }}
      height={280}
      legend="top"
    >
      <Bars name="1, 2, 4: minimal cut" names={names} values={cutsOf(0)} category={1} part={[0, 3]} />
      <Bars name="2, 1, 4: minimal cut" names={names} values={cutsOf(1)} category={5} part={[1, 3]} />
      <Bars
        name={`${chosen[params.trees]}: exact rank`}
        names={names}
        values={[rankOddEven, rankPairs, rankLeftRight]}
        category={3}
        part={[2, 3]}
      />
    </Chart>
  );
}

export const figure = defineFigure<DilationParams, DilationFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { rankOddEven, rankPairs, parameters, equalSizeWidth, equalSizeRank } = frame.metrics;
    return `${params.width} channels, ${chosen[params.trees]} (${parameters} weights): rank ${rankOddEven} across 1, 3, 5, 7 and ${rankPairs} across 1, 2, 5, 6. One tree with no more weights has at most ${equalSizeWidth} channels, and rank ${equalSizeRank} on its weak side.`;
  },
});
