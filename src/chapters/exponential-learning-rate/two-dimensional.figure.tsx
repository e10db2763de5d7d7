import { defineFigure } from '../../essay/figure';
import type { Field } from '../../lab/experiment';
import { Chart } from '../../plots/Chart';
import { Contours } from '../../plots/Contours';
import { formatValue } from '../../plots/format';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Points } from '../../plots/Points';
import { Trajectory } from '../../plots/Trajectory';
import { initialWeights, loss } from './tiny-model';
import type { TwoDimensionalFrame, TwoDimensionalParams } from './two-dimensional.experiment';
import declaration from './two-dimensional.experiment?declaration';

const columns = 73;
const rows = 37;
const radians = Math.PI / 180;

let computed: Float32Array | undefined;

/** The loss over the whole sphere, row by row from the south pole. It never changes. */
function lossOnSphere(): Float32Array {
  computed ??= Float32Array.from({ length: rows * columns }, (_, i) => {
    const latitude = (-90 + (180 * Math.floor(i / columns)) / (rows - 1)) * radians;
    const longitude = (-180 + (360 * (i % columns)) / (columns - 1)) * radians;
    const around = Math.cos(latitude);
    return loss([around * Math.cos(longitude), around * Math.sin(longitude), Math.sin(latitude)]);
  });
  return computed;
}

type Point = readonly [x: number, y: number, z: number];
const pointsOf = ({ data, shape }: Field): Point[] =>
  Array.from({ length: shape[0] }, (_, i) => [data[3 * i], data[3 * i + 1], data[3 * i + 2]]);

/** Directions: degrees of longitude, and of latitude. */
function directions(path: Field) {
  const points = pointsOf(path);
  return {
    x: points.map(([x, y]) => Math.atan2(y, x) / radians),
    y: points.map(([x, y, z]) => Math.atan2(z, Math.hypot(x, y)) / radians),
  };
}

/** Space seen from the side: the first weights point up. */
function sideView(path: Field) {
  const length = Math.hypot(...initialWeights);
  const along = pointsOf(path).map((point) => point.reduce((sum, w, i) => sum + (w * initialWeights[i]) / length, 0));
  // Across: the first axis without its part along the first weights.
  const share = initialWeights[0] / length ** 2;
  const axis = [1, 0, 0].map((e, i) => e - share * initialWeights[i]);
  const axisLength = Math.hypot(...axis);
  const across = pointsOf(path).map((point) => point.reduce((sum, w, i) => sum + (w * axis[i]) / axisLength, 0));
  return { x: across, y: along };
}

/** Both runs of a frame, seen from the side and as directions. */
const views = ({ decayed, exponential }: TwoDimensionalFrame) => ({
  sides: { decayed: sideView(decayed), growing: sideView(exponential) },
  ways: { decayed: directions(decayed), growing: directions(exponential) },
});

/** The norm at every step: a run may be over before it is read a second time. */
function normsOf(path: Field) {
  const norms = pointsOf(path).map((point) => Math.hypot(...point));
  return { x: norms.map((_, step) => step), y: norms };
}

export const figure = defineFigure<TwoDimensionalParams, TwoDimensionalFrame>({
  declaration,
  Plots({ frame, ghost }) {
    const { sides, ways } = views(frame);
    const pinned = ghost && views(ghost.frame);
    return (
      <Panels minimum={250} columns={3}>
        <Chart
          label="The paths of the weights of both runs, seen from the side"
          x={{ label: 'Across the first weights' }}
          y={{ label: 'Along the first weights' }}
          height={280}
          legend="top"
          readOut={false}
        >
          <Points name="origin" tone="theory" category="ink" x={[0]} y={[0]} readable={false} />
          {pinned && <Trajectory tone="ghost" category={2} {...pinned.sides.growing} />}
          {pinned && <Trajectory tone="ghost" category={1} {...pinned.sides.decayed} />}
          <Trajectory name="growing rate" category={2} {...sides.growing} />
          <Trajectory name="weight decay" category={1} {...sides.decayed} />
        </Chart>
        <Chart
          label="The directions of the weights of both runs on the sphere, over the loss"
          x={{ label: 'Longitude', unit: 'degrees', domain: [-180, 180], ticks: [-180, -90, 0, 90, 180] }}
          y={{ label: 'Latitude', unit: 'degrees', domain: [-90, 90], ticks: [-90, -45, 0, 45, 90] }}
          height={280}
          legend="top"
          readOut={false}
        >
          <Contours values={lossOnSphere()} rows={rows} columns={columns} xRange={[-180, 180]} yRange={[-90, 90]} />
          {pinned && <Line tone="ghost" category={1} {...pinned.ways.decayed} />}
          {pinned && <Points tone="ghost" category={2} {...pinned.ways.growing} size={4.5} />}
          <Line name="weight decay" category={1} {...ways.decayed} />
          <Points name="growing rate" category={2} {...ways.growing} size={3} labelled />
        </Chart>
        <Chart
          label="Norms of the weights of both runs on a logarithmic axis"
          x={{ label: 'Step' }}
          y={{ label: 'Norm of the weights', scale: 'log' }}
          height={280}
        >
          {ghost && <Line tone="ghost" category={2} {...normsOf(ghost.frame.exponential)} />}
          {ghost && <Line tone="ghost" category={1} {...normsOf(ghost.frame.decayed)} />}
          <Line name="growing rate" category={2} {...normsOf(frame.exponential)} />
          <Line name="weight decay" category={1} {...normsOf(frame.decayed)} />
        </Chart>
      </Panels>
    );
  },
  caption({ frame: { step, metrics } }) {
    const { normWeightDecay, normExponential, maxDeviation } = metrics;
    return `After ${step} steps the weights have norms ${formatValue(normWeightDecay)} (weight decay) and ${formatValue(normExponential)} (growing rate); the outputs at six points differ by at most ${formatValue(maxDeviation)}.`;
  },
});
