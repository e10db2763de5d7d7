import { describe, expect, test } from 'vitest';
import {
  allowedValues,
  choice,
  clampNumber,
  defaultsOf,
  files,
  integer,
  parametersFromQuery,
  parametersToQuery,
  readParameter,
  real,
  text,
  toggle,
} from '../../src/lab/parameters';

const schema = {
  depth: integer({ label: 'Depth', help: 'Layers.', min: 1, max: 5, default: 3 }),
  scale: real({ label: 'Scale', help: 'Start.', min: 1e-9, max: 1, default: 1e-3 }),
  width: integer({ label: 'Width', help: 'Width.', min: 16, max: 512, default: 64, values: [16, 64, 512] }),
  data: choice({
    label: 'Data',
    help: 'Which.',
    options: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
    default: 'a',
  }),
  noisy: toggle({ label: 'Noisy', help: 'Noise.', default: false }),
  points: text({ label: 'Points', help: 'Drawn.', default: '', maximumLength: 10 }),
  picture: files({ label: 'Picture', help: 'Yours.', accept: '.png' }),
};

const fromLink = (link: string) => parametersFromQuery(schema, new URLSearchParams(link));

describe('parameters', () => {
  test('a range that spans two decades gets a logarithmic slider', () => {
    expect(schema.scale.scale).toBe('log');
    expect(schema.depth.scale).toBe('linear');
    expect(real({ label: '', help: '', min: 0, max: 1000, default: 1 }).scale).toBe('linear');
  });

  test('a link round-trips, and says only what differs from the default', () => {
    const params = { ...defaultsOf(schema), depth: 5, scale: 2.5e-7, data: 'b' as const, noisy: true, points: 'a=1&b' };
    const query = parametersToQuery(schema, params);
    expect([...query.keys()].sort()).toEqual(['data', 'depth', 'noisy', 'points', 'scale']);
    const { params: again, notes } = fromLink(query.toString());
    expect(again).toEqual(params);
    expect(notes).toEqual([]);
    expect(parametersToQuery(schema, defaultsOf(schema)).toString()).toBe('');
  });

  test('files never enter a link', () => {
    const picture = [{ name: 'x.png', bytes: Uint8Array.of(1) }];
    expect(parametersToQuery(schema, { ...defaultsOf(schema), picture }).toString()).toBe('');
    expect(fromLink('picture=x.png').params.picture).toEqual([]);
  });

  test.each([
    ['depth=9', { depth: 5 }],
    ['depth=-1e99', { depth: 1 }],
    ['depth=2.4', { depth: 2 }],
    ['scale=Infinity', { scale: 1 }],
    ['width=100', { width: 64 }],
    ['points=0123456789abc', { points: '0123456789' }],
  ])('%s is bent to what is allowed, with a note', (link, expected) => {
    const { params, notes } = fromLink(link);
    expect(params).toEqual({ ...defaultsOf(schema), ...expected });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/nearest allowed/);
  });

  test.each(['depth=many', 'depth=', 'depth=NaN', 'scale=%00', 'data=c', 'data=__proto__', 'noisy=toString', 'noisy='])(
    '%s is nonsense: the default is used, with a note',
    (link) => {
      const { params, notes } = fromLink(link);
      expect(params).toEqual(defaultsOf(schema));
      expect(notes).toHaveLength(1);
    },
  );

  test('an unknown name is ignored', () => {
    expect(fromLink('hasOwnProperty=1&colour=red&__proto__=1')).toEqual({ params: defaultsOf(schema), notes: [] });
  });

  test('numbers are clamped, rounded and snapped', () => {
    expect(clampNumber(schema.depth, 3.6)).toBe(4);
    expect(clampNumber(schema.scale, 0)).toBe(1e-9);
    expect(clampNumber(schema.width, 300)).toBe(512);
    expect(readParameter(schema.depth, ' 2 ')).toEqual({ ok: true, value: 2, exact: true });
  });

  test('what is allowed is said in words', () => {
    expect(Object.values(schema).map(allowedValues)).toEqual([
      'a whole number from 1 to 5',
      'a number from 1e-9 to 1',
      'one of 16, 64, 512',
      'one of a, b',
      'true or false',
      'a text of at most 10 characters',
      'a file (.png)',
    ]);
  });
});
