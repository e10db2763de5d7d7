import { writeNumber } from '../controls/scale';
import type { Declaration } from '../lab/experiment';
import type { Parameter, ParameterValue, ParameterValues } from '../lab/parameters';
import type { Shown } from './session';

/** A setting as a reader would say it: 'Noise σ = 0.1', 'Pool = Zipf', 'Classes known = no'. */
function said(parameter: Parameter, value: ParameterValue): string {
  const { label } = parameter;
  switch (parameter.kind) {
    case 'number':
      return `${label} = ${writeNumber(Number(value))}${parameter.unit ? ` ${parameter.unit}` : ''}`;
    case 'choice':
      return `${label} = ${parameter.options.find((option) => option.value === value)?.label ?? value}`;
    case 'toggle':
      return `${label} = ${value ? 'yes' : 'no'}`;
    case 'text':
    case 'files':
      return `another ${label.toLowerCase()}`;
  }
}

/** What was set otherwise in a pinned run: 'Discriminator width = 4; Pool = Zipf'; for the title of its pictures. */
export function pinnedSettings({ params: schema }: Declaration, now: ParameterValues, pinned: ParameterValues): string {
  const others = Object.entries(schema).filter(([name, { when }]) => {
    const counts = when === undefined || (when.is as readonly ParameterValue[]).includes(pinned[when.param]);
    return counts && name in pinned && pinned[name] !== now[name];
  });
  return others.length === 0
    ? 'a run with the same settings'
    : others.map(([name, parameter]) => said(parameter, pinned[name])).join('; ');
}

/** 'Pinned behind it: Depth = 2; seed 1; at step 2,300.' */
export function pinnedInWords(
  declaration: Declaration,
  now: Pick<Shown, 'params' | 'seed'>,
  { params, seed, frame }: Shown,
): string {
  const settings = pinnedSettings(declaration, now.params, params);
  const seeds = seed === now.seed ? '' : `; seed ${seed}`;
  return `Pinned behind it: ${settings}${seeds}; at step ${frame.step.toLocaleString('en')}.`;
}
