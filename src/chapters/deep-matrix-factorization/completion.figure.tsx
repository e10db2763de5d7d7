import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import type { CompletionFrame, CompletionParams } from './completion.experiment';
import declaration from './completion.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<CompletionParams, CompletionFrame>;

/** What the matrices of a run have in common, and the errors of what it recovers. */
function drawn({ params, frame }: Pick<State, 'params' | 'frame'>) {
  const { truth, recovered } = frame;
  const [rows, columns] = truth.shape;
  const picture = params.matrix !== 'random';
  // Entries have root mean square 1; the few beyond 3 are drawn as 3, so that the others have colours.
  const reach = picture ? Math.max(...truth.data) : Math.min(3, Math.max(...Array.from(truth.data, Math.abs)));
  const least = Math.min(...truth.data);
  const field = {
    rows,
    columns,
    map: picture ? ('grey' as const) : ('redBlue' as const),
    domain: picture ? ([least, reach] as const) : ([-reach, reach] as const),
    maximumHeight: 190,
  };
  const difference = Array.from(truth.data, (value, i) => recovered.data[i] - value);
  const error = { ...field, values: difference, map: 'redBlue' as const, domain: [-reach, reach] as const };
  return { field, error };
}

function Matrices({ params, frame, ghost }: Pick<State, 'params' | 'frame' | 'ghost'>) {
  const { truth, observed, recovered, nuclearNormRecovered } = frame;
  const { field, error } = drawn({ params, frame });
  const pinned = ghost && drawn(ghost);
  const seen = Array.from(truth.data, (value, i) => (observed.data[i] ? value : Number.NaN));
  return (
    <Panels minimum={120} columns={5}>
      <Heatmap {...field} label="The true matrix" title="Truth" values={truth.data} unit="entry" />
      <Heatmap {...field} label="Its observed entries" title="Observed" values={seen} colourBar={false} />
      <Heatmap
        {...field}
        label="What gradient descent recovers"
        title={`Depth ${params.depth}`}
        values={recovered.data}
        colourBar={false}
      />
      <Heatmap {...error} label="Error of what gradient descent recovers" title="Its error" colourBar={false} />
      <Heatmap
        {...field}
        label="What the least nuclear norm recovers"
        title="Nuclear norm"
        values={nuclearNormRecovered.data}
        colourBar={false}
      />
      {pinned && ghost && (
        <Heatmap
          {...pinned.field}
          tone="ghost"
          label="What gradient descent recovers"
          title={`depth ${ghost.params.depth}`}
          values={ghost.frame.recovered.data}
          colourBar={false}
        />
      )}
      {pinned && (
        <Heatmap
          {...pinned.error}
          tone="ghost"
          label="Error of what gradient descent recovers"
          title="its error"
          colourBar={false}
        />
      )}
    </Panels>
  );
}

function Plots({ params, frame, history, ghost }: State) {
  const { steps, metrics } = history;
  return (
    <>
      <Matrices params={params} frame={frame} ghost={ghost} />
      <Chart
        label="Errors against training step, with the error of the nuclear norm"
        x={{ label: 'Training step' }}
        y={{ label: 'Error', scale: 'log' }}
        height={260}
        legend="top"
      >
        <Rule y={frame.metrics.nuclearNormTestError} label="nuclear norm, unobserved" labelAt="end" tone="theory" />
        {ghost && <Line tone="ghost" category={1} x={ghost.history.steps} y={ghost.history.metrics.testError} />}
        {ghost && <Line tone="ghost" category={2} x={ghost.history.steps} y={ghost.history.metrics.trainError} />}
        <Line name="unobserved (relative)" category={1} x={steps} y={metrics.testError} />
        <Line name="observed (mean square)" category={2} x={steps} y={metrics.trainError} />
      </Chart>
    </>
  );
}

const subject = ({ matrix, rank }: CompletionParams): string =>
  matrix === 'random' ? `a random matrix of rank ${rank}` : matrix === 'photograph' ? 'a photograph' : 'your picture';

export const figure = defineFigure<CompletionParams, CompletionFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testError, nuclearNormTestError, effectiveRank, nuclearNorm, nuclearNormMinimum } = frame.metrics;
    const entries = frame.truth.shape[0] * frame.truth.shape[1];
    return (
      `Depth ${params.depth}, ${counted(params.observed)} of ${counted(entries)} entries of ${subject(params)}: ` +
      `error ${inWords(testError)} on the unobserved after ${counted(frame.step)} steps; the nuclear norm reaches ${inWords(nuclearNormTestError)}. ` +
      `Effective rank ${inWords(effectiveRank)}; nuclear norm ${inWords(nuclearNorm)}, against ${inWords(nuclearNormMinimum)} at its least.`
    );
  },
});
