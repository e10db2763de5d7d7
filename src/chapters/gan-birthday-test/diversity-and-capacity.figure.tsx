import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import { parameterCount } from './discriminator-theory';
import type { DiversityFrame, DiversityParams, DiversityPoint } from './diversity-and-capacity.experiment';
import declaration from './diversity-and-capacity.experiment?declaration';
import { medianOf } from './median';
import { about, percent, whole } from './words';

type State = FigureState<DiversityParams, DiversityFrame>;

const parametersAt = (width: number): number => parameterCount([2, width, width, 1]);

const widthsIn = (points: readonly DiversityPoint[]): readonly number[] =>
  [...new Set(points.map((p) => p.width))].sort((a, b) => a - b);

type Metric = 'effectiveModes' | 'birthdayMedian';

/** Widths and what came of them, as places on the chart. */
const placesOf = (points: readonly Pick<DiversityPoint, 'width' | Metric>[], metric: Metric) => ({
  x: points.map((p) => parametersAt(p.width)),
  y: points.map((p) => p[metric]),
});

/** The GAN in training, once it has taken a step. */
function trainingOf({ status, step, width, metrics }: DiversityFrame) {
  const { effectiveModes, birthdayMedian } = metrics;
  return status === 'running' && step > 0 ? [{ width, effectiveModes, birthdayMedian }] : [];
}

interface DiversityChartProps {
  readonly frame: DiversityFrame;
  readonly pinned: DiversityFrame | undefined;
  readonly metric: Metric;
  readonly name: string;
  readonly all: number;
  readonly allLabel: string;
}

function DiversityChart({ frame, pinned, metric, name, all, allLabel }: DiversityChartProps) {
  const { recorded, trained } = frame;
  const training = trainingOf(frame);
  const widths = widthsIn(recorded);
  const medians = widths.map((w) => medianOf(recorded.filter((p) => p.width === w).map((p) => p[metric])));
  return (
    <Chart
      label={`${name} against the parameters of the discriminator`}
      x={{ label: 'Parameters of the discriminator', scale: 'log', domain: [25, 25000] }}
      y={{ label: name, domain: [0, all * 1.25] }}
      height={290}
      legend="top"
    >
      <Points name="recorded" category={1} size={3} opacity={0.6} labelled {...placesOf(recorded, metric)} />
      <Line name="their median" x={widths.map(parametersAt)} y={medians} category={1} />
      {pinned && (
        <Points tone="ghost" category={2} size={5} {...placesOf([...pinned.trained, ...trainingOf(pinned)], metric)} />
      )}
      <Points name="trained here" category={2} size={5} labelled {...placesOf(trained, metric)} />
      {training.length > 0 && (
        <Points name="in training" category={2} tone="published" size={5} labelled {...placesOf(training, metric)} />
      )}
      <Rule y={all} label={allLabel} />
    </Chart>
  );
}

function Plots({ frame, ghost }: State) {
  const shared = { frame, pinned: ghost?.frame };
  return (
    <Panels columns={2} minimum={280}>
      <DiversityChart {...shared} metric="effectiveModes" name="Effective modes" all={100} allLabel="100 modes" />
      <DiversityChart
        {...shared}
        metric="birthdayMedian"
        name="Samples until a repeated mode is likely"
        all={13}
        allLabel="13: all modes alike"
      />
    </Panels>
  );
}

export const figure = defineFigure<DiversityParams, DiversityFrame>({
  declaration,
  Plots,
  caption({ frame }) {
    const { recorded, trained, width, metrics } = frame;
    const at = (w: number) => medianOf(recorded.filter((p) => p.width === w).map((p) => p.effectiveModes));
    const medians =
      recorded.length > 0
        ? `Recorded medians: ${about(at(4))} effective modes with ${parametersAt(4)} parameters, ${about(at(128))} with ${whole(parametersAt(128))}. `
        : '';
    const count = trained.length === 1 ? '1 GAN' : `${trained.length} GANs`;
    const latest =
      trained.length === 0
        ? `The GAN of width ${width} in training`
        : `${count} trained here; the one of width ${width}`;
    const now = `${latest} shows ${about(metrics.effectiveModes)} effective modes, with ${percent(metrics.highQuality)} of its points within 3σ of a mode.`;
    return `${medians}${now}`;
  },
  table({ frame }) {
    const rows = (points: readonly DiversityPoint[], source: string) =>
      points.map((p) => [source, p.width, parametersAt(p.width), p.effectiveModes, p.birthdayMedian, p.highQuality]);
    return {
      columns: ['source', 'width', 'parameters', 'effectiveModes', 'birthdayMedian', 'highQuality'],
      rows: [...rows(frame.recorded, 'recorded'), ...rows(frame.trained, 'trained here')],
    };
  },
});
