import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import type { AverageFrame, AverageParams } from './average-the-encodings.experiment';
import declaration from './average-the-encodings.experiment?declaration';
import { side } from './image-size';
import { rounded } from './words';

type State = FigureState<AverageParams, AverageFrame>;

/** Pictures of a row, one for each private image. */
function rowOf({ truth }: AverageFrame) {
  const [count] = truth.shape;
  return { count, rows: side, columns: side, perRow: count, maximumSize: 64, domain: [0, 255] as const };
}

/** What averaging has come to, with the correlation of each with its image. */
function Averages({ params, frame }: Pick<State, 'params' | 'frame'>) {
  const shared = rowOf(frame);
  return (
    <ImageGrid
      {...shared}
      label="Averages of all encryptions of each so far"
      title={`Average over ${frame.step}${params.signed ? ', signs kept' : ' absolute values'}`}
      images={frame.averages.data}
      captions={frame.correlations.slice(0, shared.count).map((c) => (frame.step > 0 ? rounded(c) : ''))}
    />
  );
}

function Plots({ params, frame, history, ghost }: State) {
  const shared = rowOf(frame);
  const most = Math.max(params.encryptionsPerImage, ghost?.params.encryptionsPerImage ?? 0);
  return (
    <>
      <Panels columns={2} minimum={400}>
        <ImageGrid
          {...shared}
          label="Private images less their mean"
          title="Private images, less their mean"
          images={frame.truth.data}
        />
        <ImageGrid
          {...shared}
          label="The latest encryption of each"
          title="The latest encryption of each"
          images={frame.encryptions.data}
        />
        <Averages params={params} frame={frame} />
      </Panels>
      <Chart
        label="Mean correlation of the averages with their images, against encryptions averaged"
        x={{ label: 'Encryptions averaged', domain: [0, most] }}
        y={{ label: 'Correlation', domain: [-0.1, 1] }}
        height={240}
      >
        {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.correlation} category={1} />}
        <Line name={`k = ${params.k}`} x={history.steps} y={history.metrics.correlation} category={1} />
      </Chart>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Averages {...ghost} />
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<AverageParams, AverageFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const what = params.signed ? 'Encryptions with their signs' : 'Absolute values of encryptions';
    return `${what}, mixtures of ${params.k}, averaged over ${frame.step}: on the mean over 20 private images the correlation with the image is ${rounded(frame.metrics.correlation)}.`;
  },
});
