import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Band } from '../../plots/Band';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Rule } from '../../plots/Rule';
import type { BirthdayFrame, BirthdayParams } from './birthday.experiment';
import declaration from './birthday.experiment?declaration';
import { MarkingBoard } from './MarkingBoard';
import { exampleMarks } from './marks';
import { PairGrid } from './PairGrid';
import { estimatesByDraw, type PinnedEstimate, pinnedEstimate } from './pinned-estimate';
import { useBoards } from './useBoards';
import { about } from './words';

type State = FigureState<BirthdayParams, BirthdayFrame>;

/** The first of the digits that were drawn, and room for those that are to come. */
function Sample({ params, frame, title }: Pick<State, 'params' | 'frame'> & { readonly title?: string }) {
  const [drawn, side] = frame.sample.shape;
  const count = Math.max(drawn, Math.min(48, params.sampleSize));
  const images = new Float32Array(count * side * side).fill(Number.NaN);
  images.set(frame.sample.data);
  return (
    <ImageGrid
      label={`The first ${drawn} digits of the sample`}
      title={title}
      images={images}
      count={count}
      rows={side}
      columns={side}
      perRow={24}
      domain={[0, 255]}
      maximumSize={36}
    />
  );
}

/** All duplicates are known: the estimate as digits are drawn, and the curve that it is read from. */
function KnownCharts({ frame, params, pinned }: State & { readonly pinned: PinnedEstimate | undefined }) {
  const { x, estimate, lower, upper } = estimatesByDraw(frame);
  return (
    <Panels columns={2}>
      <Chart
        label="Estimate of the effective support with its 95 % interval, against draws"
        x={{ label: 'Draws', domain: [0, Math.max(params.sampleSize, pinned?.byDraw.x.at(-1) ?? 0)] }}
        y={{ label: 'Effective support', scale: 'log', domain: [1, 100000] }}
        height={250}
      >
        {pinned && <Line tone="ghost" {...pinned.byDraw} category={1} />}
        {pinned && pinned.byDraw.x.length === 0 && <Rule tone="ghost" y={pinned.estimate} category={1} />}
        <Band x={x} low={lower} high={upper} category={1} />
        <Line name="estimate" x={x} y={estimate} category={1} />
        {pinned && <Rule tone="ghost" y={pinned.truth} />}
        <Rule y={frame.effectiveSupport} label={`truth: ${about(frame.effectiveSupport)}`} labelAt="start" />
      </Chart>
      <Chart
        label="Probability of a duplicate against sample size"
        x={{ label: 'Sample size', domain: [1, Math.max(frame.curve.length, pinned?.curve.x.length ?? 0)] }}
        y={{ label: 'Probability of a duplicate', domain: [0, 1] }}
        height={250}
      >
        {pinned && <Line tone="ghost" {...pinned.curve} />}
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
  );
}

function Plots(state: State) {
  const { frame, params, source, ghost } = state;
  const { boardOf, keep } = useBoards(frame, source);
  const pinned = ghost && pinnedEstimate(ghost, boardOf(ghost.frame));
  const byHand = params.marking === 'by-hand';
  return (
    <>
      {byHand && frame.status === 'converged' ? (
        <MarkingBoard frame={frame} board={boardOf(frame)} pinned={pinned} onChange={keep} />
      ) : (
        <>
          <Sample params={params} frame={frame} title="The sample" />
          {!byHand && <KnownCharts {...state} pinned={pinned} />}
        </>
      )}
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          {ghost.params.marking === 'by-hand' && ghost.frame.cards.shape[0] > 0 ? (
            <PairGrid label="The pairs of the pinned run" frame={ghost.frame} board={boardOf(ghost.frame)} />
          ) : (
            <Sample params={ghost.params} frame={ghost.frame} />
          )}
        </Pinned>
      )}
    </>
  );
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
  caption({ params, frame, source }) {
    const drawn = `${frame.step} of ${params.sampleSize} draws from ${pools[params.pool]}`;
    if (params.marking === 'by-hand') {
      const begun =
        source === 'recorded'
          ? ` Here the first ${exampleMarks} are marked already; clear them to judge for yourself.`
          : '';
      return frame.status === 'converged'
        ? `${drawn}. The closest pairs of the sample are shown, with one planted among them: mark each by click or with the keys D, F and U.${begun} The size of the pool stays hidden until you ask.`
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
