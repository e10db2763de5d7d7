import { defineFigure, type FigureState } from '../../essay/figure';
import { ImageGrid } from '../../plots/ImageGrid';
import type { LeakageFrame, LeakageParams } from './gradient-leakage.experiment';
import declaration from './gradient-leakage.experiment?declaration';
import { side } from './image-size';
import { percent, rounded } from './words';

type State = FigureState<LeakageParams, LeakageFrame>;

const saidError = (error: number): string => (error < 1e-6 ? 'exact' : `${rounded(100 * error, 0)} % off`);

function Plots({ frame }: State) {
  const [count] = frame.truth.shape;
  if (count === 0) return <p className="figure-empty">Press play: each step reads one gradient.</p>;
  const shared = { count, rows: side, columns: side, perRow: 8, domain: [0, 1] as const, maximumSize: 80 };
  return (
    <>
      <ImageGrid
        {...shared}
        label={`The first ${count} images of the batch`}
        title="What was trained on"
        images={frame.truth.data}
      />
      <ImageGrid
        {...shared}
        label="What the gradient gives of them"
        title="What the gradient gives away"
        images={frame.recovered.data}
        captions={frame.errors.map(saidError)}
      />
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
