import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Contours } from '../../plots/Contours';
import { Handle } from '../../plots/Handle';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import { Trajectory } from '../../plots/Trajectory';
import type { BalancednessFrame, BalancednessParams } from './balancedness.experiment';
import declaration from './balancedness.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<BalancednessParams, BalancednessFrame>;

const reach = 3;
const side = 61;
const grid = Array.from({ length: side }, (_, i) => -reach + (2 * reach * i) / (side - 1));
const levels = [0.02, 0.1, 0.3, 0.7, 1.5, 3, 6, 12, 24];

const landscape = (target: number): number[] => grid.flatMap((y) => grid.map((x) => (x * y - target) ** 2 / 2));

/** The branch of w₁² − w₂² = c through the start, as far as the plot goes. */
function hyperbola(first: number, second: number): { readonly x: number[]; readonly y: number[] } {
  const c = first ** 2 - second ** 2;
  const open = grid.map((value) => Math.sqrt(value ** 2 + Math.abs(c)));
  if (c === 0) return { x: grid, y: first * second >= 0 ? grid : grid.map((value) => -value) };
  return c > 0
    ? { x: open.map((v) => Math.sign(first) * v), y: grid }
    : { x: grid, y: open.map((v) => Math.sign(second) * v) };
}

/** Both branches of w₁ w₂ = t, with a gap between them. */
function minima(target: number): { readonly x: number[]; readonly y: number[] } {
  const fine = Array.from({ length: 241 }, (_, i) => -reach + (2 * reach * i) / 240);
  return { x: fine, y: fine.map((x) => (Math.abs(target / x) <= reach ? target / x : Number.NaN)) };
}

const rounded = (value: number): number => Number(value.toFixed(2));

/** The two numbers along descent, a list each. */
const pathOf = ({ path: { shape, data } }: BalancednessFrame) => ({
  x: Array.from({ length: shape[0] }, (_, i) => data[2 * i]),
  y: Array.from({ length: shape[0] }, (_, i) => data[2 * i + 1]),
});

/** w₁² − w₂² at every step: a run may be over before it is read a second time. */
function imbalanceOf(frame: BalancednessFrame) {
  const { x, y } = pathOf(frame);
  return { x: x.map((_, step) => step), y: x.map((first, step) => first ** 2 - y[step] ** 2) };
}

function Plots({ params, frame, ghost, set }: State) {
  const { flowLimit } = frame;
  const path = pathOf(frame);
  const [first, second] = [path.x[0], path.y[0]];
  const branch = hyperbola(first, second);
  const zero = minima(params.target);
  const otherZero = ghost && ghost.params.target !== params.target ? minima(ghost.params.target) : undefined;
  const axis = { domain: [-reach, reach] as const };
  return (
    <Panels minimum={260} columns={2}>
      <Chart
        label="The path of gradient descent over the loss of a product of two numbers, with the hyperbola that gradient flow keeps to"
        x={{ label: 'w₁', ...axis }}
        y={{ label: 'w₂', ...axis }}
        height={360}
        legend="none"
        readOut={false}
      >
        <Contours
          values={landscape(params.target)}
          rows={side}
          columns={side}
          xRange={[-reach, reach]}
          yRange={[-reach, reach]}
          levels={levels}
        />
        {otherZero && <Line tone="ghost" {...otherZero} category={3} />}
        {ghost && <Trajectory tone="ghost" {...pathOf(ghost.frame)} category={1} />}
        <Line {...zero} category={3} />
        <Line tone="theory" {...branch} />
        <Trajectory {...path} category={1} />
        <Points x={[flowLimit.data[0]]} y={[flowLimit.data[1]]} size={6} tone="theory" />
        <Handle
          name="Start"
          x={first}
          y={second}
          category={1}
          onMove={({ x, y }) => set({ start: `${rounded(x)}, ${rounded(y)}` })}
        />
      </Chart>
      <Chart
        label="The difference of squares against training step: nearly conserved"
        x={{ label: 'Training step' }}
        y={{ label: 'w₁² − w₂²' }}
        height={360}
      >
        <Rule y={frame.metrics.startImbalance} label="gradient flow" labelAt="start" />
        {ghost && <Line tone="ghost" {...imbalanceOf(ghost.frame)} category={1} />}
        <Line name="descent" {...imbalanceOf(frame)} category={1} />
      </Chart>
    </Panels>
  );
}

export const figure = defineFigure<BalancednessParams, BalancednessFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { loss, imbalance, startImbalance, drift, first, second } = frame.metrics;
    const leaked = startImbalance === 0 ? '' : ` (${inWords(100 * Math.abs(drift))} % of it leaked away)`;
    return (
      `From (${params.start.replaceAll('-', '−')}) towards a product of ${inWords(params.target)}: at (${inWords(first)}, ${inWords(second)}) after ${counted(frame.step)} steps, loss ${inWords(loss)}. ` +
      `w₁² − w₂² went from ${inWords(startImbalance)} to ${inWords(imbalance)}${leaked}. ` +
      `Green: zero loss. Dashed: the hyperbola of gradient flow, and where it ends.`
    );
  },
});
