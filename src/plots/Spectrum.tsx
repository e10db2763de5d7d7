/**
 * A spectrum over time: the k largest singular values (or eigenvalues) against the step, each measured and, in the
 * same colour and dashed, as the theory has it. Marks, to be put into a chart:
 *
 *     <Chart …>{spectrumLines({ x: times, values: measured, count: 5, name: (i) => `σ${i + 1}` })}
 *              {spectrumLines({ x: times, values: predicted, count: 5, tone: 'theory' })}</Chart>
 */
import type { ReactElement } from 'react';
import { Line, type LineProps } from './Line';
import type { Numbers } from './mark';
import type { Category, Tone } from './tones';

interface SpectrumOptions {
  readonly x: Numbers;
  /** samples × count, a row a sample. */
  readonly values: Numbers;
  readonly count: number;
  /** What the i-th line is called (from 0); unnamed lines are read out by their tone. */
  readonly name?: (index: number) => string;
  readonly tone?: Tone;
}

/** One line a component of the spectrum. */
export function spectrumLines({ x, values, count, name, tone }: SpectrumOptions): ReactElement<LineProps>[] {
  const samples = Math.floor(values.length / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => (
    <Line
      // biome-ignore lint/suspicious/noArrayIndexKey: a component is its rank in the spectrum
      key={`${tone} ${i}`}
      name={name?.(i)}
      x={x}
      y={Array.from({ length: samples }, (_, sample) => values[sample * count + i])}
      tone={tone}
      category={((i % 8) + 1) as Category}
    />
  ));
}
