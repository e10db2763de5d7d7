/** The controls that a schema turns into: most-used first, the rest folded. */
import type { Preset } from '../lab/experiment';
import type { Parameter, ParameterValue, ParameterValues, Schema, SourceFile } from '../lab/parameters';
import { ChoiceControl, ToggleControl } from './ChoiceControl';
import { FilesControl } from './FilesControl';
import { NumberControl } from './NumberControl';

interface ControlProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  onChange(value: ParameterValue): void;
}

function Control({ parameter, value, onChange }: ControlProps) {
  switch (parameter.kind) {
    case 'number':
      return <NumberControl parameter={parameter} value={Number(value)} onChange={onChange} />;
    case 'choice':
      return <ChoiceControl parameter={parameter} value={String(value)} onChange={onChange} />;
    case 'toggle':
      return <ToggleControl parameter={parameter} value={value === true} onChange={onChange} />;
    case 'files':
      return <FilesControl parameter={parameter} value={value as readonly SourceFile[]} onChange={onChange} />;
    case 'text':
      return null; // A figure edits it within its plot.
  }
}

/** Whether a control has a meaning while the others stand as they do. */
export function isShown(parameter: Parameter, params: ParameterValues): boolean {
  const { when } = parameter;
  return parameter.kind !== 'text' && (!when || when.is.some((value) => value === params[when.param]));
}

interface Props {
  readonly schema: Schema;
  readonly presets?: Readonly<Record<string, Preset<ParameterValues>>>;
  readonly params: ParameterValues;
  set(changes: Partial<ParameterValues>): void;
}

/** Of the presets that hold, those that say most beyond the defaults: 'a photograph', and not 'depth 3' as well. */
function chosenPresets(
  schema: Schema,
  presets: readonly (readonly [string, Preset<ParameterValues>])[],
  params: ParameterValues,
): ReadonlySet<string> {
  const said = new Map<string, number>();
  for (const [name, preset] of presets) {
    const values = Object.entries(preset.params);
    if (values.some(([key, value]) => params[key] !== value)) continue;
    said.set(name, values.filter(([key, value]) => schema[key]?.default !== value).length);
  }
  const most = Math.max(...said.values());
  return new Set([...said.keys()].filter((name) => said.get(name) === most));
}

export function ParameterControls({ schema, presets = {}, params, set }: Props) {
  const shown = Object.entries(schema).filter(([, parameter]) => isShown(parameter, params));
  const rows = (advanced: boolean) =>
    shown
      .filter(([, parameter]) => (parameter.advanced ?? false) === advanced)
      .map(([name, parameter]) => (
        <Control
          key={name}
          parameter={parameter}
          value={params[name] ?? parameter.default}
          onChange={(value) => set({ [name]: value })}
        />
      ));
  const folded = rows(true);
  const named = Object.entries(presets);
  const chosen = chosenPresets(schema, named, params);
  return (
    <div className="controls">
      {named.length > 0 && (
        <fieldset className="control-presets">
          <legend>Try</legend>
          {named.map(([name, preset]) => (
            <button key={name} type="button" aria-pressed={chosen.has(name)} onClick={() => set(preset.params)}>
              {preset.label}
            </button>
          ))}
        </fieldset>
      )}
      <div className="controls-grid">{rows(false)}</div>
      {folded.length > 0 && (
        <details className="controls-more">
          <summary>More settings</summary>
          <div className="controls-grid">{folded}</div>
        </details>
      )}
    </div>
  );
}
