import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { OverflowParams } from './overflow.experiment';
import declaration from './overflow.experiment?declaration';
import { AccuracyChart, DeviationChart } from './TwinCharts';
import { largestFloat32 } from './theory';
import type { TwinFrame } from './twins';
import { rateInWords, twinFinding } from './words';

function Plots({ history, ghost }: FigureState<OverflowParams, TwinFrame>) {
  return (
    <Panels minimum={240} columns={3}>
      <Chart
        label="Decimal logarithm of the growing learning rate, with the limit of 32-bit floats"
        x={{ label: 'Step' }}
        y={{ label: 'Growing rate, power of ten' }}
        height={220}
      >
        {ghost && (
          <Line tone="ghost" category={2} x={ghost.history.steps} y={ghost.history.metrics.log10LearningRate ?? []} />
        )}
        <Line category={2} x={history.steps} y={history.metrics.log10LearningRate ?? []} />
        <Rule y={Math.log10(largestFloat32)} label="largest 32-bit float" labelAt="start" />
      </Chart>
      <DeviationChart history={history} ghost={ghost?.history} />
      <AccuracyChart history={history} ghost={ghost?.history} />
    </Panels>
  );
}

export const figure = defineFigure<OverflowParams, TwinFrame>({
  declaration,
  Plots,
  caption({ params, frame: { step, metrics, status } }) {
    if (status === 'diverged') {
      return `Kept as they are, the weights of the growing run ended by step ${step.toLocaleString('en')}, at a rate of ${rateInWords(metrics.log10LearningRate)}: a 32-bit float holds no more.`;
    }
    const kept =
      params.representation === 'direct' ? 'Weights and rate are kept as they are' : 'The exponents are kept apart';
    return `${kept}. ${twinFinding(step, metrics)}`;
  },
});
