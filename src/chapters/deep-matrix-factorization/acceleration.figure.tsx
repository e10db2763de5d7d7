import { defineFigure, type FigureState } from '../../essay/figure';
import type { Field } from '../../lab/experiment';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Rule } from '../../plots/Rule';
import type { AccelerationFrame, AccelerationParams } from './acceleration.experiment';
import declaration from './acceleration.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<AccelerationParams, AccelerationFrame>;

/** Samples × 2 as two lists; iterations count from 1, so that a logarithmic axis has a place for the first. */
const curve = ({ shape, data }: Field) => ({
  x: Array.from({ length: shape[0] }, (_, i) => data[2 * i] + 1),
  y: Array.from({ length: shape[0] }, (_, i) => data[2 * i + 1]),
});

const nameOf = ({ depth, momentum }: AccelerationParams): string => `depth ${depth}${momentum ? ', momentum' : ''}`;

/** The pinned run; and what plain descent did on its loss, where that is another loss. */
function pinnedCurves(ghost: NonNullable<State['ghost']>, params: AccelerationParams, frame: AccelerationFrame) {
  const loss = ghost.params.p === params.p ? '' : `, p = ${ghost.params.p}`;
  const run = { ...curve(ghost.frame.curve), name: `pinned: ${nameOf(ghost.params)}${loss}`, category: 1 as const };
  const plain = { ...curve(ghost.frame.reference), name: `pinned: depth 1, plain${loss}`, category: 5 as const };
  return ghost.frame.metrics.referenceLoss === frame.metrics.referenceLoss ? [run] : [plain, run];
}

function Plots({ params, frame, ghost }: State) {
  const [live, reference] = [curve(frame.curve), curve(frame.reference)];
  const pinned = ghost && pinnedCurves(ghost, params, frame);
  return (
    <Chart
      label="Loss against iteration, beside plain gradient descent at depth 1"
      x={{ label: 'Iteration', scale: 'log' }}
      y={{ label: `Loss, mean |error|${params.p === 4 ? '⁴/4' : '²/2'}`, scale: 'log' }}
      height={320}
      legend="top"
    >
      <Rule y={frame.metrics.referenceLoss} label="loss to reach" labelAt="start" />
      {pinned?.map(({ name, x, y, category }) => (
        <Line key={name} name={name} tone="ghost" category={category} x={x} y={y} />
      ))}
      <Line name="depth 1, plain" x={reference.x} y={reference.y} category={5} />
      <Line name={nameOf(params)} x={live.x} y={live.y} category={1} />
    </Chart>
  );
}

export const figure = defineFigure<AccelerationParams, AccelerationFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { loss, iterationsToReference, referenceLoss, referenceIterations, tunedStepSize } = frame.metrics;
    const reached = Number.isNaN(iterationsToReference)
      ? 'has not reached that loss yet'
      : `reached it after ${counted(iterationsToReference)}`;
    return (
      `p = ${params.p}: plain gradient descent comes to a loss of ${inWords(referenceLoss)} in ${counted(referenceIterations)} iterations; ${nameOf(params)} ${reached}. ` +
      `Loss now ${inWords(loss)}; tuned step size ${inWords(tunedStepSize)}.`
    );
  },
  table({ frame }) {
    const { x, y } = curve(frame.curve);
    return { columns: ['iteration', 'loss'], rows: x.map((k, i) => [k, y[i]]) };
  },
});
