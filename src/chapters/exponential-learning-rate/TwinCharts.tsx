/** The charts of a pair of runs: each a function of the history, so that the figures of this chapter compose them. */
import type { ReactNode } from 'react';
import type { History } from '../../essay/figure';
import type { Field } from '../../lab/experiment';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';

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

/** The least value, or `usual` where that is less: the first frame has room on its axis, though both runs are one dot. */
const floorOf = (values: readonly number[] = [], usual: number): number =>
  values.reduce((least, value) => (value > 0 && value < least ? value : least), usual);

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
  const [first, second] = of.map((name) => history.metrics[name] ?? []);
  const domain = from === undefined ? props.domain : ([floorOf(first, from), undefined] as const);
  return (
    <Chart label={label} x={step} y={{ label: y, scale, domain }} height={220} legend="top">
      {ghost && <Line tone="ghost" category={1} x={ghost.steps} y={ghost.metrics[of[0]] ?? []} />}
      {ghost && <Line tone="ghost" category={2} x={ghost.steps} y={ghost.metrics[of[1]] ?? []} />}
      <Line name={decayed} category={1} x={history.steps} y={first} />
      <Points name={growing} category={2} x={sparse(history.steps)} y={sparse(second)} size={2.5} labelled />
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
      {ghost && <Line tone="ghost" category={2} x={ghost.steps} y={ghost.metrics.exponentialLearningRate ?? []} />}
      <Line name={decayed} category={1} x={history.steps} y={history.metrics.learningRate ?? []} />
      <Line name={growing} category={2} x={history.steps} y={history.metrics.exponentialLearningRate ?? []} />
      {children}
    </Chart>
  );
}

/** Norms of the weights, and what the theorem says that the growing one is. */
export function NormChart({ history, ghost }: Props) {
  const { metrics, steps } = history;
  return (
    <Chart
      label="Norms of the weights of both runs, and the predicted norm, on a logarithmic axis"
      x={step}
      y={{ label: 'Norm of the weights', scale: 'log', domain: [floorOf(metrics.normWeightDecay, 1), undefined] }}
      height={220}
      legend="top"
    >
      {ghost && <Line tone="ghost" category={2} x={ghost.steps} y={ghost.metrics.normExponential ?? []} />}
      <Line name={decayed} category={1} x={steps} y={metrics.normWeightDecay ?? []} />
      <Points
        name={growing}
        category={2}
        x={sparse(steps)}
        y={sparse(metrics.normExponential ?? [])}
        size={2.5}
        labelled
      />
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
      {ghost && <Line tone="ghost" x={ghost.steps} y={ghost.metrics.maxDeviation ?? []} />}
      <Line category={3} x={history.steps} y={history.metrics.maxDeviation ?? []} />
      <Rule y={1e-3} label="0.001" labelAt="start" />
    </Chart>
  );
}

/** One dot a test image: the probability that each run gives to the right digit. */
export function AgreementChart({ probabilities }: { readonly probabilities: Field }) {
  const count = probabilities.shape[1];
  const values = Array.from(probabilities.data);
  return (
    <Chart
      label={`Probability of the right digit in both runs, for ${count} test images: on the diagonal they agree`}
      x={{ label: 'Right digit, weight decay', domain: [0, 1] }}
      y={{ label: 'Right digit, growing rate', domain: [0, 1] }}
      height={220}
      readOut={false}
    >
      <Line tone="theory" x={[0, 1]} y={[0, 1]} />
      <Points
        category={3}
        x={values.slice(0, count)}
        y={values.slice(count)}
        size={2.5}
        opacity={0.6}
        readable={false}
      />
    </Chart>
  );
}
