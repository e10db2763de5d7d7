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

type State = FigureState<DilationParams, DilationFrame>;

/** The three rows of bars of a run, each over all partitions. */
function barsOf({ params, frame }: Pick<State, 'params' | 'frame'>) {
  const { rankOddEven, rankPairs, rankLeftRight } = frame.metrics;
  const { cuts } = frame;
  const cutsOf = (tree: 0 | 1) => [cuts['odd-even'][tree], cuts.pairs[tree], cuts['left-right'][tree]];
  return [
    { name: '1, 2, 4: minimal cut', values: cutsOf(0), category: 1 },
    { name: '2, 1, 4: minimal cut', values: cutsOf(1), category: 5 },
    { name: `${chosen[params.trees]}: exact rank`, values: [rankOddEven, rankPairs, rankLeftRight], category: 3 },
  ] as const;
}

function Plots(state: State) {
  const { ghost } = state;
  const now = barsOf(state);
  const pinned = ghost ? barsOf(ghost) : [];
  const all = [...now, ...pinned].flatMap(({ values }) => values).filter(Number.isFinite);
  return (
    <Chart
      label="Rank by partition: each order of dilations alone, and what is chosen"
      x={{ label: 'Inputs on the first side' }}
      y={{ label: 'Rank', domain: [0, Math.max(16, ...all) + 1] }}
      height={280}
      legend="top"
    >
      {pinned.map(({ name, values, category }, i) => (
        <Bars
          key={`pinned ${name}`}
          tone="ghost"
          names={names}
          values={values}
          category={category}
          part={[i, pinned.length]}
        />
      ))}
      {now.map(({ name, values, category }, i) => (
        <Bars key={name} name={name} names={names} values={values} category={category} part={[i, now.length]} />
      ))}
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
