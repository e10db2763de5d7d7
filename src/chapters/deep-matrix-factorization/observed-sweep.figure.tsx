import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import type { DrawsFrame, DrawsParams } from './observed-sweep.experiment';
import declaration from './observed-sweep.experiment?declaration';
import { curvesOf, liveMarks, nameOfDepth, sweepMarks } from './sweepCurves';
import { counted, inWords } from './words';

type State = FigureState<DrawsParams, DrawsFrame>;

function Plots(state: State) {
  return (
    <Chart
      label="Test error against the number of observed entries, for the nuclear norm and for depths 2, 3 and 4"
      x={{ label: 'Observed entries', unit: 'of 900' }}
      y={{ label: 'Error on the unobserved', unit: 'relative', scale: 'log', domain: [1e-4, undefined] }}
      height={340}
    >
      {sweepMarks(curvesOf(state.frame))}
      {liveMarks(state, (params) => (part) => params.observed + 4 * part)}
    </Chart>
  );
}

export const figure = defineFigure<DrawsParams, DrawsFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { medianTestError, nuclearNormMedian, finishedDraws } = frame.metrics;
    const entries = params.size ** 2;
    const live =
      finishedDraws > 0
        ? `Points: ${finishedDraws} ${finishedDraws === 1 ? 'draw' : 'draws'} at ${counted(params.observed)} of ${counted(entries)} entries; median error ${inWords(medianTestError)} at depth ${params.depth}, ${inWords(nuclearNormMedian)} for the nuclear norm.`
        : `The first draw at ${counted(params.observed)} of ${counted(entries)} entries is running.`;
    return `${live} Lines: medians and quartiles of the recorded sweep, five seeds, 30 × 30, rank 2, initial scale 10⁻³.`;
  },
  table({ frame }) {
    const rows = curvesOf(frame).flatMap(({ depth, x, low, median, high }) =>
      x.map((observed, i) => [nameOfDepth(depth), observed, low[i], median[i], high[i]]),
    );
    return { columns: ['method', 'observed entries', 'lower quartile', 'median', 'upper quartile'], rows };
  },
});
