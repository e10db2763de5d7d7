import { Band } from '../../plots/Band';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { BirthdayFrame } from './birthday.experiment';
import type { Board } from './marks';
import { estimatesOf, type PinnedEstimate } from './pinned-estimate';
import { collisionCurve } from './theory';

interface Props {
  readonly frame: BirthdayFrame;
  readonly board: Board;
  readonly pinned: PinnedEstimate | undefined;
}

/** The estimate as the marks of the pairs 1, 2, … come in, and what it says of other sample sizes. */
export function EstimateCharts({ frame, board, pinned }: Props) {
  const { marks, revealed } = board;
  const { x, y, verdicts } = estimatesOf(frame, board);
  const { estimate } = verdicts[verdicts.length - 1];
  const sizes = Array.from(frame.curve, (_, i) => i + 1);
  const curveFor = (support: number) => collisionCurve(Math.max(1, support), sizes.length);
  const bounded = Number.isFinite(estimate.upper);
  return (
    <Panels columns={2}>
      <Chart
        label="Running estimate of the number of different digits with its 95 % interval"
        x={{ label: 'Pairs marked', domain: [0, Math.max(1, marks.length, ...(pinned?.byPair.x ?? []))] }}
        y={{ label: 'Different digits', scale: 'log', domain: [5, 10000] }}
        height={220}
      >
        {pinned && <Line tone="ghost" {...pinned.byPair} category={1} />}
        {pinned && pinned.byPair.x.length === 0 && <Rule tone="ghost" y={pinned.estimate} category={1} />}
        <Band
          x={x}
          low={verdicts.map((one) => one.estimate.lower)}
          high={verdicts.map((one) => Math.min(1e5, one.estimate.upper))}
          category={1}
        />
        <Line name="estimate" x={x} y={y} category={1} />
        {revealed && <Rule y={frame.effectiveSupport} label="the truth" />}
      </Chart>
      <Chart
        label="Probability of a duplicate against sample size, by the estimate"
        x={{ label: 'Sample size', domain: [1, Math.max(sizes.length, pinned?.curve.x.length ?? 0)] }}
        y={{ label: 'Probability of a duplicate', domain: [0, 1] }}
        height={220}
      >
        {pinned && <Line tone="ghost" {...pinned.curve} category={1} />}
        {bounded && <Band x={sizes} low={curveFor(estimate.upper)} high={curveFor(estimate.lower)} category={1} />}
        {bounded && <Line name="by your marks" x={sizes} y={curveFor(estimate.estimate)} category={1} />}
        {revealed && <Line name="the truth" tone="theory" x={sizes} y={frame.curve} />}
        <Rule y={0.5} label="as likely as not" labelAt="start" />
        <Rule x={frame.step} label={`s = ${frame.step}`} />
      </Chart>
    </Panels>
  );
}
