import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Rule } from '../../plots/Rule';
import type { NormOrRankFrame, NormOrRankParams } from './norm-or-rank.experiment';
import declaration from './norm-or-rank.experiment?declaration';
import { nuclearNormOfCompletion, unobservedLeadingTerm, unobservedLowerBound } from './scalar-theory';
import { counted, inWords } from './words';

type State = FigureState<NormOrRankParams, NormOrRankFrame>;

/** The sampled path, a list a quantity. */
function columns({ path }: NormOrRankFrame) {
  const column = (index: number) => Array.from({ length: path.shape[0] }, (_, i) => path.data[5 * i + index]);
  return { step: column(0), loss: column(1), unobserved: column(2), nuclearNorm: column(3), effectiveRank: column(4) };
}

interface Shown {
  readonly params: NormOrRankParams;
  readonly frame: NormOrRankFrame;
  /** A pinned run of the same problem. */
  readonly ghost?: Pick<Shown, 'frame'>;
}

/** Beyond a loss of 1e-4 the bound is no longer drawn, nor is the run. */
const inverses = (losses: readonly number[]) => losses.map((loss) => (loss >= 1e-4 ? 1 / loss : Number.NaN));

function Divergent({ params, frame, ghost }: Shown) {
  const pinned = ghost && columns(ghost.frame);
  const { step, loss, unobserved, nuclearNorm, effectiveRank } = columns(frame);
  const positive = params.determinantSign === 'positive';
  // Only what is still to come within a decade below the run's own loss is of interest.
  const least = Math.max(Math.min(...loss, ...(pinned?.loss ?? [])), 1e-4);
  const losses = Array.from({ length: 60 }, (_, i) => 0.45 * (least / 0.45) ** (i / 59));
  return (
    <Panels minimum={280} columns={2}>
      <Chart
        label="The unobserved entry against the inverse of the loss, above the proved bound"
        x={{ label: 'Inverse of the loss', scale: 'log' }}
        y={{ label: 'Unobserved entry w₁₁', scale: 'log', domain: [0.01, undefined] }}
        legend="top"
      >
        {positive && (
          <Line
            name="1/√(2·loss)"
            tone="published"
            x={losses.map((l) => 1 / l)}
            y={losses.map(unobservedLeadingTerm)}
          />
        )}
        {positive && (
          <Line name="proved bound" tone="theory" x={losses.map((l) => 1 / l)} y={losses.map(unobservedLowerBound)} />
        )}
        {pinned && <Line tone="ghost" x={inverses(pinned.loss)} y={pinned.unobserved} category={1} />}
        <Line name={`w₁₁, depth ${params.depth}`} x={inverses(loss)} y={unobserved} category={1} />
      </Chart>
      <Chart
        label="Nuclear norm and effective rank against training step"
        x={{ label: 'Training step', scale: 'log' }}
        y={{ label: 'Nuclear norm; effective rank', scale: 'log' }}
        legend="top"
      >
        {pinned && <Line tone="ghost" x={pinned.step} y={pinned.nuclearNorm} category={2} />}
        {pinned && <Line tone="ghost" x={pinned.step} y={pinned.effectiveRank} category={3} />}
        <Line name="nuclear norm" x={step} y={nuclearNorm} category={2} />
        <Line name="effective rank" x={step} y={effectiveRank} category={3} />
      </Chart>
    </Panels>
  );
}

function Finite({ params, frame, ghost }: Shown) {
  const pinned = ghost && columns(ghost.frame);
  const { step, unobserved } = columns(frame);
  const entries = Array.from({ length: 81 }, (_, i) => -2 + i / 10);
  const now = unobserved.at(-1);
  const then = pinned?.unobserved.at(-1);
  return (
    <Panels minimum={280} columns={2}>
      <Chart
        label="The unobserved entry against training step"
        x={{ label: 'Training step', scale: 'log' }}
        y={{ label: 'Unobserved entry w₂₂', domain: [-0.5, 5] }}
      >
        <Rule y={1} label="least nuclear norm: 1" labelAt="start" />
        <Rule y={4} label="rank one: 4" labelAt="start" />
        {pinned && <Line tone="ghost" x={pinned.step} y={pinned.unobserved} category={1} />}
        <Line name={`depth ${params.depth}`} x={step} y={unobserved} category={1} />
      </Chart>
      <Chart
        label="The nuclear norm of the completion as a function of its unobserved entry"
        x={{ label: 'Unobserved entry w₂₂' }}
        y={{ label: 'Nuclear norm of the completion' }}
      >
        {then !== undefined && <Rule x={then} category={1} tone="ghost" />}
        <Rule x={now} label="this run" category={1} tone="practice" />
        <Line tone="theory" name="norm" x={entries} y={entries.map((x) => nuclearNormOfCompletion(2, x))} />
      </Chart>
    </Panels>
  );
}

const problems = { divergent: Divergent, finite: Finite };
const titles = { divergent: 'the matrix whose norms must grow', finite: 'the matrix with a least norm' };

function Plots({ params, frame, ghost }: State) {
  const Problem = problems[params.problem];
  if (!ghost || ghost.params.problem === params.problem) return <Problem params={params} frame={frame} ghost={ghost} />;
  const Other = problems[ghost.params.problem];
  return (
    <>
      <Problem params={params} frame={frame} />
      <Pinned title={`${titles[ghost.params.problem]}, depth ${ghost.params.depth}`}>
        <Other params={ghost.params} frame={ghost.frame} />
      </Pinned>
    </>
  );
}

export const figure = defineFigure<NormOrRankParams, NormOrRankFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { loss, unobserved, lowerBound, leadingTerm, nuclearNorm, determinant, effectiveRank } = frame.metrics;
    const where = `Depth ${params.depth}, determinant ${params.determinantSign} at the start, after ${counted(frame.step)} steps`;
    if (params.problem === 'finite') {
      return `${where}: the unobserved entry is ${inWords(unobserved)}. The least nuclear norm asks for 1, rank one for 4.`;
    }
    const bound = Number.isNaN(lowerBound)
      ? ''
      : ` It must exceed ${inWords(lowerBound)}; 1/√(2·loss) is ${inWords(leadingTerm)}.`;
    return `${where}: loss ${inWords(loss)}, unobserved entry ${inWords(unobserved)}.${bound} Nuclear norm ${inWords(nuclearNorm)}, effective rank ${inWords(effectiveRank)}, determinant ${inWords(determinant)}.`;
  },
  table({ frame }) {
    const { step, loss, unobserved, nuclearNorm, effectiveRank } = columns(frame);
    return {
      columns: ['step', 'loss', 'unobserved entry', 'nuclear norm', 'effective rank'],
      rows: step.map((k, i) => [k, loss[i], unobserved[i], nuclearNorm[i], effectiveRank[i]]),
    };
  },
});
