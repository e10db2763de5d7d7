import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Handle } from '../../plots/Handle';
import { Heatmap } from '../../plots/Heatmap';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { writePoints } from './points';
import type { WidthFrame, WidthParams } from './width-to-infinity.experiment';
import declaration from './width-to-infinity.experiment?declaration';

type State = FigureState<WidthParams, WidthFrame>;

/** What each net gives at the angles. */
const netsOf = ({ nets, angles }: WidthFrame) =>
  Array.from({ length: nets.length / angles.length }, (_, net) => ({
    net,
    y: nets.subarray(net * angles.length, (net + 1) * angles.length),
  }));

/** The nets, the infinite one at the same moment and at the end of time, and the points, which the reader may move. */
function Functions({ params, frame, ghost, set }: Pick<State, 'params' | 'frame' | 'ghost' | 'set'>) {
  const { angles, points, infinite, infiniteLimit } = frame;
  const nets = netsOf(frame);
  const move = (moved: number, to: { readonly x: number; readonly y: number }) => {
    const next = {
      angles: points.angles.map((angle, i) => (i === moved ? Math.min(6.28, Math.max(0, to.x)) : angle)),
      values: points.values.map((value, i) => (i === moved ? to.y : value)),
    };
    set({ data: 'drawn', points: writePoints(next) });
  };
  return (
    <Chart
      label={`${nets.length} nets of width ${params.width} and the infinitely wide one, over the circle`}
      x={{ label: 'Angle', unit: 'radians', domain: [0, 2 * Math.PI] }}
      y={{ label: 'Output', domain: [-3, 3.5] }}
      height={340}
      legend="top"
    >
      {ghost &&
        netsOf(ghost.frame).map(({ net, y }) => (
          <Line key={`pinned ${net}`} tone="ghost" category={6} x={ghost.frame.angles} y={y} />
        ))}
      {nets.map(({ net, y }) => (
        <Line key={net} name={net === 0 ? 'nets of this width' : undefined} category={6} x={angles} y={y} />
      ))}
      <Line name="infinite net, now" tone="theory" category={2} x={angles} y={infinite} />
      <Line name="infinite net, at the end" tone="published" category="ink" x={angles} y={infiniteLimit} />
      {Array.from(points.angles, (angle, i) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the list
          key={i}
          name={`Point ${i + 1}`}
          x={angle}
          y={points.values[i]}
          onMove={(to) => move(i, to)}
        />
      ))}
    </Chart>
  );
}

/** The kernel of the first net when it started, now, and that of the infinite net. */
function Kernels({ frame, ghost }: Pick<State, 'frame' | 'ghost'>) {
  const size = frame.points.values.length;
  const other = ghost?.frame.points.values.length ?? 0;
  const all = [...frame.kernelStart, ...frame.kernelNow, ...frame.kernelLimit, ...(ghost?.frame.kernelNow ?? [])];
  const domain = [Math.min(0, ...all), Math.max(...all)] as const;
  const kernels = [
    ['At the start', frame.kernelStart],
    ['Now', frame.kernelNow],
    ['Infinite net', frame.kernelLimit],
  ] as const;
  return (
    <Panels minimum={96} columns={ghost ? 4 : 3}>
      {kernels.map(([title, values], i) => (
        <Heatmap
          key={title}
          label={`Tangent kernel of the points: ${title.toLowerCase()}`}
          title={title}
          rows={size}
          columns={size}
          values={values}
          domain={domain}
          maximumHeight={150}
          colourBar={i === 0}
        />
      ))}
      {ghost && (
        <Heatmap
          tone="ghost"
          label={`Tangent kernel of the points, width ${ghost.params.width}`}
          title={`width ${ghost.params.width}`}
          rows={other}
          columns={other}
          values={ghost.frame.kernelNow}
          domain={domain}
          maximumHeight={150}
          colourBar={false}
        />
      )}
    </Panels>
  );
}

/** Whether a run is one of those that the recorded widths are the medians of. */
const comparable = ({ data, depth, bias }: WidthParams) => data === 'five-points' && depth === 1 && !bias;

/** A run among the recorded widths. */
const amongWidths = ({ params, frame }: Pick<State, 'params' | 'frame'>) => ({
  category: 'ink' as const,
  x: [params.width, params.width],
  y: [frame.metrics.kernelDrift, frame.metrics.gap],
});

function Plots({ params, frame, history, ghost, set }: State) {
  const { widths } = frame;
  const xs = widths.map(({ width }) => width);
  return (
    <>
      <Functions params={params} frame={frame} ghost={ghost} set={set} />
      <Kernels frame={frame} ghost={ghost} />
      <Panels minimum={300} columns={2}>
        <Chart
          label="How far the kernel has moved from its start, against training step"
          x={{ label: 'Step', domain: [0, 400] }}
          y={{ label: 'Kernel’s drift', unit: 'relative', domain: [0, undefined] }}
        >
          {ghost && (
            <Line tone="ghost" category={1} x={ghost.history.steps} y={ghost.history.metrics.kernelDrift ?? []} />
          )}
          <Line name={`width ${params.width}`} x={history.steps} y={history.metrics.kernelDrift} category={1} />
        </Chart>
        <Chart
          label="Distance to the infinite net, and drift of the kernel, against width; recorded runs"
          x={{ label: 'Width', unit: 'neurons', scale: 'log', domain: [8, 4096], ticks: [8, 32, 128, 512, 2048] }}
          y={{ label: 'At the end of training', scale: 'log', domain: [0.008, 1] }}
        >
          <Line name="kernel’s drift" category={1} x={xs} y={widths.map(({ kernelDrift }) => kernelDrift)} />
          <Line name="gap" category={2} x={xs} y={widths.map(({ gap }) => gap)} />
          <Line name="gap, start kept" category={5} x={xs} y={widths.map(({ gapUntouched }) => gapUntouched)} />
          <Line
            name="∝ 1/√width"
            tone="theory"
            labelled={false}
            x={xs}
            y={xs.map(
              (w) => (widths.find(({ width }) => width === 512)?.kernelDrift ?? Number.NaN) * Math.sqrt(512 / w),
            )}
          />
          {ghost && comparable(ghost.params) && <Points tone="ghost" {...amongWidths(ghost)} size={9} />}
          {comparable(params) && <Points name="this run" {...amongWidths({ params, frame })} hollow size={6} />}
        </Chart>
      </Panels>
    </>
  );
}

const round = (value: number): string => (value < 10 ? value.toPrecision(2) : value.toFixed(0));

export const figure = defineFigure<WidthParams, WidthFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { gap, kernelDrift, activationFlips } = frame.metrics;
    const count = frame.nets.length / frame.angles.length;
    const nets = count === 1 ? 'One net' : `${count} nets (medians)`;
    const kept = params.subtractInitial ? '' : ' Their random start is kept.';
    return `${nets} of width ${params.width} and depth ${params.depth}, after ${frame.step} steps: ${round(gap)} from the infinite net; the kernel has moved by ${round(100 * kernelDrift)} %, and ${round(100 * activationFlips)} % of the units have switched.${kept}`;
  },
  table: ({ frame }) => ({
    columns: ['angle', 'infinite net', 'infinite net at the end', 'first net'],
    rows: Array.from(frame.angles, (angle, i) => [angle, frame.infinite[i], frame.infiniteLimit[i], frame.nets[i]]),
  }),
});
