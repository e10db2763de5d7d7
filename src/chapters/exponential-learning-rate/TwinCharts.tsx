/** The charts of a pair of runs: each a function of the history, so that the figures of this chapter compose them. */
import type { ReactNode } from 'react';
import type { History } from '../../essay/figure';
import type { Field } from '../../lab/experiment';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Category } from '../../plots/tones';

interface Props {
  readonly history: History;
  /** A pinned run. */
  readonly ghost?: History;
  readonly children?: ReactNode;
}

const decayed = 'weight decay';
const growing = 'growing rate';
const step = { label: 'Step' };

/** Every n-th value, so that at most about 40 are left: the dots on a line that would hide it if they were all drawn. */
function sparse(values: readonly number[]): number[] {
  const stride = Math.max(1, Math.ceil(values.length / 40));
  return values.filter((_, i) => i % stride === 0 || i === values.length - 1);
}

/** A metric as dots. */
const dots = ({ steps, metrics }: History, name: string) => ({ x: sparse(steps), y: sparse(metrics[name] ?? []) });

/** A metric of the run, and of the pinned one where there is one. */
const both = ({ history, ghost }: Props, name: string): readonly number[] => [
  ...(history.metrics[name] ?? []),
  ...(ghost?.metrics[name] ?? []),
];

/** The least value, or `usual` where that is less: the first frame has room on its axis, though both runs are one dot. */
const floorOf = (values: readonly number[], usual: number): number =>
  values.reduce((least, value) => (value > 0 && value < least ? value : least), usual);

/** A pinned run's metrics behind this run's, in the same colours. */
const pinned = (ghost: History | undefined, metrics: readonly (readonly [name: string, category: Category])[]) =>
  ghost &&
  metrics.map(([name, category]) => (
    <Line key={name} tone="ghost" category={category} x={ghost.steps} y={ghost.metrics[name] ?? []} />
  ));

/** Both runs in one chart: one as a line, the other as dots, since they lie on each other. */
function PairChart(
  props: Props & {
    label: string;
    y: string;
    of: [string, string];
    scale?: 'log';
    domain?: [number, number];
    from?: number;
  },
) {
  const { history, ghost, label, y, of, scale, from } = props;
  const first = history.metrics[of[0]] ?? [];
  const domain = from === undefined ? props.domain : ([floorOf(both(props, of[0]), from), undefined] as const);
  return (
    <Chart label={label} x={step} y={{ label: y, scale, domain }} height={220} legend="top">
      {pinned(ghost, [[of[0], 1]])}
      {ghost && <Points tone="ghost" category={2} {...dots(ghost, of[1])} size={4} />}
      <Line name={decayed} category={1} x={history.steps} y={first} />
      <Points name={growing} category={2} {...dots(history, of[1])} size={2.5} labelled />
    </Chart>
  );
}

export const LossChart = (props: Props) => (
  <PairChart
    {...props}
    label="Training loss of both runs, batch by batch"
    y="Loss of the next batch"
    of={['lossWeightDecay', 'lossExponential']}
    scale="log"
    from={0.3}
  />
);

export const AccuracyChart = (props: Props) => (
  <PairChart
    {...props}
    label="Test accuracy of both runs"
    y="Test accuracy"
    of={['accuracyWeightDecay', 'accuracyExponential']}
    domain={[0, 1]}
  />
);

/** Both learning rates; children are drawn over them. */
export function RateChart({ history, ghost, children, to }: Props & { readonly to?: number }) {
  return (
    <Chart
      label="Learning rates of both runs on a logarithmic axis"
      x={{ ...step, domain: [0, to] }}
      y={{ label: 'Learning rate', scale: 'log' }}
      height={220}
      legend="top"
    >
      {pinned(ghost, [
        ['learningRate', 1],
        ['exponentialLearningRate', 2],
      ])}
      <Line name={decayed} category={1} x={history.steps} y={history.metrics.learningRate ?? []} />
      <Line name={growing} category={2} x={history.steps} y={history.metrics.exponentialLearningRate ?? []} />
      {children}
    </Chart>
  );
}

/** Norms of the weights, and what the theorem says that the growing one is. */
export function NormChart(props: Props) {
  const { history, ghost } = props;
  const { metrics, steps } = history;
  return (
    <Chart
      label="Norms of the weights of both runs, and the predicted norm, on a logarithmic axis"
      x={step}
      y={{
        label: 'Norm of the weights',
        scale: 'log',
        domain: [floorOf(both(props, 'normWeightDecay'), 1), undefined],
      }}
      height={220}
      legend="top"
    >
      {pinned(ghost, [
        ['normWeightDecay', 1],
        ['normExponential', 2],
      ])}
      <Line name={decayed} category={1} x={steps} y={metrics.normWeightDecay ?? []} />
      <Points name={growing} category={2} {...dots(history, 'normExponential')} size={2.5} labelled />
      <Line name="theory" tone="theory" x={steps} y={metrics.predictedNorm ?? []} />
    </Chart>
  );
}

/** How far apart the two functions are. */
export function DeviationChart({ history, ghost }: Props) {
  return (
    <Chart
      label="Largest difference of class probabilities between the runs, on a logarithmic axis"
      x={step}
      y={{ label: 'Largest difference', scale: 'log', domain: [1e-7, 1] }}
      height={220}
    >
      {pinned(ghost, [['maxDeviation', 3]])}
      <Line category={3} x={history.steps} y={history.metrics.maxDeviation ?? []} />
      <Rule y={1e-3} label="0.001" labelAt="start" />
    </Chart>
  );
}

const pairsOf = ({ shape, data }: Field) => ({
  x: Array.from(data.slice(0, shape[1])),
  y: Array.from(data.slice(shape[1])),
});

/** One dot a test image: the probability that each run gives to the right digit. */
export function AgreementChart({ probabilities, ghost }: { readonly probabilities: Field; readonly ghost?: Field }) {
  const count = probabilities.shape[1];
  return (
    <Chart
      label={`Probability of the right digit in both runs, for ${count} test images: on the diagonal they agree`}
      x={{ label: 'Right digit, weight decay', domain: [0, 1] }}
      y={{ label: 'Right digit, growing rate', domain: [0, 1] }}
      height={220}
      legend="top"
      readOut={false}
    >
      <Line name="agreement" tone="theory" x={[0, 1]} y={[0, 1]} />
      {ghost && <Points tone="ghost" category={3} {...pairsOf(ghost)} size={2.5} readable={false} />}
      <Points category={3} {...pairsOf(probabilities)} size={2.5} opacity={0.6} readable={false} />
    </Chart>
  );
}
