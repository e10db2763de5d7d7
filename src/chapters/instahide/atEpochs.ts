import type { History } from '../../essay/figure';

/** A metric that is measured once an epoch, without the frames in between that only repeat it. */
export function atEpochs({ steps, metrics }: History, metric: string, perEpoch: number) {
  const epochOf = (step: number) => Math.floor(step / perEpoch);
  const measured = [...steps.keys()].filter((i) => i === 0 || epochOf(steps[i]) !== epochOf(steps[i - 1]));
  return {
    x: measured.map((i) => epochOf(steps[i])),
    y: measured.map((i) => metrics[metric]?.[i] ?? Number.NaN),
  };
}
