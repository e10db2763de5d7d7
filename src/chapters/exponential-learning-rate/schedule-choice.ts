/** The schedules a reader can give the run without weight decay: the exact ones, and what one gets wrong. */
import { ReaderError } from '../../lab/experiment';
import { choice } from '../../lab/parameters';
import { legalRoots, type OptimizerChoice } from './legal-roots';
import {
  type EquivalentSchedule,
  exponentialSchedule,
  generalSchedule,
  halfExponentSchedule,
  withZeroBuffer,
} from './schedules';

export const scheduleParameter = choice({
  label: 'Schedule',
  help: 'How the rate of the run without weight decay grows.',
  options: [
    { value: 'exact', label: 'exact: η α^(−2t−1)' },
    { value: 'zero-buffer', label: 'exact rate, buffer of zeros' },
    { value: 'general', label: 'general: the recursion α_t, buffer of zeros' },
    { value: 'wrong-exponent', label: 'half the exponent: η α^(−t)' },
    { value: 'momentum-free', label: 'formula without momentum: α = 1 − λη' },
    { value: 'smaller-root', label: 'the smaller root, with its buffer' },
    { value: 'rate-inside', label: 'rate inside the buffer (as Keras), same γ' },
  ],
  default: 'exact',
});

export type ScheduleName = (typeof scheduleParameter.options)[number]['value'];

/** The schedule of that name. Throws a ReaderError where there is none for these values. */
export function chosenSchedule(name: ScheduleName, choice: OptimizerChoice): EquivalentSchedule {
  const { learningRate, weightDecay, momentum } = choice;
  const { larger, smaller } = legalRoots(choice);
  switch (name) {
    case 'exact':
    case 'rate-inside':
      return exponentialSchedule(learningRate, larger);
    case 'zero-buffer':
      return withZeroBuffer(exponentialSchedule(learningRate, larger));
    case 'general':
      return generalSchedule(() => learningRate, weightDecay, momentum);
    case 'wrong-exponent':
      return halfExponentSchedule(learningRate, larger);
    case 'momentum-free':
      return withZeroBuffer(exponentialSchedule(learningRate, 1 - weightDecay * learningRate));
    case 'smaller-root':
      if (smaller < 0.2) {
        throw new ReaderError(
          `The smaller root is ${Number(smaller.toPrecision(3))}: the rate would grow more than 25-fold at every step. Raise the momentum to 0.3 or more.`,
        );
      }
      return exponentialSchedule(learningRate, smaller);
  }
}
