import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ParameterControls } from '../../src/controls/ParameterControls';
import { positionOf, positionsOf, readNumber, valueAt, writeNumber } from '../../src/controls/scale';
import { choice, defaultsOf, integer, real, toggle } from '../../src/lab/parameters';

describe('the scale of a slider', () => {
  const log = real({ label: 'α', help: '', min: 1e-9, max: 1, default: 1e-3 });
  const linear = real({ label: 'γ', help: '', min: 0, max: 0.99, step: 0.01, default: 0.9 });
  const whole = integer({ label: 'n', help: '', min: 10, max: 100, default: 30 });
  const listed = integer({ label: 'width', help: '', min: 8, max: 4096, values: [8, 64, 512, 4096], default: 64 });

  test.each([
    ['logarithmic', log],
    ['linear', linear],
    ['whole', whole],
    ['listed', listed],
  ])('%s: ends are the range, positions and values agree, the default is met', (_, parameter) => {
    expect(valueAt(parameter, 0)).toBe(parameter.min);
    expect(valueAt(parameter, positionsOf(parameter))).toBe(parameter.max);
    for (let i = 0; i <= positionsOf(parameter); i++) expect(positionOf(parameter, valueAt(parameter, i))).toBe(i);
    expect(valueAt(parameter, positionOf(parameter, parameter.default))).toBe(parameter.default);
  });

  test('numbers are written for readers and read as they write them', () => {
    expect([0.001, 10000, 1e-9, 0.25, 3e7, -2].map(writeNumber)).toEqual([
      '0.001',
      '10,000',
      '1e-9',
      '0.25',
      '30,000,000',
      '-2',
    ]);
    expect(readNumber(' 10,000 ')).toBe(10000);
    expect(readNumber('1e-3')).toBe(0.001);
    expect(readNumber('ten')).toBeNaN();
    expect(readNumber('')).toBeNaN();
  });
});

describe('the controls that a schema turns into', () => {
  const schema = {
    depth: integer({ label: 'Depth', help: 'How many layers.', min: 1, max: 5, default: 3 }),
    matrix: choice({
      label: 'Matrix',
      help: 'What is completed.',
      options: [
        { value: 'random', label: 'random' },
        { value: 'photograph', label: 'photograph' },
      ],
      default: 'random',
    }),
    rank: integer({
      label: 'Rank',
      help: 'Of the truth.',
      min: 1,
      max: 10,
      default: 2,
      when: { param: 'matrix', is: ['random'] },
    }),
    bias: toggle({ label: 'Bias', help: 'With bias.', default: false, advanced: true }),
  };
  const render = (params: Parameters<typeof ParameterControls>[0]['params']) =>
    renderToStaticMarkup(<ParameterControls schema={schema} params={params} set={() => {}} />);

  test('every parameter has a named control, rarely used ones are folded', () => {
    const html = render(defaultsOf(schema));
    expect(html).toContain('type="range"');
    expect(html).toContain('aria-valuetext="3"');
    expect(html.match(/type="radio"/g)).toHaveLength(2);
    expect(html.indexOf('More settings')).toBeLessThan(html.indexOf('type="checkbox"'));
  });

  test('a control without meaning is not shown', () => {
    expect(render({ ...defaultsOf(schema), matrix: 'photograph' })).not.toContain('Rank');
  });
});

test('of the presets that hold, the one that says most beyond the defaults is marked', () => {
  const schema = {
    depth: integer({ label: 'Depth', help: '', min: 1, max: 5, default: 3 }),
    rank: integer({ label: 'Rank', help: '', min: 1, max: 10, default: 2 }),
  };
  const presets = {
    plain: { label: 'Plain', params: { depth: 3 } },
    high: { label: 'High', params: { rank: 9 } },
    both: { label: 'Shallow, high', params: { depth: 1, rank: 9 } },
  };
  const marked = (params: { depth: number; rank: number }) =>
    [
      ...renderToStaticMarkup(
        <ParameterControls schema={schema} presets={presets} params={params} set={() => {}} />,
      ).matchAll(/aria-pressed="true"[^>]*>([^<]+)/g),
    ].map(([, label]) => label);
  expect(marked({ depth: 3, rank: 2 })).toEqual(['Plain']);
  expect(marked({ depth: 3, rank: 9 })).toEqual(['High']);
  expect(marked({ depth: 1, rank: 9 })).toEqual(['Shallow, high']);
  expect(marked({ depth: 2, rank: 2 })).toEqual([]);
});
