import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Category } from '../../plots/tones';
import type { RecursionFrame, RecursionParams } from './recursion.experiment';
import declaration from './recursion.experiment?declaration';

type State = FigureState<RecursionParams, RecursionFrame>;

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
const categoryOf = (h: number): Category => ((h % 8) + 1) as Category;

const halves = ({ cloud }: RecursionFrame) => ({
  x: cloud.subarray(0, cloud.length / 2),
  y: cloud.subarray(cloud.length / 2),
});

/** What every neuron of the newest layer gets from the two inputs, in units of what it gets from one on average. */
function Cloud({ frame, ghost }: Pick<State, 'frame' | 'ghost'>) {
  const half = frame.cloud.length / 2;
  const layer = frame.metrics.layer;
  const rho = frame.theory.correlation[Math.max(0, layer - 1)];
  const turn = range(65).map((i) => (2 * Math.PI * i) / 64);
  // The curve that holds 86 % of a Gaussian of this correlation.
  const [along, across] = [2 * Math.sqrt(1 + rho), 2 * Math.sqrt(Math.max(0, 1 - rho))];
  const ellipse = (sign: number) => turn.map((t) => (along * Math.cos(t) + sign * across * Math.sin(t)) / Math.SQRT2);
  return (
    <Chart
      label={`What ${half} neurons of layer ${layer} receive from the one input and from the other`}
      x={{ label: 'Input to the neuron from x', domain: [-4, 4] }}
      y={{ label: 'Input to the neuron from z', domain: [-4, 4] }}
      legend="none"
      readOut={false}
      height={300}
    >
      <Rule x={0} tone="published" />
      <Rule y={0} tone="published" />
      {ghost && <Points tone="ghost" {...halves(ghost.frame)} size={3} readable={false} category={1} />}
      <Points name="neurons" {...halves(frame)} size={2} opacity={0.6} readable={false} category={1} />
      <Line tone="theory" x={ellipse(1)} y={ellipse(-1)} />
    </Chart>
  );
}

const depthOf = ({ theory }: RecursionFrame): number => theory.ntk.length - 1;
const curveOf = (curves: Float64Array, { angles }: RecursionFrame, h: number) =>
  curves.subarray(h * angles.length, (h + 1) * angles.length);
/** The strengths at one depth; what the kernel lacks has no place on a logarithmic axis. */
const spectrumOf = ({ spectra }: RecursionFrame, h: number) =>
  spectra.subarray(9 * h, 9 * (h + 1)).map((c) => (c < 1e-6 ? Number.NaN : c));
const shares = ({ theory }: RecursionFrame) => theory.ntk.map((value, h) => value / (h + 1));

/** After each layer of a pinned run. */
const pinnedLayers = (frame: RecursionFrame) => {
  const layers = range(depthOf(frame) + 1);
  return [
    <Line key="correlation" tone="ghost" category={1} x={layers} y={frame.theory.correlation} />,
    <Points key="net" tone="ghost" category={1} x={range(frame.measured.length)} y={frame.measured} size={6} />,
    <Line key="kernel" tone="ghost" category={2} x={layers} y={shares(frame)} />,
  ];
};

function Plots({ frame, ghost }: State) {
  const { theory, measured, angles, ntkCurves, nngpCurves } = frame;
  const depth = depthOf(frame);
  const longest = Math.max(depth, ghost ? depthOf(ghost.frame) : 0);
  // Kernels at one depth are the same in all runs: of the pinned one the deepest is shown.
  const deepest = ghost ? depthOf(ghost.frame) - 1 : 0;
  const shown = depth <= 4 ? range(depth) : [0, 1, 3, depth - 1];
  return (
    <Panels minimum={300} columns={2}>
      <Cloud frame={frame} ghost={ghost} />
      <Chart
        label="Correlation of the two inputs and share of the kernel, after each layer"
        x={{ label: 'Layer', domain: [0, longest], ticks: range(longest + 1) }}
        y={{ label: 'Agreement of the two inputs', domain: [undefined, 1] }}
      >
        {ghost && pinnedLayers(ghost.frame)}
        <Line name="correlation" tone="theory" category={1} x={range(depth + 1)} y={theory.correlation} />
        <Points name="in the random net" category={1} x={range(measured.length)} y={measured} />
        <Line name="tangent kernel" tone="theory" category={2} x={range(depth + 1)} y={shares(frame)} />
      </Chart>
      <Chart
        label="Tangent kernel against the angle, one curve a depth"
        x={{ label: 'Angle between the inputs', unit: 'degrees', domain: [0, 180], ticks: [0, 45, 90, 135, 180] }}
        y={{ label: 'Kernel, as a share of its value at 0°' }}
      >
        {ghost && (
          <Line
            tone="ghost"
            category={categoryOf(deepest)}
            x={ghost.frame.angles}
            y={curveOf(ghost.frame.ntkCurves, ghost.frame, deepest)}
          />
        )}
        {shown.map((h) => (
          <Line key={h} name={`depth ${h + 1}`} category={categoryOf(h)} x={angles} y={curveOf(ntkCurves, frame, h)} />
        ))}
        <Line name="last layer only" tone="theory" x={angles} y={curveOf(nngpCurves, frame, depth - 1)} />
      </Chart>
      <Chart
        label="Strength of each frequency in the kernel on a circle, for each depth; odd frequencies from 3 on are absent at depth 1"
        x={{ label: 'Frequency on the circle', domain: [0, 8], ticks: range(9) }}
        y={{ label: 'Eigenvalue, as a share of the constant’s', scale: 'log', domain: [1e-4, 1] }}
      >
        {ghost && (
          <Points
            tone="ghost"
            category={categoryOf(deepest)}
            x={range(9)}
            y={spectrumOf(ghost.frame, deepest)}
            size={6}
          />
        )}
        {shown.map((h) => (
          <Points
            key={h}
            name={`depth ${h + 1}`}
            category={categoryOf(h)}
            x={range(9)}
            y={spectrumOf(frame, h)}
            size={4}
            labelled
          />
        ))}
      </Chart>
    </Panels>
  );
}

const round = (value: number): string => value.toFixed(2);

export const figure = defineFigure<RecursionParams, RecursionFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { layer, correlation, measuredCorrelation, kernelShare } = frame.metrics;
    if (layer === 0) return `Two inputs ${params.angle}° apart, before the first layer. Step to send them through one.`;
    return `Two inputs ${params.angle}° apart. After layer ${layer} the formula (dashed) gives them correlation ${round(correlation)}; a random net with ${params.width.toLocaleString('en-GB')} neurons a layer (dots) has ${round(measuredCorrelation)}. Their tangent kernel is ${round(kernelShare)} of what an input has with itself.`;
  },
  summary({ params, frame }) {
    const values = Array.from(frame.theory.correlation, round).join(', ');
    return `Starting ${params.angle}° apart, the correlation of the two inputs grows layer by layer: ${values}.`;
  },
  table: ({ frame }) => ({
    columns: ['layer', 'correlation', 'correlation in the random net', 'gradient factor', 'tangent kernel'],
    rows: Array.from(frame.theory.ntk, (ntk, h) => [
      h,
      frame.theory.correlation[h],
      frame.measured[h] ?? '',
      frame.theory.gradientFactor[h],
      ntk,
    ]),
  }),
});
