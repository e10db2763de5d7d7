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

/** What the pinned racers did, in the order of these; NaN where one did not take part. */
const pinnedCounts = (pinned: readonly Racer[], racers: readonly Racer[], count: 'needed' | 'tried'): number[] =>
  racers.map(({ name }) => {
    const same = pinned.find((racer) => racer.name === name);
    return same ? logged(same[count]) : Number.NaN;
  });

function Race({ frame, ghost }: State) {
  const { racers, slideBound } = frame;
  const names = racers.map(({ name, found }) => (found ? `${name} ✓` : name));
  const all = { names, along: 'y' } as const;
  const pinned = { ...all, tone: 'ghost', category: 1 } as const;
  return (
    <Chart
      label="Steps taken and steps needed by brute force, meeting in the middle and inner products"
      x={{ label: 'Steps; dashed: at most', scale: 'log', domain: [1, undefined] }}
      y={{ label: '' }}
      height={230}
      legend="top"
    >
      {ghost && <Bars {...pinned} values={pinnedCounts(ghost.frame.racers, racers, 'needed')} />}
      {ghost && <Bars {...pinned} values={pinnedCounts(ghost.frame.racers, racers, 'tried')} />}
      {ghost && <Rule tone="ghost" x={ghost.frame.slideBound} />}
      <Bars {...all} name="needed at most" values={racers.map((r) => logged(r.needed))} tone="theory" />
      <Bars {...all} name="taken" values={racers.map((r) => logged(r.tried))} category={1} />
      <Rule x={slideBound} label="N^(k/2)" />
    </Chart>
  );
}

/** Where a run stands on the chart of the recorded ones. */
const resultOf = ({ params, frame }: Pick<State, 'params' | 'frame'>) => ({
  x: [params.dimension],
  y: [frame.metrics.hitRate],
  size: 6,
  category: 1 as const,
});

function Plots(state: State) {
  const { frame, params, ghost } = state;
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
            <Line key={name} name={`recorded, ${name}`} x={x} y={y} category={i === 0 ? 2 : 3} />
          ))}
        {ghost && <Rule tone="ghost" y={ghost.params.k / ghost.params.n} />}
        <Rule y={params.k / params.n} label="guessing" labelAt="start" />
        {ghost && <Points tone="ghost" {...resultOf(ghost)} />}
        <Points name="this run" labelled {...resultOf(state)} />
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
      frame.sums > 0
        ? ` Over ${frame.sums} sums they find ${percent(frame.metrics.hitRate)} of the members; the recorded curves are for N = 2,000 and k = 4.`
        : '';
    return `A sum of ${params.k} of ${params.n.toLocaleString('en')} Gaussian vectors of ${params.dimension.toLocaleString('en')} entries, ${mask}. On the first sum ${race}.${rate}`;
  },
});
