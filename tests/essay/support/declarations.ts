/** What the figures' experiments declare. */
import type { Declaration, Experiment } from '../../../src/lab/experiment';
import type { Parameter, ParameterValue, ParameterValues } from '../../../src/lab/parameters';

const experiments = import.meta.glob<{ experiment: Experiment }>('../../../src/chapters/*/*.experiment.ts');

export async function declarationOf(id: string): Promise<Declaration> {
  return (await experiments[`../../../src/chapters/${id}.experiment.ts`]()).experiment;
}

/** Another legal value than the default; nearer to zero where there is one, so that a run stays cheap. */
function another(parameter: Parameter): ParameterValue {
  switch (parameter.kind) {
    case 'number': {
      if (parameter.values) return parameter.values.find((value) => value !== parameter.default) ?? parameter.default;
      const end = parameter.default > parameter.min ? parameter.min : parameter.max;
      if (!parameter.integer) return (parameter.default + end) / 2;
      return parameter.default + Math.sign(end - parameter.default);
    }
    case 'choice':
      return parameter.options.find(({ value }) => value !== parameter.default)?.value ?? parameter.default;
    case 'toggle':
      return !parameter.default;
    default:
      // A text is a figure's own; files never travel.
      return parameter.default;
  }
}

/** Parameters that fit in a link, every one of them changed. */
export const anotherState = ({ params }: Declaration): ParameterValues =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([, parameter]) => parameter.kind !== 'files')
      .map(([name, parameter]) => [name, another(parameter)]),
  );
