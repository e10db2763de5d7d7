import { defineFigure, type FigureState } from '../../essay/figure';
import { Band } from '../../plots/Band';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { BirthdayFrame, BirthdayParams } from './birthday.experiment';
import declaration from './birthday.experiment?declaration';
import { MarkingBoard } from './MarkingBoard';
import { about } from './words';

type State = FigureState<BirthdayParams, BirthdayFrame>;

/** While digits are drawn, and when all duplicates are known: the sample, the estimate and the curve. */
function Drawing({ frame, history, params }: State) {
  const [count, side] = frame.sample.shape;
  const { steps, metrics } = history;
  const automatic = params.marking === 'automatic';
  const open = metrics.upper.map((upper, i) => (Number.isNaN(upper) && metrics.lower[i] > 0 ? 1e6 : upper));
  return (
    <>
      <ImageGrid
        label={`The first ${count} digits of the sample`}
        title="The sample"
        images={frame.sample.data}
        count={count}
        rows={side}
        columns={side}
        perRow={24}
        domain={[0, 255]}
        maximumSize={36}
      />
      {automatic && (
        <Panels columns={2}>
          <Chart
            label="Estimate of the effective support with its 95 % interval, against draws"
            x={{ label: 'Draws', domain: [0, params.sampleSize] }}
            y={{ label: 'Effective support', scale: 'log', domain: [1, 100000] }}
            height={250}
          >
            <Band x={steps} low={metrics.lower} high={open} category={1} />
            <Line name="estimate" x={steps} y={metrics.estimate} category={1} />
            <Rule y={frame.effectiveSupport} label={`truth: ${about(frame.effectiveSupport)}`} labelAt="start" />
          </Chart>
          <Chart
            label="Probability of a duplicate against sample size"
            x={{ label: 'Sample size', domain: [1, frame.curve.length] }}
            y={{ label: 'Probability of a duplicate', domain: [0, 1] }}
            height={250}
          >
            <Line
              name="theory"
              tone="theory"
              x={Array.from(frame.curve, (_, i) => i + 1)}
              y={frame.curve}
              labelled={false}
            />
            <Rule y={0.5} label="as likely as not" />
            <Rule x={frame.step} label={`${frame.step} drawn`} tone="practice" />
          </Chart>
        </Panels>
      )}
    </>
  );
}

function Plots(state: State) {
  const { frame, params, seed } = state;
  if (params.marking === 'by-hand' && frame.status === 'converged') {
    const { pool, sampleSize, discriminatorWidth } = params;
    const key = [seed, pool, sampleSize, discriminatorWidth].join();
    return <MarkingBoard key={key} frame={frame} sampleSize={frame.step} />;
  }
  return <Drawing {...state} />;
}

const pools: Readonly<Record<BirthdayParams['pool'], string>> = {
  uniform: 'equally likely digits',
  'one-heavy': 'digits of which one has a tenth of all draws',
  zipf: 'digits of Zipf’s weights',
  'trained-gan': 'the digits of a trained GAN',
};

export const figure = defineFigure<BirthdayParams, BirthdayFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const drawn = `${frame.step} of ${params.sampleSize} draws from ${pools[params.pool]}`;
    if (params.marking === 'by-hand') {
      return frame.status === 'converged'
        ? `${drawn}. The closest pairs of the sample are shown, with one planted among them: mark each by click or with the keys D, F and U. The size of the pool stays hidden until you ask.`
        : `${drawn}. When all are drawn, their closest pairs are yours to mark.`;
    }
    const { collisions, estimate, lower, upper } = frame.metrics;
    if (collisions === 0) {
      const bound = lower > 0 ? `; with 95 % confidence the effective support is at least ${about(lower)}` : '';
      return `${drawn}: no duplicate yet${bound}.`;
    }
    return `${drawn}: ${collisions} ${collisions === 1 ? 'pair of duplicates' : 'pairs of duplicates'}, so about ${about(estimate)} different ones, 95 % interval ${about(lower)} to ${about(upper)}; the truth is ${about(frame.effectiveSupport)}.`;
  },
});
