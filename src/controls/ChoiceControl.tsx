import { useId } from 'react';
import type { ChoiceParameter, ToggleParameter } from '../lab/parameters';

interface ChoiceProps {
  readonly parameter: ChoiceParameter;
  readonly value: string;
  onChange(value: string): void;
}

/** Few options as a row of radio buttons, many as a menu. */
export function ChoiceControl({ parameter, value, onChange }: ChoiceProps) {
  const id = useId();
  const letters = parameter.options.reduce((sum, option) => sum + option.label.length, 0);
  if (parameter.options.length <= 3 && letters <= 36) {
    return (
      <fieldset className="control control-choice" title={parameter.help}>
        <legend>{parameter.label}</legend>
        <div className="control-options">
          {parameter.options.map((option) => (
            <label key={option.value} className="control-option">
              <input
                type="radio"
                name={id}
                value={option.value}
                checked={option.value === value}
                onChange={() => onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  return (
    <div className="control control-choice">
      <label htmlFor={id} title={parameter.help}>
        {parameter.label}
      </label>
      <select id={id} value={value} aria-describedby={`${id}-help`} onChange={(event) => onChange(event.target.value)}>
        {parameter.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <span id={`${id}-help`} className="control-help">
        {parameter.help}
      </span>
    </div>
  );
}

interface ToggleProps {
  readonly parameter: ToggleParameter;
  readonly value: boolean;
  onChange(value: boolean): void;
}

export function ToggleControl({ parameter, value, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className="control control-toggle">
      <label title={parameter.help}>
        <input
          type="checkbox"
          checked={value}
          aria-describedby={`${id}-help`}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{parameter.label}</span>
      </label>
      <span id={`${id}-help`} className="control-help">
        {parameter.help}
      </span>
    </div>
  );
}
