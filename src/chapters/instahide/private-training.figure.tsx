import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { atEpochs } from './atEpochs';
import { side } from './image-size';
import type { PrivateTrainingFrame, PrivateTrainingParams } from './private-training.experiment';
import declaration from './private-training.experiment?declaration';
import { percent, schemeWords } from './words';

type State = FigureState<PrivateTrainingParams, PrivateTrainingFrame>;

const shortNames = {
  plain: 'plain',
  mixup: 'mixup',
  'mask-only': 'mask',
  'instahide-inside': 'inside',
  'instahide-cross': 'across',
} as const;

function Recorded({ frame, params }: State) {
  const measured = frame.recorded.filter(({ clean }) => clean.runs > 0);
  if (measured.length === 0) return null;
  const names = measured.map(({ scheme }) => shortNames[scheme]);
  return (
    <Chart
      label="Recorded accuracies of all schemes on clean and on masked test digits"
      x={{ label: `Recorded: 2,000 digits, k = 4, ${params.architecture === 'cnn' ? 'raw net' : 'net on |x|'}` }}
      y={{ label: 'Test accuracy', domain: [0, 1] }}
      height={260}
      legend="top"
    >
      <Bars
        name="clean"
        names={names}
        values={measured.map(({ clean }) => clean.mean)}
        error={measured.map(({ clean }) => clean.deviation)}
        part={[0, 2]}
      />
      <Bars
        name="masked"
        names={names}
        values={measured.map(({ masked }) => masked.mean)}
        error={measured.map(({ masked }) => masked.deviation)}
        part={[1, 2]}
      />
    </Chart>
  );
}

function Plots(state: State) {
  const { params, frame, history, ghost } = state;
  const batches = Math.ceil(params.images / 64);
  const [count] = frame.originals.shape;
  return (
    <>
      <Panels columns={2}>
        <ImageGrid
          label={`${count} private images of the last batch`}
          title="Private images"
          images={frame.originals.data}
          count={count}
          rows={side}
          columns={side}
          perRow={4}
        />
        <ImageGrid
          label="What the net was shown in their place"
          title="What the net sees"
          images={frame.encryptions.data}
          count={count}
          rows={side}
          columns={side}
          perRow={4}
        />
      </Panels>
      <Panels columns={2}>
        <Chart
          label="Accuracy on clean and on masked test digits against epochs"
          x={{ label: 'Epochs', domain: [0, params.epochs] }}
          y={{ label: 'Test accuracy', domain: [0, 1] }}
          height={260}
          legend="top"
        >
          {ghost && <Line tone="ghost" {...atEpochs(ghost.history, 'testAccuracy', batches)} />}
          <Line name="clean digits" {...atEpochs(history, 'testAccuracy', batches)} />
          <Line name="masked, averaged" {...atEpochs(history, 'maskedAccuracy', batches)} />
        </Chart>
        <Recorded {...state} />
      </Panels>
    </>
  );
}

export const figure = defineFigure<PrivateTrainingParams, PrivateTrainingFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testAccuracy, maskedAccuracy, encryptions } = frame.metrics;
    const shown = schemeWords[params.scheme];
    return `Trained on ${shown}: after ${frame.epoch} epochs and ${encryptions.toLocaleString('en')} released training images the net classifies ${percent(testAccuracy)} of clean test digits rightly, and ${percent(maskedAccuracy)} by the average over random masks.`;
  },
});
