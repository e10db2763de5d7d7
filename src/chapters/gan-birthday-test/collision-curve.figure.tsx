import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { CollisionCurveFrame, CollisionCurveParams } from './collision-curve.experiment';
import declaration from './collision-curve.experiment?declaration';
import { percent, whole } from './words';

type State = FigureState<CollisionCurveParams, CollisionCurveFrame>;

interface Place {
  readonly day: number;
  /** How many of the group have this birthday already. */
  readonly height: number;
}

/** The group on the year: people who share a birthday stand on each other's shoulders. */
function placesOf(birthdays: ArrayLike<number>): { readonly alone: Place[]; readonly together: Place[] } {
  const counts = new Map<number, number>();
  const places = Array.from(birthdays, (day) => {
    const height = (counts.get(day) ?? 0) + 1;
    counts.set(day, height);
    return { day: day + 1, height };
  });
  const shared = ({ day }: Place) => (counts.get(day - 1) ?? 0) > 1;
  return { alone: places.filter((place) => !shared(place)), together: places.filter(shared) };
}

/** The share of the groups tried that had a shared birthday, with half its 95 % interval. */
const triedOf = ({ params, frame }: Pick<State, 'params' | 'frame'>) => ({
  x: [params.people],
  y: [frame.metrics.sharedShare],
  error: [(frame.interval[1] - frame.interval[0]) / 2],
  size: 5,
});

function Plots(state: State) {
  const { params, frame, ghost } = state;
  const { people, days } = params;
  const { alone, together } = placesOf(frame.birthdays);
  return (
    <>
      <Chart
        label="Probability that two of a group share a birthday, against the group’s size"
        x={{ label: 'People in the group', domain: [1, undefined] }}
        y={{ label: 'Probability of a shared birthday', domain: [0, 1] }}
        height={300}
        legend="top"
      >
        {ghost && <Line tone="ghost" x={ghost.frame.sizes} y={ghost.frame.probabilities} />}
        {ghost && <Points tone="ghost" category={2} {...triedOf(ghost)} />}
        <Line name="1 − ∏(1 − i/N)" tone="theory" x={frame.sizes} y={frame.probabilities} />
        <Rule y={0.5} label="as likely as not" labelAt="end" />
        <Points name={`${whole(frame.step)} groups of ${people}`} category={2} labelled {...triedOf(state)} />
      </Chart>
      <Chart
        label="The birthdays of the last group over the year"
        x={{ label: 'Day of the year', domain: [0, days] }}
        y={{ label: 'People', domain: [0, Math.max(3, ...together.map((p) => p.height)) + 0.5] }}
        height={170}
        legend="top"
      >
        <Points
          name="alone"
          x={alone.map((p) => p.day)}
          y={alone.map((p) => p.height)}
          category={1}
          size={3}
          labelled
        />
        <Points
          name="shared"
          x={together.map((p) => p.day)}
          y={together.map((p) => p.height)}
          category={2}
          size={4}
          labelled
        />
      </Chart>
    </>
  );
}

export const figure = defineFigure<CollisionCurveParams, CollisionCurveFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { collisionProbability, sharedShare, sampleSizeForHalf } = frame.metrics;
    const tried = frame.step > 0 ? ` ${percent(sharedShare)} of ${whole(frame.step)} random groups had one.` : '';
    return `Among ${params.people} people and ${whole(params.days)} days a shared birthday has probability ${collisionProbability.toFixed(3)}.${tried} From ${sampleSizeForHalf} people on it is as likely as not.`;
  },
});
