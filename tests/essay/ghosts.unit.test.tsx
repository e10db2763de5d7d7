/** A pinned run is drawn behind the next one by every figure: the list is what is found in the chapters' folders. */
import { readFileSync } from 'node:fs';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import { plottedState } from '../../src/essay/Figure';
import type { FigureState, FigureView } from '../../src/essay/figure';
import { runExperiment } from '../../src/lab/headless';
import type { Parameter, ParameterValue } from '../../src/lab/parameters';
import { decodeRecording, type Recording } from '../../src/lab/recording';

const found = import.meta.glob<FigureView>('../../src/chapters/*/*.figure.tsx', { import: 'figure' });
const idOf = (file: string): string => file.replace(/^.*chapters\//, '').replace('.figure.tsx', '');
const figures = Object.entries(found).map(([file, load]) => [idOf(file), load] as const);

type Ghost = NonNullable<FigureState['ghost']>;

const recorded = (id: string): Recording =>
  decodeRecording(readFileSync(new URL(`../../public/recordings/${id}.json`, import.meta.url), 'utf8'));

function drawn({ Plots }: FigureView, recording: Recording, pinned?: Ghost): string {
  const shown = { ...recording, origin: { initial: recording.params, changes: [] } };
  const ghost = pinned && { ...shown, ...pinned };
  const state = plottedState({ shown, ghost, source: 'recorded' }, () => {});
  return state ? renderToString(<Plots {...state} />) : '';
}

/** Another value than this one. */
function another(parameter: Parameter, value: ParameterValue): ParameterValue {
  if (parameter.kind === 'number') return value === parameter.min ? parameter.max : parameter.min;
  if (parameter.kind === 'choice') return parameter.options.find((option) => option.value !== value)?.value ?? value;
  return parameter.kind === 'toggle' ? !value : value;
}

test('there are figures to look at', () => {
  expect(figures.length).toBeGreaterThan(0);
});

describe.each(figures)('%s', (id, load) => {
  test('draws a pinned run, and nothing that looks like one without', async () => {
    const [figure, run] = [await load(), recorded(id)];
    expect(drawn(figure, run)).not.toContain('data-tone="ghost"');
    expect(drawn(figure, run, run)).toContain('data-tone="ghost"');
  });

  test('bears a pinned run with other parameters and without a history', async () => {
    const [figure, run] = [await load(), recorded(id)];
    const changed = Object.entries(figure.declaration.params).map(([name, parameter]) => [
      name,
      another(parameter, run.params[name]),
    ]);
    const params = { ...run.params, ...Object.fromEntries(changed) };
    const html = drawn(figure, run, { params, frame: run.frame, history: { steps: [], metrics: {} } });
    expect(html).toContain('data-tone="ghost"');
    expect(html).not.toMatch(/ (d|x|y|x1|y1|width|height|transform|viewBox)="[^"]*(NaN|Infinity|undefined)/);
  });
});

/** Runs whose frames have other sizes than the recorded ones: fewer layers, another matrix, a shorter path. */
const others = {
  'neural-tangent-kernel/recursion': { depth: 1, width: 16 },
  'deep-matrix-factorization/norm-or-rank': { problem: 'finite' },
  'deep-matrix-factorization/balancedness': { start: '-1, 0.5', target: -2 },
  'deep-matrix-factorization/singular-values': { depth: 1 },
} as const;

test.each(Object.entries(others))('%s has room for both runs where sizes differ', async (id, params) => {
  const [chapter, name] = id.split('/');
  const { experiment } = (await chapters.find((one) => one.id === chapter)?.experiments[name]()) ?? {};
  const load = figures.find(([one]) => one === id)?.[1];
  if (!experiment || !load) throw new Error(`There is no ${id}.`);
  const run = recorded(id);
  const { last } = await runExperiment(experiment, { params, steps: 3 });
  const other = { ...run, params: { ...run.params, ...params }, frame: last };
  for (const [shown, pinned] of [
    [run, other],
    [other, run],
  ]) {
    const html = drawn(await load(), shown, pinned);
    expect(html).toContain('data-tone="ghost"');
    expect(html).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
  }
});
