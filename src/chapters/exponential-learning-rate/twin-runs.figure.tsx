import { defineFigure } from '../../essay/figure';
import { Panels } from '../../plots/Panels';
import { AccuracyChart, AgreementChart, DeviationChart, LossChart, NormChart, RateChart } from './TwinCharts';
import type { TwinFrame, TwinRunsParams } from './twin-runs.experiment';
import declaration from './twin-runs.experiment?declaration';
import { twinFinding } from './words';

export const figure = defineFigure<TwinRunsParams, TwinFrame>({
  declaration,
  Plots: ({ frame, history, ghost }) => (
    <Panels minimum={260} columns={3}>
      <LossChart history={history} ghost={ghost?.history} />
      <RateChart history={history} ghost={ghost?.history} />
      <NormChart history={history} ghost={ghost?.history} />
      <DeviationChart history={history} ghost={ghost?.history} />
      <AccuracyChart history={history} ghost={ghost?.history} />
      <AgreementChart probabilities={frame.probabilities} ghost={ghost?.frame.probabilities} />
    </Panels>
  ),
  caption: ({ frame: { step, metrics } }) => twinFinding(step, metrics),
});
