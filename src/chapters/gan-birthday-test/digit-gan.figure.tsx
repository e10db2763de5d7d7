import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import type { Field } from '../../lab/experiment';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Rule } from '../../plots/Rule';
import type { DigitGanFrame, DigitGanParams } from './digit-gan.experiment';
import declaration from './digit-gan.experiment?declaration';
import { about, percent, whole } from './words';

const classes = Array.from({ length: 10 }, (_, i) => String(i));

/** Pictures of digits as all grids of this figure have them. */
function gridOf({ shape, data }: Field) {
  const [count, side] = shape;
  return { images: data, count, rows: side, columns: side, perRow: 8, domain: [0, 255] as const, maximumSize: 36 };
}

function Plots({ params, frame, history, ghost }: FigureState<DigitGanParams, DigitGanFrame>) {
  const { steps, metrics } = history;
  const past = ghost?.history;
  return (
    <>
      <Panels columns={2}>
        <ImageGrid label="Digits drawn by the generator" title="Drawn" {...gridOf(frame.drawn)} />
        <ImageGrid label="Real digits" title="Real" {...gridOf(frame.real)} />
        <Chart
          label="Share of each class of digit among 1,000 drawn ones"
          x={{ label: 'Class, by the classifier' }}
          y={{ label: 'Share', domain: [0, undefined] }}
          height={230}
        >
          {ghost && <Bars tone="ghost" names={classes} values={ghost.frame.classShares} category={1} />}
          <Bars name="drawn" names={classes} values={frame.classShares} category={1} />
          <Rule y={0.1} label="real: about a tenth" labelAt="start" />
        </Chart>
        <Chart
          label="Effective classes and the discriminator’s loss against training step"
          x={{ label: 'Training step', domain: [0, 3000] }}
          y={{ label: 'Effective classes; loss', domain: [0, 10] }}
          height={230}
          legend="top"
        >
          {past && <Line tone="ghost" x={past.steps} y={past.metrics.effectiveClasses} category={1} />}
          {past && <Line tone="ghost" x={past.steps} y={past.metrics.discriminatorLoss} category={2} />}
          <Line name="effective classes" x={steps} y={metrics.effectiveClasses} category={1} />
          <Line name="discriminator’s loss" x={steps} y={metrics.discriminatorLoss} category={2} />
        </Chart>
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <ImageGrid label="Digits drawn by the pinned run’s generator" {...gridOf(ghost.frame.drawn)} />
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<DigitGanParams, DigitGanFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    return `Discriminator of width ${params.discriminatorWidth}, step ${whole(frame.step)}: effectively ${about(frame.metrics.effectiveClasses)} of ten classes, as counted by a classifier that is right on ${percent(frame.classifierAccuracy)} of real digits.`;
  },
});
