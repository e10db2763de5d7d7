import { useId, useState } from 'react';
import { allowedValues, clampNumber, type NumberParameter } from '../lab/parameters';
import { positionOf, positionsOf, readNumber, valueAt, writeNumber } from './scale';

interface Props {
  readonly parameter: NumberParameter;
  readonly value: number;
  onChange(value: number): void;
}

/** A slider with its value beside it, typed or dragged; double click or the arrow sets the default again. */
export function NumberControl({ parameter, value, onChange }: Props) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const written = writeNumber(value);
  const unit = parameter.unit ? ` ${parameter.unit}` : '';

  const commit = () => {
    if (draft === null) return;
    const typed = readNumber(draft);
    const legal = Number.isNaN(typed) ? Number.NaN : clampNumber(parameter, typed);
    setTrouble(legal === typed ? null : `${parameter.label} takes ${allowedValues(parameter)}.`);
    if (!Number.isNaN(legal)) onChange(legal);
    setDraft(null);
  };

  return (
    <div className="control control-number">
      <label htmlFor={id} title={parameter.help}>
        {parameter.label}
      </label>
      <button
        type="button"
        className="control-default"
        disabled={value === parameter.default}
        onClick={() => onChange(parameter.default)}
        aria-label={`Set ${parameter.label} back to ${writeNumber(parameter.default)}`}
      >
        ↺
      </button>
      <input
        type="text"
        inputMode="decimal"
        className="control-value"
        aria-label={`${parameter.label}, typed`}
        value={draft ?? `${written}${unit}`}
        onFocus={() => setDraft(written)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <input
        id={id}
        type="range"
        min={0}
        max={positionsOf(parameter)}
        step={1}
        value={positionOf(parameter, value)}
        aria-valuetext={`${written}${unit}`}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(valueAt(parameter, Number(event.target.value)))}
        onDoubleClick={() => onChange(parameter.default)}
      />
      <span id={`${id}-help`} className="control-help">
        {trouble ?? parameter.help}
      </span>
    </div>
  );
}
