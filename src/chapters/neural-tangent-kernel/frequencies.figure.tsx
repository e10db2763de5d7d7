import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Category } from '../../plots/tones';
import type { FrequencyFrame, FrequencyParams } from './frequencies.experiment';
import declaration from './frequencies.experiment?declaration';

type State = FigureState<FrequencyParams, FrequencyFrame>;

const all = [1, 2, 3, 4] as const;
const name = (k: number): string => `cos ${k === 1 ? '' : k}θ`;

/** The frequencies that the target has. */
const presentIn = ({ metrics }: FrequencyFrame) => all.filter((k) => !Number.isNaN(metrics[`residual${k}`]));

function Plots({ frame, history, ghost }: State) {
  const present = presentIn(frame);
  const positive = (values: readonly number[] | undefined) => (values ?? []).map(Math.abs);
  const lines = (k: number) => ({
    measured: positive(history.metrics[`residual${k}`]),
    theory: history.metrics[`theory${k}`] ?? [],
  });
  return (
    <Panels minimum={300} columns={2}>
      <Chart
        label="What is left to learn of each frequency, measured and predicted, against training step"
        x={{ label: 'Step', domain: [0, 400] }}
        y={{ label: 'What is left, as a share of the start', scale: 'log', domain: [0.003, 1.5] }}
        height={340}
      >
        {present.map((k) => (
          <Line key={`theory ${k}`} tone="theory" category={k as Category} x={history.steps} y={lines(k).theory} />
        ))}
        {ghost &&
          presentIn(ghost.frame).map((k) => (
            <Line
              key={`ghost ${k}`}
              tone="ghost"
              category={k as Category}
              x={ghost.history.steps}
              y={positive(ghost.history.metrics[`residual${k}`])}
            />
          ))}
        {present.map((k) => (
          <Line key={k} name={name(k)} category={k as Category} x={history.steps} y={lines(k).measured} />
        ))}
        <Rule y={Math.exp(-1)} label="1/e" labelAt="start" />
      </Chart>
      <Chart
        label="The target on the circle and what the net has learned of it"
        x={{ label: 'Angle', unit: 'radians', domain: [0, 2 * Math.PI] }}
        y={{ label: 'Output' }}
        height={340}
        legend="top"
      >
        {ghost && <Line tone="ghost" category={6} x={ghost.frame.angles} y={ghost.frame.output} />}
        <Points name="target" category="ink" hollow x={frame.angles} y={frame.target} />
        <Line name="net, minus its start" category={6} x={frame.angles} y={frame.output} />
      </Chart>
    </Panels>
  );
}

const clock = (steps: number): string =>
  Number.isFinite(steps) ? Number(steps.toPrecision(2)).toLocaleString('en-GB') : 'never';

export const figure = defineFigure<FrequencyParams, FrequencyFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const clocks = all.map((k, i) => `${name(k)} ${clock(frame.clocks[i])}`).join(', ');
    const bias = params.bias ? 'with' : 'without';
    return `Width ${params.width.toLocaleString('en-GB')}, depth ${params.depth}, ${bias} a constant input. Steps until 1/e of a frequency is left, by the infinite net: ${clocks}. Dashed: that prediction; solid: the net, ${frame.step} steps on; circles: the target.`;
  },
  summary({ frame }) {
    const left = all.map((k) => `${name(k)} ${Math.round(100 * frame.metrics[`residual${k}`])} %`).join(', ');
    return `After ${frame.step} steps there is left of each frequency: ${left}.`;
  },
});
