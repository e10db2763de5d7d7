import { useId, useState } from 'react';
import type { FilesParameter, SourceFile } from '../lab/parameters';

interface Props {
  readonly parameter: FilesParameter;
  readonly value: readonly SourceFile[];
  onChange(value: readonly SourceFile[]): void;
}

async function readAll(chosen: readonly File[], limit: number): Promise<readonly SourceFile[]> {
  const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
  if (bytes > limit) {
    const [has, may] = [bytes, limit].map((n) => `${(n / 1e6).toFixed(1)} MB`);
    throw new Error(`That is ${has}; at most ${may} fit. Nothing was changed.`);
  }
  return Promise.all(
    chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

/** Files chosen, dropped or pasted. They are read here and leave the reader's machine at no time. */
export function FilesControl({ parameter, value, onChange }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);

  const take = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    try {
      onChange(await readAll(chosen, parameter.maximumBytes));
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <fieldset
      className={`control control-files${over ? ' is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text/plain');
        const files = [...event.clipboardData.files];
        void take(files.length > 0 ? files : pasted ? [new File([pasted], 'pasted.csv')] : []);
      }}
    >
      <label htmlFor={id}>{parameter.label}</label>
      <input
        id={id}
        type="file"
        multiple
        accept={parameter.accept}
        aria-describedby={`${id}-help`}
        onChange={(event) => void take([...(event.target.files ?? [])])}
      />
      {value.length > 0 && (
        <button type="button" onClick={() => onChange([])}>
          Remove {value.map((file) => file.name).join(', ')}
        </button>
      )}
      <span id={`${id}-help`} className="control-help" role={trouble ? 'alert' : undefined}>
        {trouble ?? `${parameter.help} It stays on your machine.`}
      </span>
    </fieldset>
  );
}
