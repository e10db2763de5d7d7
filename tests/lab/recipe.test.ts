/** A run as a file: what a figure saves, and what the terminal makes of it. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declarationOf, type Experiment } from '../../src/lab/experiment';
import { runExperiment } from '../../src/lab/headless';
import { files, toggle } from '../../src/lab/parameters';
import { type Recipe, recipeOf } from '../../src/lab/recipe';
import { UsageError } from '../../src/lab/terminal/arguments';
import { checkedRecipe, versions } from '../../src/lab/terminal/recipe';
import { parseRecipe, readRecipe } from '../../src/lab/terminal/recipe-file';
import { runCommand } from '../../src/lab/terminal/run';
import { experiment as leastSquares } from './support/toy.experiment';

const toy = leastSquares as unknown as Experiment;

const recipe: Recipe = {
  experiment: toy.id,
  params: { learningRate: 0.05, shrinkage: 0.1 },
  seed: 4,
  steps: 30,
  backend: 'wasm',
  ...versions,
};

const written = (changes: Readonly<Record<string, unknown>>) => JSON.stringify({ ...recipe, ...changes });

/** The final line and all that was said, of `run --recipe`. */
async function run(from: Recipe, flags: Parameters<typeof runCommand>[1] = {}, experiment = toy) {
  const lines: string[] = [];
  await runCommand(experiment, { json: true, ...flags }, (line) => lines.push(line), from);
  return JSON.parse(lines.at(-1) ?? '') as { step: number; metrics: Record<string, number>; notes: string[] };
}

const fast = toggle({ label: 'Fast', help: 'Makes haste.', default: false });
const claim = { statement: 'None.', holds: () => null };

describe('a recipe', () => {
  test('holds the run as it began, and of each live change what it changed', () => {
    const declaration = declarationOf(toy);
    const params = { learningRate: 0.1, shrinkage: 0, end: 100, trouble: 'none' };
    const changes = [
      { step: 5, params: { ...params, shrinkage: 0.5 } },
      { step: 5, params: { ...params, shrinkage: 0.5 } },
      { step: 900, params: { ...params, shrinkage: 0.25 } },
    ];
    const made = recipeOf(
      declaration,
      { origin: { initial: params, changes }, seed: 2, steps: 100, backend: 'webgl' },
      versions,
    );
    expect(made.params).toEqual(params);
    expect(made.changes).toEqual([
      { step: 5, params: { shrinkage: 0.5 } },
      { step: 100, params: { shrinkage: 0.25 } },
    ]);
    expect(parseRecipe(JSON.stringify(made))).toEqual({ ...made, files: undefined });
  });

  test.each([
    ['no JSON', '{', /no JSON/],
    ['another file', '[]', /no recipe/],
    ['steps that are not whole', written({ steps: 1.5 }), /“steps” is to be a whole number/],
    ['no steps', written({ steps: undefined }), /“steps”/],
    ['a seed that is a text', written({ seed: '1' }), /“seed”/],
    ['a value that is a list', written({ params: { shrinkage: [1] } }), /“shrinkage” in “params”/],
    ['a backend that is a number', written({ backend: 1 }), /“backend” is to be a text/],
    ['changes that are no list', written({ changes: {} }), /“changes” is to be a list/],
    ['a change without a step', written({ changes: [{ params: {} }] }), /“step”/],
    ['a change after the end', written({ changes: [{ step: 31, params: {} }] }), /before step 31 .* 30 steps/],
    [
      'changes out of order',
      written({
        changes: [
          { step: 9, params: {} },
          { step: 3, params: {} },
        ],
      }),
      /order/,
    ],
    ['files that are no names', written({ files: { table: [1] } }), /“files”/],
  ])('of %s is refused with the reason', (_, source, reason) => {
    expect(() => parseRecipe(source)).toThrow(UsageError);
    expect(() => parseRecipe(source)).toThrow(reason);
  });

  test.each([
    ['an unknown parameter', { params: { width: 3 } }, /no parameter “width”/],
    ['a name that every object has', { params: { constructor: 3 } }, /no parameter “constructor”/],
    ['a value out of range', { params: { shrinkage: 2 } }, /a number from 0 to 1/],
    ['a change that is not live', { changes: [{ step: 3, params: { end: 9 } }] }, /“end” does not change while/],
    ['a change out of range', { changes: [{ step: 3, params: { shrinkage: -1 } }] }, /a number from 0 to 1/],
    ['a backend that there is not', { backend: 'abacus' }, /no backend “abacus”/],
    ['files for a number', { files: { end: ['a.csv'] } }, /“end” .* takes no files/],
  ])('with %s is refused with what is allowed', (_, changes, reason) => {
    const read = () => checkedRecipe(toy, { ...recipe, ...changes } as Recipe, {});
    expect(read).toThrow(UsageError);
    expect(read).toThrow(reason);
  });

  test('that is not there is told', async () => {
    await expect(readRecipe('nowhere.json')).rejects.toThrow(/There is no file “nowhere.json”/);
  });
});

