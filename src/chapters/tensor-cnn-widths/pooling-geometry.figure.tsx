import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import './network.css';
import { PoolingWindows } from './PoolingWindows';
import type { PoolingFrame, PoolingParams } from './pooling-geometry.experiment';
import declaration from './pooling-geometry.experiment?declaration';

type State = FigureState<PoolingParams, PoolingFrame>;

const other = { square: 'mirror', mirror: 'square' } as const;
const categories = { square: 1, mirror: 2 } as const;

/** The two examples that show the classes: the first of either. */
function examplesOf({ examples, exampleLabels }: PoolingFrame): readonly ArrayLike<number>[] {
  const size = examples.shape[1] * examples.shape[2];
  return [1, 0].map((label) => {
    const at = Math.max(0, exampleLabels.indexOf(label));
    return examples.data.subarray(at * size, (at + 1) * size);
  });
}

function Plots({ params, frame, history, ghost }: State) {
  const [yes, no] = examplesOf(frame);
  const side = frame.examples.shape[1];
  const recorded = frame.recorded.filter((row) => row.task === params.task && row.operator === params.operator);
  const end = Math.max(1250, history.steps.at(-1) ?? 0);
  return (
    <>
      <Panels minimum={200} columns={2}>
        <PoolingWindows geometry="square" side={side} image={params.task === 'symmetry' ? no : yes} />
        <PoolingWindows geometry="mirror" side={side} image={params.task === 'symmetry' ? yes : no} />
      </Panels>
      <Chart
        label="Test accuracy against training step for square and mirror windows"
        x={{ label: 'Training step', domain: [0, end] }}
        y={{ label: 'Test accuracy', domain: [0.45, 1] }}
        height={300}
      >
        {ghost && <Line tone="ghost" x={ghost.history.steps} y={ghost.history.metrics.testAccuracy} />}
        <Line
          name={`${params.pooling} windows`}
          x={history.steps}
          y={history.metrics.testAccuracy}
          category={categories[params.pooling]}
        />
        {history.metrics.otherAccuracy && (
          <Line
            name={`${other[params.pooling]} windows`}
            x={history.steps}
            y={history.metrics.otherAccuracy}
            category={categories[other[params.pooling]]}
          />
        )}
        {(['square', 'mirror'] as const).map((pooling) => {
          const rows = recorded.filter((row) => row.pooling === pooling);
          return (
            <Points
              key={pooling}
              name={`recorded, ${pooling}`}
              tone="ghost"
              category={categories[pooling]}
              x={rows.map(() => end)}
              y={rows.map((row) => row.testAccuracy)}
            />
          );
        })}
      </Chart>
    </>
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const figure = defineFigure<PoolingParams, PoolingFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testAccuracy, otherAccuracy } = frame.metrics;
    const task = params.task === 'closedness' ? 'Closed or not' : 'Symmetric or not';
    const rival = otherAccuracy === undefined ? '' : `, ${other[params.pooling]} windows ${percent(otherAccuracy)}`;
    return `${task}, ${params.operator} pooling, step ${frame.step}: ${params.pooling} windows classify ${percent(testAccuracy)} of the test pictures${rival}. Point at a picture to see which pixels meet.`;
  },
});
