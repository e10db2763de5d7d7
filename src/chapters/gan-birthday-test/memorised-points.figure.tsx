import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Chart } from '../../plots/Chart';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Rule } from '../../plots/Rule';
import type { MemorisedPointsFrame, MemorisedPointsParams } from './memorised-points.experiment';
import declaration from './memorised-points.experiment?declaration';
import { aboveHalf, PointCloud } from './PointCloud';
import { whole } from './words';

/** What the discriminator says of the square, with the points that the generator knows by heart. */
function Field({ frame }: { readonly frame: MemorisedPointsFrame }) {
  const side = frame.discriminator.shape[0];
  return (
    <Heatmap
      label="The discriminator’s field over the square, and the memorised points"
      title="Purple: the memorised points"
      rows={side}
      columns={side}
      values={aboveHalf(frame.discriminator.data)}
      map="redBlue"
      domain={[-0.5, 0.5]}
      unit="D − ½: blue is taken for fresh"
    >
      <PointCloud points={frame.memorised} extent={1} cells={side} kind="memorised" />
    </Heatmap>
  );
}

function Plots({ params, frame, history, ghost }: FigureState<MemorisedPointsParams, MemorisedPointsFrame>) {
  return (
    <>
      <Panels columns={2}>
        <Field frame={frame} />
        <Chart
          label="Advantage of the discriminator on fresh data against training step, and that of the cell toy"
          x={{ label: 'Training step', domain: [0, 2000] }}
          y={{ label: 'Advantage on fresh data', domain: [-0.05, 1] }}
          height={400}
        >
          {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.advantage} category={1} />}
          {ghost && <Rule tone="ghost" y={ghost.frame.metrics.cellToyAdvantage} />}
          <Line name="this net" x={history.steps} y={history.metrics.advantage} category={1} />
          <Rule y={frame.metrics.cellToyAdvantage} label={`cell toy with ${whole(frame.parameters)} cells`} />
        </Chart>
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Field frame={ghost.frame} />
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<MemorisedPointsParams, MemorisedPointsFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { advantage, cellToyAdvantage } = frame.metrics;
    return `${whole(params.points)} memorised points against a discriminator of ${whole(frame.parameters)} parameters, step ${whole(frame.step)}: its advantage on fresh data is ${advantage.toFixed(2)}. As many cells as parameters, each free to say what it likes, would reach ${cellToyAdvantage.toFixed(2)}.`;
  },
});
