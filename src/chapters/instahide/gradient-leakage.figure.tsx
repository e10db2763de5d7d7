import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { ImageGrid } from '../../plots/ImageGrid';
import { Pinned } from '../../plots/Pinned';
import type { LeakageFrame, LeakageParams } from './gradient-leakage.experiment';
import declaration from './gradient-leakage.experiment?declaration';
import { side } from './image-size';
import { percent, rounded } from './words';

type State = FigureState<LeakageParams, LeakageFrame>;

/** How many of the images of all trials were recovered. */
const foundIn = ({ step, metrics }: LeakageFrame): string =>
  step === 0 ? 'nothing yet' : `${percent(metrics.recovered, 0)} exactly`;

const saidError = (error: number): string => (error < 1e-6 ? 'exact' : `${rounded(100 * error, 0)} % off`);

const picture = { rows: side, columns: side, domain: [0, 1] as const };

/** What the gradient gives of the images, and how far from them it is. */
function Recovered({ frame, title }: { readonly frame: LeakageFrame; readonly title?: string }) {
  return (
    <ImageGrid
      {...picture}
      count={frame.recovered.shape[0]}
      perRow={8}
      label="What the gradient gives of them"
      title={title}
      images={frame.recovered.data}
      captions={frame.errors.map(saidError)}
      maximumSize={80}
    />
  );
}

function Plots({ params, frame, ghost }: State) {
  const [count] = frame.truth.shape;
  const pinned = ghost && (
    <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
      <Recovered frame={ghost.frame} title={`What dividing gave: ${foundIn(ghost.frame)}`} />
    </Pinned>
  );
  if (count === 0) {
    return (
      <>
        <p className="figure-empty">Press play: each step reads one gradient.</p>
        {pinned}
      </>
    );
  }
  return (
    <>
      <ImageGrid
        {...picture}
        count={count}
        perRow={8}
        label={`The first ${count} images of the batch`}
        title="What was trained on"
        images={frame.truth.data}
        maximumSize={80}
      />
      <ImageGrid
        {...picture}
        count={frame.rows.shape[0]}
        perRow={8}
        label="Rows of the gradient of the first layer, one for each of eight hidden units, over the bias’s"
        title="Rows of ∂L/∂W, and their ∂L/∂b"
        images={frame.rows.data}
        domain={[0, 255]}
        captions={frame.deltas.map((delta) => rounded(delta))}
        maximumSize={80}
      />
      <Recovered frame={frame} title="What dividing gives" />
      {pinned}
    </>
  );
}

export const figure = defineFigure<LeakageParams, LeakageFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { reconstructionError, recovered, correlation } = frame.metrics;
    const images = params.batchSize === 1 ? 'one image' : `${params.batchSize} images`;
    const noise =
      params.noise > 0 ? `, clipped to length 1 and with noise of ${params.noise} on every entry` : ', as it was sent';
    if (frame.step === 0) return `The gradient of ${images}${noise}.`;
    return `The gradient of ${images} at ${params.width} hidden units${noise}. Over ${frame.step} trials ${percent(recovered, 0)} of the images are recovered exactly; the mean relative error is ${reconstructionError < 1e-6 ? 'below 10⁻⁶' : rounded(reconstructionError)}, the mean correlation ${rounded(correlation)}.`;
  },
});