describe('run --recipe', () => {
  test('trains to the very step, with the live changes on the way', async () => {
    const changes = [{ step: 7, params: { shrinkage: 0.9 } }];
    const changed = await run({ ...recipe, changes }, { every: '10' });
    const { params, seed } = recipe;
    const direct = await runExperiment(toy, { params, seed, steps: 30, every: 1, changes });
    expect(changed.step).toBe(30);
    expect(changed.metrics).toEqual(direct.last.metrics);
    expect(changed.metrics.shrinkage).toBe(0.9);
    expect((await run(recipe)).metrics.loss).not.toBe(changed.metrics.loss);
    expect(changed.notes).toEqual(['Drawn.']);
  });

  test('trains past a frame that is done: the page had read none there', async () => {
    const { step } = await run({ ...recipe, params: { end: 12 } }, { every: '4' });
    expect(step).toBe(30);
  });

  test('says where it was made, with which versions, and where it runs', async () => {
    const elsewhere = await run({ ...recipe, steps: 1, backend: 'webgpu', essay: '0.0.1' });
    expect(elsewhere.notes.join(' ')).toMatch(/made on WebGPU.*0\.0\.1 of the essay.*now runs on WebAssembly/);
    const recorded = await run({ ...recipe, steps: 1, backend: 'recorded' });
    expect(recorded.notes.join(' ')).toMatch(/recorded run/);
  });

  test('asks for the reader’s own files by their names', async () => {
    const start: Experiment['start'] = (_, context) =>
      toy.start({ learningRate: 0.1, shrinkage: 0, end: 9, trouble: 'none' }, context);
    const table = files({ label: 'Own', help: 'Yours.', accept: '.csv' });
    const taking: Experiment = { ...toy, params: { own: table, fast }, claim, start };
    const own = [{ name: 'mine.csv', bytes: new Uint8Array() }];
    const origin = { initial: { own, fast: false }, changes: [] };
    const made = recipeOf(declarationOf(taking), { origin, seed: 1, steps: 1, backend: 'wasm' }, versions);
    expect(made.files).toEqual({ own: ['mine.csv'] });
    expect(made.params).toEqual({ fast: false });
    await expect(run(made, {}, taking)).rejects.toThrow(/own mine\.csv for “own”.*--data/);
    const folder = await mkdtemp(join(tmpdir(), 'recipe-'));
    await writeFile(join(folder, 'other.csv'), '');
    expect((await run(made, { data: join(folder, 'other.csv') }, taking)).notes[0]).toMatch(/mine\.csv.*other\.csv/);
    await writeFile(join(folder, 'mine.csv'), '');
    expect((await run(made, { data: join(folder, 'mine.csv') }, taking)).notes).toEqual(['Drawn.']);
  });
});
