import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Racer, SubsetSumFrame, SubsetSumParams } from './subset-sum.experiment';
import declaration from './subset-sum.experiment?declaration';
import { large, percent } from './words';

type State = FigureState<SubsetSumParams, SubsetSumFrame>;

/** On a logarithmic axis nothing tried is one thing tried. */
const logged = (count: number): number => Math.max(1, count);

function Race({ frame }: State) {
  const { racers, slideBound } = frame;
  const names = racers.map(({ name, found }) => (found ? `${name} ✓` : name));
  return (
    <Chart
      label="Steps taken and steps needed by brute force, meeting in the middle and inner products"
      x={{ label: 'Steps', scale: 'log', domain: [1, undefined] }}
      y={{ label: '' }}
      height={230}
      legend="top"
    >
      <Bars name="needed at most" names={names} values={racers.map((r) => logged(r.needed))} along="y" tone="theory" />
      <Bars name="taken" names={names} values={racers.map((r) => logged(r.tried))} along="y" category={1} />
      <Rule x={slideBound} label="N^(k/2)" />
    </Chart>
  );
}

function Plots(state: State) {
  const { frame, params } = state;
  return (
    <Panels columns={2}>
      <Race {...state} />
      <Chart
        label="Share of the members that inner products find, against the dimension"
        x={{ label: 'Dimension d', scale: 'log', domain: [10, 3072] }}
        y={{ label: 'Members found', domain: [0, 1] }}
        height={230}
        legend="top"
      >
        {frame.recorded
          .filter(({ x }) => x.length > 0)
          .map(({ name, x, y }, i) => (
            <Line key={name} name={`${name}, N = 2,000, k = 4`} x={x} y={y} category={i === 0 ? 2 : 3} />
          ))}
        <Rule y={params.k / params.n} label="guessing" labelAt="start" />
        <Points name="this run" x={[params.dimension]} y={[frame.metrics.hitRate]} size={6} category={1} />
      </Chart>
    </Panels>
  );
}

function said({ name, tried, needed, found, impossible }: Racer): string {
  if (impossible) return `${name} cannot run: ${impossible}`;
  if (name === 'inner products') {
    return `${name}, ${large(needed)} multiplications, ${found ? 'have found the members' : 'have not found them all'}`;
  }
  return `${name} ${found ? 'has found them' : 'has not found them'} after ${large(tried)} of ${large(needed)} sums`;
}

export const figure = defineFigure<SubsetSumParams, SubsetSumFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const mask = params.mask ? 'behind a sign mask' : 'without a mask';
    const race = frame.racers.map(said).join('; ');
    const rate =
      frame.sums > 0 ? ` Over ${frame.sums} sums they find ${percent(frame.metrics.hitRate)} of the members.` : '';
    return `A sum of ${params.k} of ${params.n.toLocaleString('en')} Gaussian vectors of ${params.dimension.toLocaleString('en')} entries, ${mask}. On the first sum ${race}.${rate}`;
  },
});
