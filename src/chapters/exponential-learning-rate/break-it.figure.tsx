import { defineFigure } from '../../essay/figure';
import { Panels } from '../../plots/Panels';
import type { BreakItParams } from './break-it.experiment';
import declaration from './break-it.experiment?declaration';
import { AccuracyChart, AgreementChart, DeviationChart } from './TwinCharts';
import type { TwinFrame } from './twins';
import { twinFinding } from './words';

/** What the mistake does, in a sentence. */
const meanings: Readonly<Record<BreakItParams['mistake'], string>> = {
  none: 'Nothing is wrong here: the two runs are one.',
  normalization:
    'Without normalisation the network feels the size of its weights, and the growing rate tears it apart.',
  'zero-buffer': 'A buffer of zeros is the right start for another run with weight decay, one that was already moving.',
  'wrong-exponent': 'At half the exponent the rate grows more slowly: less weight decay, not none.',
  'momentum-free': 'The formula without momentum grows about ten times too slowly, as if weight decay were a tenth.',
  'rate-inside': 'With the rate inside the buffer, past gradients keep their old, smaller rates.',
  epsilon: 'An ε in the normalisation is felt by small weights and not by large ones.',
  relu: 'Nothing is wrong in theory; at the kink of a ReLU a difference in the last digit becomes another network.',
};

export const figure = defineFigure<BreakItParams, TwinFrame>({
  declaration,
  Plots: ({ frame, history, ghost }) => (
    <Panels minimum={240} columns={3}>
      <AccuracyChart history={history} ghost={ghost?.history} />
      <DeviationChart history={history} ghost={ghost?.history} />
      <AgreementChart probabilities={frame.probabilities} ghost={ghost?.frame.probabilities} />
    </Panels>
  ),
  caption: ({ params, frame: { step, metrics } }) => `${meanings[params.mistake]} ${twinFinding(step, metrics)}`,
});
