import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Rule } from '../../plots/Rule';
import { atEpochs } from './atEpochs';
import type { SchemeRaceFrame, SchemeRaceParams } from './scheme-race.experiment';
import declaration from './scheme-race.experiment?declaration';
import { epochsOf, percent } from './words';

type State = FigureState<SchemeRaceParams, SchemeRaceFrame>;

const lines = [
  { metric: 'plainAccuracy', name: 'plain images', category: 1 },
  { metric: 'mixupAccuracy', name: 'mixup', category: 2 },
  { metric: 'maskOnlyAccuracy', name: 'mask only', category: 3 },
  { metric: 'crossAccuracy', name: 'InstaHide, across', category: 4 },
  { metric: 'insideAccuracy', name: 'InstaHide, inside', category: 5 },
] as const;

/** Steps in an epoch: each of the five nets takes its batches in turn. */
const stepsPerEpoch = ({ images }: SchemeRaceParams): number => 5 * Math.ceil(images / 64);

function Plots({ params, frame, history, ghost }: State) {
  const last = Math.max(frame.epoch, params.epochs, ghost?.params.epochs ?? 0);
  return (
    <Chart
      label="Accuracy on clean test digits against epochs, for five ways of showing the training images"
      x={{ label: 'Epochs', domain: [0, last] }}
      y={{ label: 'Test accuracy', domain: [0, 1.1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }}
      height={340}
    >
      <Rule y={0.9} label="InstaHide on CIFAR-10, published: about 0.9" tone="published" labelAt="start" />
      {ghost &&
        lines.map(({ metric, category }) => (
          <Line
            key={`pinned ${metric}`}
            tone="ghost"
            category={category}
            {...atEpochs(ghost.history, metric, stepsPerEpoch(ghost.params))}
          />
        ))}
      {lines.map(({ metric, name, category }) => (
        <Line key={metric} name={name} category={category} {...atEpochs(history, metric, stepsPerEpoch(params))} />
      ))}
    </Chart>
  );
}

export const figure = defineFigure<SchemeRaceParams, SchemeRaceFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const parts = lines.map(({ metric, name }) => `${name} ${percent(frame.metrics[metric])}`).join(', ');
    return `${params.images.toLocaleString('en')} digits, mixtures of ${params.k}, after ${epochsOf(frame.epoch)}: ${parts}. All are tested on the same clean digits.`;
  },
});
