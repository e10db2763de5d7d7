import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Rule } from '../../plots/Rule';
import { atEpochs } from './atEpochs';
import type { SchemeRaceFrame, SchemeRaceParams } from './scheme-race.experiment';
import declaration from './scheme-race.experiment?declaration';
import { percent } from './words';

type State = FigureState<SchemeRaceParams, SchemeRaceFrame>;

const lines = [
  { metric: 'plainAccuracy', name: 'plain images' },
  { metric: 'mixupAccuracy', name: 'mixup' },
  { metric: 'maskOnlyAccuracy', name: 'mask only' },
  { metric: 'crossAccuracy', name: 'InstaHide, across' },
  { metric: 'insideAccuracy', name: 'InstaHide, inside' },
] as const;

function Plots({ params, frame, history, ghost }: State) {
  const perEpoch = 5 * Math.ceil(params.images / 64);
  return (
    <Chart
      label="Accuracy on clean test digits against epochs, for five ways of showing the training images"
      x={{ label: 'Epochs', domain: [0, Math.max(frame.epoch, params.epochs)] }}
      y={{ label: 'Test accuracy', domain: [0, 1] }}
      height={340}
    >
      <Rule y={0.9} label="InstaHide on CIFAR-10, published: about 0.9" tone="published" labelAt="start" />
      {ghost &&
        lines.map(({ metric }) => <Line key={metric} tone="ghost" {...atEpochs(ghost.history, metric, perEpoch)} />)}
      {lines.map(({ metric, name }) => (
        <Line key={name} name={name} {...atEpochs(history, metric, perEpoch)} />
      ))}
    </Chart>
  );
}

export const figure = defineFigure<SchemeRaceParams, SchemeRaceFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const parts = lines.map(({ metric, name }) => `${name} ${percent(frame.metrics[metric])}`).join(', ');
    return `${params.images.toLocaleString('en')} digits, mixtures of ${params.k}, after ${frame.epoch} epochs: ${parts}. All are tested on the same clean digits.`;
  },
});
