import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { DigitGanFrame, DigitGanParams } from './digit-gan.experiment';
import declaration from './digit-gan.experiment?declaration';
import { about, percent, whole } from './words';

const classes = Array.from({ length: 10 }, (_, i) => String(i));

function Plots({ frame, history, ghost }: FigureState<DigitGanParams, DigitGanFrame>) {
  const [count, side] = frame.drawn.shape;
  const { steps, metrics } = history;
  const grid = { count, rows: side, columns: side, perRow: 8, domain: [0, 255] as const, maximumSize: 36 };
  return (
    <Panels columns={2}>
      <ImageGrid label={`${count} digits drawn by the generator`} title="Drawn" images={frame.drawn.data} {...grid} />
      <ImageGrid label={`${count} real digits`} title="Real" images={frame.real.data} {...grid} />
      <Chart
        label="Share of each class of digit among 1,000 drawn ones"
        x={{ label: 'Class, by the classifier' }}
        y={{ label: 'Share', domain: [0, undefined] }}
        height={230}
      >
        <Bars name="drawn" names={classes} values={frame.classShares} category={1} />
        <Rule y={0.1} label="real: about a tenth" />
      </Chart>
      <Chart
        label="Effective classes and the discriminator’s loss against training step"
        x={{ label: 'Training step', domain: [0, 3000] }}
        y={{ label: 'Effective classes; loss', domain: [0, 10] }}
        height={230}
        legend="top"
      >
        {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.effectiveClasses} />}
        <Line name="effective classes" x={steps} y={metrics.effectiveClasses} category={1} />
        <Line name="discriminator’s loss" x={steps} y={metrics.discriminatorLoss} category={2} />
      </Chart>
    </Panels>
  );
}

export const figure = defineFigure<DigitGanParams, DigitGanFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    return `Discriminator of width ${params.discriminatorWidth}, step ${whole(frame.step)}: ${about(frame.metrics.effectiveClasses)} effective classes of ten, as counted by a classifier that is right on ${percent(frame.classifierAccuracy)} of real digits.`;
  },
});
