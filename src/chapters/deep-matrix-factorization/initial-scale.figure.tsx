import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import type { DrawsFrame, DrawsParams } from './initial-scale.experiment';
import declaration from './initial-scale.experiment?declaration';
import { curvesOf, liveMarks, nameOfDepth, sweepMarks } from './sweepCurves';
import { inWords } from './words';

type State = FigureState<DrawsParams, DrawsFrame>;

function Plots(state: State) {
  return (
    <Chart
      label="Test error against the initial scale, for depths 2 and 3 and for the nuclear norm"
      x={{ label: 'Initial scale', scale: 'log' }}
      y={{ label: 'Error on the unobserved', unit: 'relative', scale: 'log', domain: [1e-3, undefined] }}
      height={340}
    >
      {sweepMarks(curvesOf(state.frame))}
      {liveMarks(state, (params) => (part) => params.initScale * 1.2 ** part)}
    </Chart>
  );
}

export const figure = defineFigure<DrawsParams, DrawsFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { medianTestError, nuclearNormMedian, finishedDraws } = frame.metrics;
    const live =
      finishedDraws > 0
        ? `Points: ${finishedDraws} ${finishedDraws === 1 ? 'draw' : 'draws'} from scale ${inWords(params.initScale)}; median error ${inWords(medianTestError)} at depth ${params.depth}, ${inWords(nuclearNormMedian)} for the nuclear norm.`
        : `The first draw from scale ${inWords(params.initScale)} is running.`;
    return `${live} Lines: medians and quartiles of the recorded sweep, five seeds, 300 of 900 entries, rank 2.`;
  },
  table({ frame }) {
    const rows = curvesOf(frame).flatMap(({ depth, x, low, median, high }) =>
      x.map((scale, i) => [nameOfDepth(depth), scale, low[i], median[i], high[i]]),
    );
    return { columns: ['method', 'initial scale', 'lower quartile', 'median', 'upper quartile'], rows };
  },
});
