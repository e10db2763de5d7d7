/** Notices that a run has left the numbers, where the experiment itself has not. */
import type { Frame } from './experiment';

/** What a run trains on: once it was a number, it must stay one. Other metrics may be undefined at a step. */
const isObjective = (name: string): boolean => /^(train)?(loss|error)/i.test(name);

/** The frame as it is reported: a metric that has become infinite, or a loss that is no number, ends the run. */
export function checked<F extends Frame>(frame: F, before?: Frame): F {
  if (frame.status !== 'running') return frame;
  const overflowed = Object.entries(frame.metrics).find(
    ([name, value]) =>
      Math.abs(value) === Number.POSITIVE_INFINITY ||
      (Number.isNaN(value) && isObjective(name) && Number.isFinite(before?.metrics[name])),
  );
  if (!overflowed) return frame;
  return {
    ...frame,
    status: 'diverged',
    cause: `${overflowed[0]} is no longer finite: the learning rate is likely too large. Choose a smaller one and reset.`,
  };
}
