import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { atEpochs } from './atEpochs';
import { side } from './image-size';
import type { PrivateTrainingFrame, PrivateTrainingParams } from './private-training.experiment';
import declaration from './private-training.experiment?declaration';
import { epochsOf, percent, schemeWords } from './words';

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
      x={{ label: `Recorded, ${params.architecture === 'cnn' ? 'raw net' : 'net on |x|'}` }}
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

/** Pictures of a batch in a row. */
const pictures = ({ shape, data }: PrivateTrainingFrame['originals']) => ({
  images: data,
  count: shape[0],
  rows: side,
  columns: side,
  perRow: 4,
});

const Seen = ({ frame }: { readonly frame: PrivateTrainingFrame }) => (
  <ImageGrid {...pictures(frame.encryptions)} label="What the net was shown in their place" title="What the net sees" />
);

/** The accuracies of a run by its own epochs. */
function curvesOf({ params, history }: Pick<State, 'params' | 'history'>) {
  const batches = Math.ceil(params.images / 64);
  return {
    clean: { ...atEpochs(history, 'testAccuracy', batches), category: 1 },
    masked: { ...atEpochs(history, 'maskedAccuracy', batches), category: 2 },
  } as const;
}

function Plots(state: State) {
  const { params, frame, ghost } = state;
  const now = curvesOf(state);
  const past = ghost && curvesOf(ghost);
  return (
    <>
      <Panels columns={2}>
        <ImageGrid {...pictures(frame.originals)} label="Private images of the last batch" title="Private images" />
        <Seen frame={frame} />
      </Panels>
      <Panels columns={2}>
        <Chart
          label="Accuracy on clean and on masked test digits against epochs"
          x={{ label: 'Epochs', domain: [0, Math.max(params.epochs, ghost?.params.epochs ?? 0)] }}
          y={{ label: 'Test accuracy', domain: [0, 1] }}
          height={260}
          legend="top"
        >
          {past && <Line tone="ghost" {...past.clean} />}
          {past && <Line tone="ghost" {...past.masked} />}
          <Line name="clean digits" {...now.clean} />
          <Line name="masked, averaged" {...now.masked} />
        </Chart>
        <Recorded {...state} />
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Seen frame={ghost.frame} />
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<PrivateTrainingParams, PrivateTrainingFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testAccuracy, maskedAccuracy, encryptions } = frame.metrics;
    const shown = schemeWords[params.scheme];
    return `Trained on ${shown}: after ${epochsOf(frame.epoch)} and ${encryptions.toLocaleString('en')} released training images the net classifies ${percent(testAccuracy)} of clean test digits rightly, and ${percent(maskedAccuracy)} by the average over random masks. The bars are means of recorded runs on 2,000 digits with k = 4.`;
  },
});
