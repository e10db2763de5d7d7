import { defineFigure, type FigureState } from '../../essay/figure';
import { formatValue } from '../../plots/format';
import { Handle } from '../../plots/Handle';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import { stepDecaySchedule } from './schedules';
import type { StepDecayParams } from './step-decay.experiment';
import declaration from './step-decay.experiment?declaration';
import { AccuracyChart, DeviationChart, LossChart, RateChart } from './TwinCharts';
import { decayRoots } from './theory';
import type { TwinFrame } from './twins';
import { twinFinding } from './words';

const { maximumSteps } = declaration;
const { min, max } = declaration.params.decayStep as { readonly min: number; readonly max: number };

/** The rates that are planned, before and after the drop; null where there is no real root. */
function plannedRates({ learningRate, weightDecay, momentum, decayStep, decayFactor }: StepDecayParams) {
  if (momentum >= 1 || !decayRoots(learningRate * weightDecay, momentum)) return null;
  const phases = [
    { start: 0, learningRate },
    { start: decayStep, learningRate: learningRate / decayFactor },
  ];
  const { logRate } = stepDecaySchedule(phases, weightDecay, momentum);
  const steps = [0, decayStep - 1, decayStep, maximumSteps];
  return { steps, rates: steps.map((step) => Math.exp(logRate(step))) };
}

function Plots({ params, history, ghost, set }: FigureState<StepDecayParams, TwinFrame>) {
  const planned = plannedRates(params);
  // Halfway up the line on the logarithmic axis: clear of the word above it.
  const middle = planned ? Math.sqrt(planned.rates[0] * planned.rates[1]) : 1;
  const moveTo = ({ x }: { readonly x: number }) =>
    set({ decayStep: Math.min(max, Math.max(min, 10 * Math.round(x / 10))) });
  return (
    <Panels minimum={300} columns={2}>
      <RateChart history={history} ghost={ghost?.history} to={maximumSteps}>
        {planned && <Line name="theory" tone="theory" x={planned.steps} y={planned.rates} />}
        {ghost && ghost.params.decayStep !== params.decayStep && <Rule tone="ghost" x={ghost.params.decayStep} />}
        <Rule x={params.decayStep} label="drop" />
        {planned && <Handle name="Step of the drop" axis="x" x={params.decayStep} y={middle} onMove={moveTo} />}
      </RateChart>
      <LossChart history={history} ghost={ghost?.history} />
      <DeviationChart history={history} ghost={ghost?.history} />
      <AccuracyChart history={history} ghost={ghost?.history} />
    </Panels>
  );
}

export const figure = defineFigure<StepDecayParams, TwinFrame>({
  declaration,
  Plots,
  caption({ params, frame: { step, metrics } }) {
    const { learningRateBefore, learningRateAfter } = metrics;
    return `At step ${params.decayStep.toLocaleString('en')} the constant rate is divided by ${formatValue(params.decayFactor)} and the growing one drops from ${formatValue(learningRateBefore)} to ${formatValue(learningRateAfter)}. ${twinFinding(step, metrics)}`;
  },
});
