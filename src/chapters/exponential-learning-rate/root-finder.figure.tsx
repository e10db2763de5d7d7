import { defineFigure, type FigureState } from '../../essay/figure';
import type { Frame } from '../../lab/experiment';
import { Chart } from '../../plots/Chart';
import { formatValue } from '../../plots/format';
import { Handle } from '../../plots/Handle';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { RootFinderParams } from './root-finder.experiment';
import declaration from './root-finder.experiment?declaration';
import { nextRoot } from './schedules';
import { decayRoots, growthFactor, largestDecayProduct } from './theory';

const { min, max } = declaration.params.decayProduct as { readonly min: number; readonly max: number };
const count = 80;

type State = FigureState<RootFinderParams>;

/** The parabola around its roots. */
function parabola({ decayProduct, momentum }: RootFinderParams) {
  const middle = (1 + momentum - decayProduct) / 2;
  const reach = 1.25 * Math.max(1 - middle, 0.02);
  const x = Array.from({ length: count + 1 }, (_, i) => middle + reach * ((2 * i) / count - 1));
  return { x, y: x.map((value) => value ** 2 - 2 * middle * value + momentum) };
}

function Parabola({ params, frame, ghost }: State) {
  const { smallerRoot, largerRoot } = frame.metrics;
  return (
    <Chart
      label="The parabola x² − (1 + γ − λη)x + γ and where it meets the axis"
      x={{ label: 'x' }}
      y={{ label: 'x² − (1 + γ − λη) x + γ' }}
      height={240}
      legend="top"
    >
      <Rule y={0} tone="practice" category="ink" />
      {ghost && <Line tone="ghost" category={1} {...parabola(ghost.params)} />}
      {ghost && <Points tone="ghost" category={5} x={[ghost.frame.metrics.smallerRoot]} y={[0]} size={8} />}
      {ghost && <Points tone="ghost" category={2} x={[ghost.frame.metrics.largerRoot]} y={[0]} size={8} />}
      <Line category={1} {...parabola(params)} />
      <Points name="smaller root" category={5} x={[smallerRoot]} y={[0]} size={5} labelled />
      <Points name="larger root α" category={2} x={[largerRoot]} y={[0]} size={5} labelled />
    </Chart>
  );
}

/** The recursion at every step: a run may be over before it is read a second time. */
function recursionOf({ step, metrics }: Frame, { decayProduct, momentum }: RootFinderParams) {
  // Without a root it never settles: two hundred steps show it.
  const longest = Number.isNaN(metrics.largerRoot) ? 200 : declaration.maximumSteps;
  const y = [1];
  while (y.length <= Math.min(step, longest)) y.push(nextRoot(y[y.length - 1], decayProduct, momentum));
  return { x: y.map((_, t) => t), y };
}

function Recursion({ params, frame, ghost }: State) {
  const { largerRoot } = frame.metrics;
  return (
    <Chart
      label="The recursion of the general schedule and the root that it settles on"
      x={{ label: 'Step t' }}
      y={{ label: 'α at step t' }}
      height={240}
    >
      {ghost && <Line tone="ghost" category={2} {...recursionOf(ghost.frame, ghost.params)} />}
      <Line category={2} {...recursionOf(frame, params)} />
      {Number.isFinite(largerRoot) && <Rule y={largerRoot} label="larger root" />}
    </Chart>
  );
}

/** Growth beyond 1 at a momentum: a curve up to the threshold, and the value at one product. */
function growth({ decayProduct, momentum }: RootFinderParams) {
  const threshold = largestDecayProduct(momentum);
  const excess = (product: number) => {
    const roots = momentum < 1 ? decayRoots(product, momentum) : null;
    return roots ? growthFactor(roots.larger) - 1 : Number.NaN;
  };
  const end = Math.min(max, Math.max(threshold * (1 - 1e-9), min));
  const products = Array.from({ length: count + 1 }, (_, i) => min * (end / min) ** (i / count));
  return { threshold, x: products, y: products.map(excess), here: excess(decayProduct), lowest: excess(min) };
}

function Growth({ params, ghost, set }: State) {
  const { decayProduct, momentum } = params;
  const { threshold, x, y, here, lowest } = growth(params);
  const pinned = ghost && growth(ghost.params);
  const move = ({ x }: { readonly x: number }) =>
    set({ decayProduct: Math.min(max, Math.max(min, Number(x.toPrecision(3)))) });
  return (
    <Chart
      label="Growth of the learning rate per step against λη, up to the threshold"
      x={{ label: 'λη', scale: 'log', domain: [min, max] }}
      y={{ label: 'Growth per step, G − 1', scale: 'log' }}
      height={240}
      legend="top"
    >
      {pinned && <Line tone="ghost" category={1} x={pinned.x} y={pinned.y} />}
      {pinned && <Points tone="ghost" category="ink" x={[ghost.params.decayProduct]} y={[pinned.here]} size={8} />}
      <Line category={1} x={x} y={y} />
      {momentum === 0.9 && (
        <Points name="published" tone="published" x={[5e-5]} y={[1.0010053 - 1]} size={5} labelled />
      )}
      {threshold < max && threshold > min && <Rule x={threshold} label="(1 − √γ)²" />}
      <Handle
        name="λη"
        axis="x"
        x={decayProduct}
        y={Number.isFinite(here) ? here : Number.isFinite(lowest) ? lowest : 1e-6}
        onMove={move}
      />
    </Chart>
  );
}

/** Four decimals tell 1.4812 from 1.48; beyond a thousand they are too many. */
const inWords = (growth: number): string => (growth < 1000 ? growth.toFixed(4) : formatValue(growth));

export const figure = defineFigure<RootFinderParams, Frame>({
  declaration,
  Plots: (state) => (
    <Panels minimum={240} columns={3}>
      <Parabola {...state} />
      <Recursion {...state} />
      <Growth {...state} />
    </Panels>
  ),
  caption({ params, frame: { metrics } }) {
    const { largerRoot, smallerRoot, threshold, growthPerStep, growthPerEpoch, stepsToFloat32Limit } = metrics;
    if (Number.isNaN(largerRoot)) {
      return `No real root: λη = ${formatValue(params.decayProduct)} lies above (1 − √γ)² = ${formatValue(threshold)}, and no exponential rate stands in for this weight decay.`;
    }
    const perEpoch = Number.isFinite(growthPerEpoch) ? inWords(growthPerEpoch) : 'more than 10³⁰⁸';
    return `The roots are ${largerRoot.toFixed(9)} and ${smallerRoot.toFixed(9)}; λη may be at most ${formatValue(threshold)}. A step multiplies the rate by ${growthPerStep.toFixed(7)}, ${params.stepsPerEpoch.toLocaleString('en')} steps by ${perEpoch}; from 0.1 it reaches the largest 32-bit float after ${Math.round(stepsToFloat32Limit).toLocaleString('en')} steps.`;
  },
});
