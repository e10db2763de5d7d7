import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Rule } from '../../plots/Rule';
import type { WidthFloorFrame, WidthFloorParams } from './width-floor.experiment';
import declaration from './width-floor.experiment?declaration';

type State = FigureState<WidthFloorParams, WidthFloorFrame>;

const own = (p: WidthFloorParams): string => `widths ${p.r0}, ${p.r1}, ${p.r2}`;
const rival = (p: WidthFloorParams): string => `widths ${p.rivalR0}, ${p.rivalR1}, ${p.rivalR2}`;

function Plots({ params, frame, history, ghost }: State) {
  const { floor, rivalFloor } = frame.metrics;
  return (
    <Chart
      label="Relative squared error against training step, with the floors that the widths predict"
      x={{ label: 'Training step', domain: [0, 800] }}
      y={{ label: 'Relative squared error', domain: [0, 1.2] }}
      height={320}
    >
      <Rule y={floor} label={`floor for ${own(params)}: ${round(floor)}`} category={1} labelAt="start" />
      {rivalFloor !== undefined && (
        <Rule y={rivalFloor} label={`floor for ${rival(params)}: ${round(rivalFloor)}`} category={2} labelAt="end" />
      )}
      {ghost && <Rule tone="ghost" y={ghost.frame.metrics.floor} category={1} />}
      {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.error} category={1} />}
      {ghost?.history.metrics.rivalError && <Rule tone="ghost" y={ghost.frame.metrics.rivalFloor} category={2} />}
      {ghost?.history.metrics.rivalError && (
        <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.rivalError} category={2} />
      )}
      <Line name={own(params)} x={history.steps} y={history.metrics.error} category={1} />
      {history.metrics.rivalError && (
        <Line name={rival(params)} x={history.steps} y={history.metrics.rivalError} category={2} />
      )}
    </Chart>
  );
}

const round = (value: number): string => String(Number(value.toFixed(4)));

const targetWords: Readonly<Record<WidthFloorParams['target'], string>> = {
  'short-range': 'Neighbours depend on each other',
  'long-range': 'Inputs half the line apart depend on each other',
  'mirror-pairs': 'Mirror images depend on each other',
};

export const figure = defineFigure<WidthFloorParams, WidthFloorFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { error, floor, parameters, rivalError, rivalFloor, rivalParameters } = frame.metrics;
    const one = (name: string, weights: number, reached: number, least: number) =>
      `${name} (${weights} weights) stands at ${round(reached)}, its floor is ${round(least)}`;
    const parts = [one(own(params), parameters, error, floor)];
    if (rivalError !== undefined) parts.push(one(rival(params), rivalParameters, rivalError, rivalFloor));
    return `${targetWords[params.target]}. After ${frame.step} steps ${parts.join('; ')}. Best of ${params.restarts} restarts.`;
  },
});
