import { Band } from '../../plots/Band';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { BirthdayFrame } from './birthday.experiment';
import { type Card, type Marks, verdictOf } from './marks';
import { collisionCurve } from './theory';

interface Props {
  readonly frame: BirthdayFrame;
  readonly cards: readonly Card[];
  readonly marks: Marks;
  readonly sampleSize: number;
  readonly revealed: boolean;
}

/** The estimate as the marks of the pairs 1, 2, … come in, and what it says of other sample sizes. */
export function EstimateCharts({ frame, cards, marks, sampleSize, revealed }: Props) {
  const places = [0, ...marks.map((_, i) => i + 1).filter((i) => marks[i - 1] !== undefined)];
  const running = places.map((until) =>
    verdictOf(
      cards,
      marks.map((m, i) => (i < until ? m : undefined)),
      sampleSize,
    ),
  );
  const last = running[running.length - 1];
  const truth = frame.effectiveSupport;
  const sizes = Array.from(frame.curve, (_, i) => i + 1);
  const curveFor = (support: number) => collisionCurve(Math.max(1, support), sizes.length);
  const bounded = Number.isFinite(last.estimate.upper);
  return (
    <Panels columns={2}>
      <Chart
        label="Running estimate of the number of different digits with its 95 % interval"
        x={{ label: 'Pairs marked', domain: [0, Math.max(1, cards.length)] }}
        y={{ label: 'Different digits', scale: 'log', domain: [5, 10000] }}
        height={220}
      >
        <Band
          x={places}
          low={running.map(({ estimate }) => estimate.lower)}
          high={running.map(({ estimate }) => Math.min(1e5, estimate.upper))}
          category={1}
        />
        <Line
          name="estimate"
          x={places}
          y={running.map(({ duplicates, estimate }) => (duplicates > 0 ? estimate.estimate : Number.NaN))}
          category={1}
        />
        {revealed && <Rule y={truth} label="the truth" />}
      </Chart>
      <Chart
        label="Probability of a duplicate against sample size, by the estimate"
        x={{ label: 'Sample size', domain: [1, sizes.length] }}
        y={{ label: 'Probability of a duplicate', domain: [0, 1] }}
        height={220}
      >
        {bounded && (
          <Band x={sizes} low={curveFor(last.estimate.upper)} high={curveFor(last.estimate.lower)} category={1} />
        )}
        {bounded && <Line name="by your marks" x={sizes} y={curveFor(last.estimate.estimate)} category={1} />}
        {revealed && <Line name="the truth" tone="theory" x={sizes} y={frame.curve} />}
        <Rule y={0.5} label="as likely as not" />
        <Rule x={sampleSize} label={`s = ${sampleSize}`} />
      </Chart>
    </Panels>
  );
}
