/** Says in words how a pinned run differs from the one in front of it. */
import type { Parameter, ParameterValue, Schema } from '../lab/parameters';
import type { Shown } from './session';

function worded(parameter: Parameter, value: ParameterValue): string {
  if (parameter.kind === 'choice') return parameter.options.find((option) => option.value === value)?.label ?? '';
  if (parameter.kind === 'toggle') return value ? 'yes' : 'no';
  if (parameter.kind === 'number')
    return `${Number(value).toLocaleString('en')}${parameter.unit ? ` ${parameter.unit}` : ''}`;
  // A text that a figure edits itself, or a file, says nothing in a sentence.
  return 'another';
}

/** 'Pinned behind it: depth 2, initial scale 0.01, seed 1; at step 2,300.' */
export function pinnedInWords(schema: Schema, pinned: Shown, present: Pick<Shown, 'params' | 'seed'>): string {
  const settings = Object.entries(schema)
    .filter(([name]) => pinned.params[name] !== present.params[name])
    .map(([name, parameter]) => `${parameter.label.toLowerCase()} ${worded(parameter, pinned.params[name])}`);
  if (pinned.seed !== present.seed) settings.push(`seed ${pinned.seed}`);
  const what = settings.length > 0 ? settings.join(', ') : 'a run of the same settings';
  return `Pinned behind it: ${what}; at step ${pinned.frame.step.toLocaleString('en')}.`;
}
