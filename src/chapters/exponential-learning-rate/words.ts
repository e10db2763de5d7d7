/** The words that the captions of this chapter share. */
import { formatValue } from '../../plots/format';

/** '85.4 %' */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** '10^12.6' where a rate has left float64, else the rate itself. */
export const rateInWords = (log10: number): string =>
  log10 < 300 ? formatValue(10 ** log10) : `10 to the power of ${log10.toFixed(0)}`;

/** The finding of a pair of runs at one step, in two sentences. */
export function twinFinding(step: number, metrics: Readonly<Record<string, number>>): string {
  const { maxDeviation, accuracyWeightDecay, accuracyExponential, log10LearningRate } = metrics;
  const after = `After ${step.toLocaleString('en')} steps the growing rate is ${rateInWords(log10LearningRate)}.`;
  if (Number.isNaN(maxDeviation)) {
    return `${after} One of the runs is no longer finite.`;
  }
  return `${after} The class probabilities of the two networks on 1,000 test digits differ by at most ${formatValue(maxDeviation)}; they classify ${percent(accuracyWeightDecay)} and ${percent(accuracyExponential)} correctly.`;
}
