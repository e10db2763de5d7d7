import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { ImageGrid } from '../../plots/ImageGrid';
import { Line } from '../../plots/Line';
import { Panels } from '../../plots/Panels';
import type { ConvolutionalFrame, ConvolutionalParams } from './convolutional.experiment';
import declaration from './convolutional.experiment?declaration';

type State = FigureState<ConvolutionalParams, ConvolutionalFrame>;

const contenders = ['cntk', 'ntk', 'gaussian', 'forest'] as const;
const names = ['Convolutional', 'Fully connected', 'Gaussian', 'Forest'];

/** Accuracy on CIFAR-10 by depth (Arora et al. 2019, table 1): infinite and finite nets. */
const cifar = {
  depth: [3, 4, 6, 11, 21],
  lines: [
    { name: 'finite, pooled', category: 1, tone: 'published', accuracy: [63.81, 80.93, 83.75, 82.92, 83.3] },
    { name: 'infinite, pooled', category: 2, tone: 'published', accuracy: [70.47, 75.93, 76.73, 77.43, 77.08] },
    { name: 'finite, vanilla', category: 3, tone: 'published', accuracy: [59.97, 60.2, 64.11, 69.48, 75.57] },
    { name: 'infinite, vanilla', category: 4, tone: 'published', accuracy: [64.47, 65.52, 66.03, 65.9, 64.09] },
  ],
} as const;

/** Share of right answers by method, with standard errors. */
function scores({ tally }: ConvolutionalFrame) {
  const values = contenders.map((who) => (tally[who].tested === 0 ? Number.NaN : tally[who].right / tally[who].tested));
  const error = values.map((p, i) => Math.sqrt((p * (1 - p)) / Math.max(1, tally[contenders[i]].tested)));
  return { names, values, error, categories: [1, 2, 4, 3] as const };
}

/** The last digits of a frame, framed where the convolutional kernel erred. */
const digitsOf = ({ shown }: ConvolutionalFrame) => ({
  images: Float32Array.from(shown.pixels),
  count: shown.said.length,
  rows: shown.side,
  columns: shown.side,
  perRow: 10,
  domain: [0, 255] as const,
  captions: Array.from(shown.said, String),
  marked: Array.from(shown.said, (said, i) => (said === shown.truth[i] ? -1 : i)).filter((i) => i >= 0),
  maximumSize: 48,
});

function Plots({ frame, ghost }: State) {
  return (
    <>
      <Panels minimum={300} columns={2}>
        <Chart
          label="Accuracy on test digits of each method so far, with standard errors"
          x={{ label: 'Method' }}
          y={{ label: 'Test accuracy', domain: [0, 1] }}
          legend="none"
        >
          {ghost && <Bars tone="ghost" {...scores(ghost.frame)} />}
          <Bars {...scores(frame)} />
        </Chart>
        <Chart
          label="Published accuracy on CIFAR-10 against depth, infinite and finite nets"
          x={{ label: 'Depth', scale: 'log', domain: [3, 21], ticks: [3, 4, 6, 11, 21] }}
          y={{ label: 'CIFAR-10, published', unit: '%', domain: [55, 86] }}
        >
          {cifar.lines.map(({ name, category, tone, accuracy }) => (
            <Line key={name} name={name} category={category} tone={tone} x={cifar.depth} y={accuracy} />
          ))}
        </Chart>
      </Panels>
      {frame.shown.said.length > 0 && (
        <ImageGrid
          {...digitsOf(frame)}
          label="The last test digits and what the convolutional kernel took them for; framed where it erred"
        />
      )}
      {ghost && (
        <ImageGrid
          {...digitsOf(ghost.frame)}
          tone="ghost"
          label="The last test digits and what the convolutional kernel took them for; framed where it erred"
          title={`its last digits, ${ghost.params.trainingImages} to train on`}
        />
      )}
    </>
  );
}

const percent = (value: number): string => (Number.isNaN(value) ? '–' : (100 * value).toFixed(1));

export const figure = defineFigure<ConvolutionalParams, ConvolutionalFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { metrics, tally, pairsDone, pairs } = frame;
    const pooled = params.pooling === 'average' ? 'average pooling' : 'no pooling';
    const progress =
      frame.status === 'running'
        ? ` ${pairsDone.toLocaleString('en-GB')} of ${pairs.toLocaleString('en-GB')} pairs of images done.`
        : '';
    return `${params.trainingImages} training digits, depth ${params.depth}, ${pooled}: the infinite convolutional net is right on ${percent(metrics.cntkAccuracy)} % of ${tally.cntk.tested} test digits; fully connected ${percent(metrics.ntkAccuracy)} %, Gaussian ${percent(metrics.gaussianAccuracy)} %, forest ${percent(metrics.forestAccuracy)} %.${progress} Under each of the last digits stands the kernel’s answer, framed where it is wrong. Second plot: published accuracies on CIFAR-10.`;
  },
  table: ({ frame }) => ({
    columns: ['method', 'tested', 'right'],
    rows: contenders.map((who, i) => [names[i], frame.tally[who].tested, frame.tally[who].right]),
  }),
});
