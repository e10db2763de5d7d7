import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { DifferentialPrivacyFrame, DifferentialPrivacyParams } from './differential-privacy.experiment';
import declaration from './differential-privacy.experiment?declaration';
import { percent, rounded } from './words';

type State = FigureState<DifferentialPrivacyParams, DifferentialPrivacyFrame>;

/** Where a run stands: its accuracy, and the promise that it makes. */
const resultOf = ({ metrics }: DifferentialPrivacyFrame) => ({
  x: [metrics.epsilon],
  y: [metrics.testAccuracy],
  size: 6,
  category: 3 as const,
});

function Plots({ params, frame, history, ghost }: State) {
  const { recorded, recordedEpsilon, instaHide } = frame;
  return (
    <Panels columns={2}>
      <Chart
        label="Test accuracy against the privacy budget ε: recorded runs, this run, and InstaHide without an ε"
        x={{ label: 'Privacy budget ε', scale: 'log', domain: [0.2, 200] }}
        y={{ label: 'Test accuracy', domain: [0.4, 1.1], ticks: [0.4, 0.6, 0.8, 1] }}
        height={300}
        legend="top"
      >
        <Rule y={0.75} label="CIFAR-10, 2020" tone="published" labelAt="start" />
        {instaHide.runs > 0 && (
          <Rule y={instaHide.mean} label="InstaHide here: no ε at all" tone="practice" category={2} labelAt="end" />
        )}
        <Line name="DP-SGD, five seeds" x={recordedEpsilon} y={recorded.y} category={1} />
        <Points x={recordedEpsilon} y={recorded.y} error={recorded.deviation} category={1} />
        {ghost && <Points tone="ghost" {...resultOf(ghost.frame)} />}
        <Points name="this run" labelled {...resultOf(frame)} />
      </Chart>
      <Chart
        label="Test accuracy against training steps"
        x={{ label: 'Steps', domain: [0, 300] }}
        y={{ label: 'Test accuracy', domain: [0, 1] }}
        height={300}
        legend="top"
      >
        {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.testAccuracy} category={3} />}
        <Line name={`σ = ${params.noiseMultiplier}`} x={history.steps} y={history.metrics.testAccuracy} category={3} />
      </Chart>
    </Panels>
  );
}

export const figure = defineFigure<DifferentialPrivacyParams, DifferentialPrivacyFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testAccuracy, epsilon } = frame.metrics;
    const promise = Number.isNaN(epsilon)
      ? 'Without noise nothing is promised'
      : `The promise is ε = ${rounded(epsilon)} at δ = 10⁻⁴`;
    return `Noise of ${params.noiseMultiplier} times the clipping norm, ${frame.step} steps on ${params.images.toLocaleString('en')} digits: ${percent(testAccuracy)} of test digits. ${promise}. The points are means over five recorded seeds, with one standard deviation; the InstaHide line is of a convolutional net, and DP-SGD’s net is fully connected.`;
  },
});
