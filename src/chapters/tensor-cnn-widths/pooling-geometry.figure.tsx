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

type Curves = Pick<State, 'params' | 'history' | 'ghost'>;

/** The curves of a run by the geometry that each is of; one only where one was trained. */
function curvesOf({ params, history }: Curves) {
  const { steps, metrics } = history;
  const geometries = [params.pooling, other[params.pooling]] as const;
  return [metrics.testAccuracy, metrics.otherAccuracy].flatMap((y, i) =>
    y ? [{ geometry: geometries[i], x: steps, y, category: categories[geometries[i]] }] : [],
  );
}

function Plots(state: State) {
  const { params, frame, history, ghost } = state;
  const [yes, no] = examplesOf(frame);
  const side = frame.examples.shape[1];
  const recorded = frame.recorded.filter((row) => row.task === params.task && row.operator === params.operator);
  const end = Math.max(1250, history.steps.at(-1) ?? 0, ghost?.history.steps.at(-1) ?? 0);
  return (
    <>
      <Panels minimum={140} columns={2}>
        <PoolingWindows geometry="square" side={side} image={params.task === 'symmetry' ? no : yes} />
        <PoolingWindows geometry="mirror" side={side} image={params.task === 'symmetry' ? yes : no} />
      </Panels>
      <Chart
        label="Test accuracy against training step for square and mirror windows"
        x={{ label: 'Training step', domain: [0, end] }}
        y={{ label: 'Test accuracy', domain: [0.45, 1] }}
        height={300}
      >
        {ghost &&
          curvesOf(ghost).map(({ geometry, ...line }) => <Line key={`pinned ${geometry}`} tone="ghost" {...line} />)}
        {curvesOf(state).map(({ geometry, ...line }) => (
          <Line key={geometry} name={`${geometry} windows`} {...line} />
        ))}
        {(['square', 'mirror'] as const).map((pooling) => {
          const rows = recorded.filter((row) => row.pooling === pooling);
          return (
            <Points
              key={pooling}
              name={`recorded, ${pooling}`}
              category={categories[pooling]}
              opacity={0.5}
              x={rows.map(() => end)}
              y={rows.map((row) => row.testAccuracy)}
            />
          );
        })}
      </Chart>
    </>
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;

export const figure = defineFigure<PoolingParams, PoolingFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { testAccuracy, otherAccuracy } = frame.metrics;
    const task = params.task === 'closedness' ? 'Closed or not' : 'Symmetric or not';
    const rival = otherAccuracy === undefined ? '' : `, ${other[params.pooling]} windows ${percent(otherAccuracy)}`;
    return `${task}, ${params.operator} pooling, step ${frame.step.toLocaleString('en')}: ${params.pooling} windows classify ${percent(testAccuracy)} of the test pictures${rival}. The pale symbols at the right are other recorded runs. Point at a picture to see which pixels meet.`;
  },
});
