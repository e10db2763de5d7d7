import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Rule } from '../../plots/Rule';
import { parameterCount } from './discriminator-theory';
import type { MixtureGanFrame, MixtureGanParams } from './mixture-gan.experiment';
import declaration from './mixture-gan.experiment?declaration';
import { aboveHalf, PointCloud } from './PointCloud';
import { about, percent, whole } from './words';

type State = FigureState<MixtureGanParams, MixtureGanFrame>;

const modesOf = ({ shares }: MixtureGanFrame): number => shares.length;

/** Modes as bars on the ring, as a map on a grid. */
function ModeShares({ frame, params }: State) {
  const { shares, closeShares } = frame;
  if (params.mixture !== 'ring-8') {
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
  const names = Array.from(shares, (_, i) => String(i + 1));
  return (
    <Chart
      label="Share of the generated points at each of the eight modes"
      x={{ label: 'Mode' }}
      y={{ label: 'Share of the points', domain: [0, undefined] }}
      height={400}
      legend="top"
    >
      <Bars name="nearest to it" names={names} values={shares} category={1} part={[0, 2]} />
      <Bars name="within 3σ" names={names} values={closeShares} category={3} part={[1, 2]} />
      <Rule y={1 / 8} label="fair share" />
    </Chart>
  );
}

function Plots(state: State) {
  const { frame, history, ghost, params } = state;
  const { steps, metrics } = history;
  const modes = modesOf(frame);
  const share = (values: readonly number[]) => values.map((x) => x / modes);
  const side = frame.discriminator.shape[0];
  return (
    <Panels columns={2}>
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
      <ModeShares {...state} />
      <Chart
        label="Effective modes as a share of all modes, and share of points within 3σ of a mode, against training step"
        x={{ label: 'Training step', domain: [0, params.trainingSteps] }}
        y={{ label: 'Share', domain: [0, 1] }}
        height={230}
        legend="top"
      >
        {ghost && (
          <Line
            tone="ghost"
            x={ghost.history.steps}
            y={ghost.history.metrics.effectiveModes.map((x) => x / modesOf(ghost.frame))}
          />
        )}
        <Line name={`effective modes, of ${modes}`} x={steps} y={share(metrics.effectiveModes)} category={1} />
        <Line name="points within 3σ" x={steps} y={metrics.highQuality} category={3} />
      </Chart>
      <Chart
        label="Losses of both players against training step"
        x={{ label: 'Training step', domain: [0, params.trainingSteps] }}
        y={{ label: 'Loss' }}
        height={230}
        legend="top"
      >
        <Line name="discriminator" x={steps} y={metrics.discriminatorLoss} category={2} />
        <Line name="generator" x={steps} y={metrics.generatorLoss} category={4} />
        {params.objective !== 'wasserstein-clipped' && <Rule y={2 * Math.log(2)} label="2 ln 2: it cannot tell" />}
      </Chart>
    </Panels>
  );
}

export const figure = defineFigure<MixtureGanParams, MixtureGanFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { effectiveModes, coveredModes, highQuality, birthdayMedian } = frame.metrics;
    const { discriminatorWidth: width, packing } = params;
    const size = whole(parameterCount([2 * packing, width, width, 1]));
    return `Discriminator of width ${width} (${size} parameters), step ${whole(frame.step)}: ${about(effectiveModes)} effective modes of ${modesOf(frame)}, ${coveredModes} of them covered; ${percent(highQuality)} of the points lie within 3σ of a mode. Among ${birthdayMedian} samples two of the same mode are as likely as not.`;
  },
});
