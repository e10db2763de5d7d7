import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { Points } from '../../plots/Points';
import type { AttackFrame, AttackParams } from './attack.experiment';
import declaration from './attack.experiment?declaration';
import { side } from './image-size';
import { percent, rounded } from './words';

type State = FigureState<AttackParams, AttackFrame>;

const stages: Readonly<Record<AttackFrame['stage'], string>> = {
  'absolute values': 'only signs have been dropped',
  assignment: 'who is in which encryption, and what they look like, take turns',
  reconstruction: 'gradient descent refines the images',
  done: 'the attack is over',
};

/** Pictures of a row, one for each private image. */
function rowOf({ truth }: AttackFrame) {
  const [count] = truth.shape;
  return { count, rows: side, columns: side, perRow: count, maximumSize: 64, domain: [0, 255] as const };
}

/** What the attack ends with, and whether each is taken for what it is. */
function Reconstructions({ frame, title }: { readonly frame: AttackFrame; readonly title?: string }) {
  return (
    <ImageGrid
      {...rowOf(frame)}
      label="Reconstructions, and the class that each is taken for"
      title={title}
      images={frame.reconstructions.data}
      captions={frame.recognisedAs.map((label, i) => (label === frame.labels[i] ? `${label} ✓` : `${label} ✗`))}
    />
  );
}

function Stages({ frame }: State) {
  const shared = rowOf(frame);
  return (
    <Panels columns={2} minimum={400}>
      <ImageGrid
        {...shared}
        label="Private images"
        title="Private images (the attacker has none)"
        images={frame.truth.data}
      />
      <ImageGrid
        {...shared}
        label="Absolute values of one encryption of each"
        title="1. Absolute value of one encryption of each"
        images={frame.absolute.data}
      />
      <ImageGrid
        {...shared}
        label="Templates of the best assignment so far"
        title="2. Templates, once it is settled who is in which"
        images={frame.templates.data}
      />
      <Reconstructions frame={frame} title="3. Reconstructions, and their classes" />
    </Panels>
  );
}

const curves = [
  { metric: 'correlation', name: 'correlation', category: 1 },
  { metric: 'membership', name: 'membership', category: 2 },
  { metric: 'recovered', name: 'recognised', category: 3 },
] as const;

/** Where a run stands on the chart of all recorded runs. */
const resultOf = ({ params, frame }: Pick<State, 'params' | 'frame'>) => ({
  x: [params.encryptionsPerImage],
  y: [frame.metrics.correlation],
  size: 6,
  category: 1 as const,
});

function Plots(state: State) {
  const { frame, history, params, ghost } = state;
  return (
    <>
      <Stages {...state} />
      <Panels columns={2}>
        <Chart
          label="Correlation, membership and recognition as the attack proceeds"
          x={{ label: 'Steps of the attack', domain: [0, undefined] }}
          y={{ label: 'Share, or correlation', domain: [0, 1] }}
          height={260}
          legend="top"
        >
          {ghost &&
            curves.map(({ metric, category }) => (
              <Line
                key={`pinned ${metric}`}
                tone="ghost"
                x={ghost.history.steps}
                y={ghost.history.metrics[metric]}
                category={category}
              />
            ))}
          {curves.map(({ metric, name, category }) => (
            <Line key={metric} name={name} x={history.steps} y={history.metrics[metric]} category={category} />
          ))}
        </Chart>
        <Chart
          label="Correlation of the final reconstructions against encryptions per image, recorded and this run"
          x={{ label: 'Encryptions per image T', scale: 'log', domain: [1, 50] }}
          y={{ label: 'Final correlation', domain: [0, 1] }}
          height={260}
          legend="top"
        >
          {frame.recorded
            .filter(({ x }) => x.length > 0)
            .map(({ name, x, y }, i) => (
              <Line key={name} name={name} x={x} y={y} category={([3, 2, 4] as const)[i]} />
            ))}
          {ghost && <Points tone="ghost" {...resultOf(ghost)} />}
          <Points name="this run" labelled {...resultOf(state)} />
        </Chart>
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Reconstructions frame={ghost.frame} />
        </Pinned>
      )}
    </>
  );
}

export const figure = defineFigure<AttackParams, AttackFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { correlation, membership, recovered } = frame.metrics;
    const times = params.encryptionsPerImage === 1 ? 'once' : `${params.encryptionsPerImage} times`;
    const classes = params.labelsKnown ? 'classes known' : 'classes unknown';
    return `${params.privateImages} digits, each encrypted ${times} in mixtures of ${params.k}, ${classes}: ${stages[frame.stage]}. ${percent(membership, 0)} of the private slots are told rightly, reconstructions correlate with the truth at ${rounded(correlation)}, and ${percent(recovered, 0)} are recognised.`;
  },
});
