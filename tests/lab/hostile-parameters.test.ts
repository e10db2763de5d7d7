/** Whatever a link says: every parameter of every experiment takes a legal value, and no text of it breaks a run. */
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import { type Experiment, ReaderError } from '../../src/lab/experiment';
import { headlessContext } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { clampNumber, defaultsOf, type Parameter, parametersFromQuery } from '../../src/lab/parameters';
import { hostile, hostileTexts, strangeNames } from './support/hostile';

const experiments = chapters.flatMap((chapter) =>
  Object.entries(chapter.experiments).map(([name, load]) => ({ id: `${chapter.id}/${name}`, load })),
);

function isLegal(parameter: Parameter, value: unknown): boolean {
  switch (parameter.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && clampNumber(parameter, value) === value;
    case 'choice':
      return parameter.options.some((option) => option.value === value);
    case 'toggle':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.length <= parameter.maximumLength;
    case 'files':
      return Array.isArray(value) && value.length === 0;
  }
}

/** What a reader is told of a start that fails; any other error is a bug. */
async function started(experiment: Experiment, name: string, text: string): Promise<void> {
  const { tf, backend } = await startNodeBackend('wasm');
  const params = { ...defaultsOf(experiment.params), [name]: text };
  try {
    const run = await experiment.start(params, headlessContext(tf, backend, 1));
    try {
      run.step();
      await run.read();
    } finally {
      run.dispose();
    }
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
  }
}

describe.each(experiments)('$id', ({ load }) => {
  test('takes a legal value for each, and a note says what was bent', async () => {
    const { params: schema } = (await load()).experiment;
    for (const [name, parameter] of Object.entries(schema)) {
      for (const text of hostile) {
        const query = new URLSearchParams({ [name]: text });
        for (const strange of strangeNames) query.set(strange, text);
        const { params, notes } = parametersFromQuery(schema, query);
        expect(Object.keys(params), name).toEqual(Object.keys(schema));
        expect(isLegal(parameter, params[name]), `${name} = ${text.slice(0, 50)}`).toBe(true);
        const asAsked = String(params[name]) === text || Number(text) === params[name];
        if (!asAsked) expect(notes.length, `${name} = ${text.slice(0, 50)}`).toBe(1);
        for (const note of notes) expect(note.length).toBeLessThan(600);
      }
    }
    expect('polluted' in {}).toBe(false);
  });

  test('trains whatever its texts say, or tells the reader why not', async () => {
    const { experiment } = await load();
    const texts = Object.entries(experiment.params).filter(([, { kind }]) => kind === 'text');
    for (const [name, parameter] of texts) {
      if (parameter.kind !== 'text') continue;
      for (const text of hostileTexts) await started(experiment, name, text.slice(0, parameter.maximumLength));
    }
  });
});
