import { defineFigure, type FigureState } from '../../essay/figure';
import { Chart } from '../../plots/Chart';
import { Line } from '../../plots/Line';
import { Rule } from '../../plots/Rule';
import { spectrumLines } from '../../plots/Spectrum';
import type { SingularValuesFrame, SingularValuesParams } from './singular-values.experiment';
import declaration from './singular-values.experiment?declaration';
import { counted, inWords } from './words';

type State = FigureState<SingularValuesParams, SingularValuesFrame>;

const subscripts = '₀₁₂₃₄₅₆₇₈₉';

/** The flow of the theorem, in ink over the colours of what was measured. */
function flowLines({ times, predicted }: SingularValuesFrame) {
  const [samples, count] = predicted.shape;
  return Array.from({ length: count }, (_, r) => (
    <Line
      // biome-ignore lint/suspicious/noArrayIndexKey: a singular value is its rank
      key={r}
      tone="theory"
      name={`σ${subscripts[r + 1]}, Theorem 3`}
      labelled={false}
      x={times.data}
      y={Array.from({ length: samples }, (_, k) => predicted.data[k * count + r])}
    />
  ));
}

/** The singular values of a pinned run, in the colours of this one's. */
const pinnedLines = ({ times, measured }: SingularValuesFrame) =>
  spectrumLines({ x: times.data, values: measured.data, count: measured.shape[1], tone: 'ghost' });

function Plots({ frame, ghost }: State) {
  const { times, measured, target } = frame;
  const count = measured.shape[1];
  return (
    <Chart
      label="The five largest singular values of the product against time, measured and as Theorem 3 has them"
      x={{ label: 'Time', unit: 'step size × step' }}
      y={{ label: 'Singular value of W', domain: [0, undefined] }}
      height={340}
    >
      <Rule y={target.data[0]} label="largest of the truth" tone="published" />
      <Rule y={target.data[1]} label="second of the truth" tone="published" />
      {ghost && pinnedLines(ghost.frame)}
      {spectrumLines({ x: times.data, values: measured.data, count, name: (i) => `σ${subscripts[i + 1]}` })}
      {flowLines(frame)}
    </Chart>
  );
}

export const figure = defineFigure<SingularValuesParams, SingularValuesFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { odeDeviation, sigma1, sigma2, sigma3, testError } = frame.metrics;
    const off = Number.isNaN(odeDeviation)
      ? ''
      : ` So far the rates of the first two are ${inWords(100 * odeDeviation)} % off Theorem 3.`;
    return (
      `Depth ${params.depth} after ${counted(frame.step)} steps: the first three singular values are ${inWords(sigma1)}, ${inWords(sigma2)} and ${inWords(sigma3)}; ` +
      `error ${inWords(testError)} on the unobserved.${off} Dashed: the flow of Theorem 3, integrated by itself.`
    );
  },
  table({ frame }) {
    const { times, measured, predicted } = frame;
    const count = measured.shape[1];
    const names = Array.from({ length: count }, (_, i) => `sigma${i + 1}`);
    return {
      columns: ['time', ...names, ...names.map((name) => `${name} predicted`)],
      rows: Array.from(times.data, (time, k) => [
        time,
        ...measured.data.slice(k * count, (k + 1) * count),
        ...predicted.data.slice(k * count, (k + 1) * count),
      ]),
    };
  },
});
