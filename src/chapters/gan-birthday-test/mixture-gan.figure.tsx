import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Rule } from '../../plots/Rule';
import { parameterCount } from './discriminator-theory';
import type { MixtureGanFrame, MixtureGanParams } from './mixture-gan.experiment';
import declaration from './mixture-gan.experiment?declaration';
import { aboveHalf, PointCloud } from './PointCloud';
import { about, percent, whole } from './words';

type State = FigureState<MixtureGanParams, MixtureGanFrame>;

const modesOf = ({ shares }: MixtureGanFrame): number => shares.length;

/** Share of the points at each mode of a grid, its top row first. */
function GridShares({ shares }: MixtureGanFrame) {
  const side = Math.sqrt(shares.length);
  const fromTop = Array.from(
    { length: shares.length },
    (_, i) => shares[(side - 1 - Math.floor(i / side)) * side + (i % side)],
  );
  return (
    <Heatmap
      label="Share of the generated points at each mode of the grid"
      title="Share of the generated points"
      rows={side}
      columns={side}
      values={fromTop}
      domain={[0, undefined]}
      unit="share of all generated points"
      maximumHeight={360}
      describe={(_, value) => `${(100 * value).toFixed(1)} % (fair share ${(100 / shares.length).toFixed(1)} %)`}
    />
  );
}

/** Share of the points at each mode of the ring; a pinned run's behind it, if it has as many modes. */
function RingShares({ frame, pinned }: Shares) {
  const names = Array.from(frame.shares, (_, i) => String(i + 1));
  return (
    <Chart
      label="Share of the generated points at each of the eight modes"
      x={{ label: 'Mode' }}
      y={{ label: 'Share of the points', domain: [0, undefined] }}
      height={400}
      legend="top"
    >
      {pinned && <Bars tone="ghost" names={names} values={pinned.shares} category={1} part={[0, 2]} />}
      {pinned && <Bars tone="ghost" names={names} values={pinned.closeShares} category={3} part={[1, 2]} />}
      <Bars name="nearest to it" names={names} values={frame.shares} category={1} part={[0, 2]} />
      <Bars name="within 3σ" names={names} values={frame.closeShares} category={3} part={[1, 2]} />
      <Rule y={1 / 8} label="fair share" />
    </Chart>
  );
}

const onRing = (frame: MixtureGanFrame): boolean => modesOf(frame) === 8;

interface Shares {
  readonly frame: MixtureGanFrame;
  readonly pinned?: MixtureGanFrame;
}

/** Modes as bars on the ring, as a map on a grid. */
const ModeShares = ({ frame, pinned }: Shares) =>
  onRing(frame) ? <RingShares frame={frame} pinned={pinned} /> : <GridShares {...frame} />;

/** The discriminator's field under the points of both kinds. */
function Plane({ params, frame }: Pick<State, 'params' | 'frame'>) {
  const side = frame.discriminator.shape[0];
  return (
    <Heatmap
      label="The discriminator’s field under real and generated points"
      title="Black: real. Purple: generated."
      rows={side}
      columns={side}
      values={aboveHalf(frame.discriminator.data)}
      map="redBlue"
      domain={[-0.5, 0.5]}
      unit={params.objective === 'wasserstein-clipped' ? 'σ(score) − ½' : 'D − ½: blue is taken for real'}
    >
      <PointCloud points={frame.real} extent={frame.extent} cells={side} kind="real" />
      <PointCloud points={frame.generated} extent={frame.extent} cells={side} kind="generated" />
    </Heatmap>
  );
}

/** The curves of a run, as shares of its own modes. */
function curvesOf({ frame, history }: Pick<State, 'frame' | 'history'>) {
  const { steps: x, metrics } = history;
  const modes = modesOf(frame);
  return {
    modes: { x, y: metrics.effectiveModes.map((count) => count / modes), category: 1 },
    close: { x, y: metrics.highQuality, category: 3 },
    discriminator: { x, y: metrics.discriminatorLoss, category: 2 },
    generator: { x, y: metrics.generatorLoss, category: 4 },
  } as const;
}

function Plots(state: State) {
  const { frame, ghost, params } = state;
  const now = curvesOf(state);
  const past = ghost && curvesOf(ghost);
  const bothOnRing = ghost !== undefined && onRing(frame) && onRing(ghost.frame);
  const lastStep = Math.max(params.trainingSteps, ghost?.params.trainingSteps ?? 0);
  const steps = { label: 'Training step', domain: [0, lastStep] as const };
  return (
    <>
      <Panels columns={2}>
        <Plane {...state} />
        <ModeShares frame={frame} pinned={bothOnRing ? ghost.frame : undefined} />
        <Chart
          label="Effective modes as a share of all modes, and share of points within 3σ of a mode, against training step"
          x={steps}
          y={{ label: 'Share', domain: [0, 1] }}
          height={230}
          legend="top"
        >
          {past && <Line tone="ghost" {...past.modes} />}
          {past && <Line tone="ghost" {...past.close} />}
          <Line name={`effective modes, of ${modesOf(frame)}`} {...now.modes} />
          <Line name="points within 3σ" {...now.close} />
        </Chart>
        <Chart
          label="Losses of both players against training step"
          x={steps}
          y={{ label: 'Loss' }}
          height={230}
          legend="top"
        >
          {past && <Line tone="ghost" {...past.discriminator} />}
          {past && <Line tone="ghost" {...past.generator} />}
          <Line name="discriminator" {...now.discriminator} />
          <Line name="generator" {...now.generator} />
          {params.objective !== 'wasserstein-clipped' && <Rule y={2 * Math.log(2)} label="2 ln 2: it cannot tell" />}
        </Chart>
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Panels columns={2}>
            <Plane {...ghost} />
            {!bothOnRing && <ModeShares frame={ghost.frame} />}
          </Panels>
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<MixtureGanParams, MixtureGanFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { effectiveModes, coveredModes, highQuality, birthdayMedian } = frame.metrics;
    const { discriminatorWidth: width, packing } = params;
    const size = whole(parameterCount([2 * packing, width, width, 1]));
    return `Discriminator of width ${width} (${size} parameters), step ${whole(frame.step)}: effectively ${about(effectiveModes)} of ${modesOf(frame)} modes, ${coveredModes} of them covered; ${percent(highQuality)} of the points lie within 3σ of a mode. Among ${birthdayMedian} samples two of the same mode are as likely as not.`;
  },
});
