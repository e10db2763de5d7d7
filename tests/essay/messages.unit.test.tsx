import { describe, expect, test } from 'vitest';
import { adoptable, checkpointOf, envelope, readHostMessage, travelling } from '../../src/app/embed/messages';
import { choice, files, integer } from '../../src/lab/parameters';

const stamp = { source: 'black-box', version: 1 };

describe('messages from a host', () => {
  test('the protocol and reveal’s own strings are understood', () => {
    expect(readHostMessage('slide:start')).toEqual({ type: 'start', automatic: true });
    expect(readHostMessage({ ...stamp, type: 'start' })).toEqual({ type: 'start' });
    expect(readHostMessage('slide:stop')).toEqual({ type: 'stop' });
    expect(readHostMessage({ ...stamp, type: 'reset' })).toEqual({ type: 'reset' });
    expect(readHostMessage({ ...stamp, type: 'step' })).toEqual({ type: 'step', count: 1 });
    expect(readHostMessage({ ...stamp, type: 'step', count: 25 })).toEqual({ type: 'step', count: 25 });
    const state = { params: { depth: 2 }, seed: 4, step: 100 };
    expect(readHostMessage({ ...stamp, type: 'setState', state })).toEqual({ type: 'setState', state });
  });

  test.each([
    ['another string', 'start'],
    ['no source', { version: 1, type: 'start' }],
    ['another version', { source: 'black-box', version: 2, type: 'start' }],
    ['an unknown type', { ...stamp, type: 'eval', code: 'alert(1)' }],
    ['a count that is none', { ...stamp, type: 'step', count: -1 }],
    ['a count without end', { ...stamp, type: 'step', count: Number.POSITIVE_INFINITY }],
    ['a state that is none', { ...stamp, type: 'setState', state: 'x' }],
    ['parameters that are objects', { ...stamp, type: 'setState', state: { params: { depth: { toString: 1 } } } }],
    ['changes that are none', { ...stamp, type: 'setState', state: { step: 5, changes: [{ step: -1, params: {} }] } }],
    ['a seed that is none', { ...stamp, type: 'setState', state: { seed: '<b>' } }],
    ['a list', [stamp]],
    ['nothing', null],
  ])('%s is ignored', (_, data) => {
    expect(readHostMessage(data)).toBeNull();
  });
});

describe('a state that travels', () => {
  const schema = {
    depth: integer({ label: 'Depth', help: '', min: 1, max: 5, default: 3 }),
    kind: choice({ label: 'Kind', help: '', options: [{ value: 'a', label: 'A' }], default: 'a' }),
    table: files({ label: 'Table', help: '', accept: '.csv' }),
  };

  test('is read against the schema: clamped, and the unknown or illegal left as it was', () => {
    const current = { depth: 4, kind: 'a', table: [] };
    const params = { depth: 99, kind: '<script>', width: 3, table: 'x' };
    expect(adoptable(schema, params, current)).toEqual({ depth: 5, kind: 'a', table: [] });
  });

  test('leads back to where its run stood, through the live changes that were made on the way', () => {
    const initial = { depth: 2, kind: 'a', table: [] };
    const changed = { depth: 4, kind: 'a', table: [] };
    const origin = { initial, changes: [{ step: 30, params: changed }] };
    const state = travelling(changed, 7, 80, origin);
    const read = readHostMessage({ ...stamp, type: 'setState', state: JSON.parse(JSON.stringify(state)) });
    expect(read).toEqual({ type: 'setState', state });
    expect(checkpointOf(schema, state, changed)).toEqual({ ...origin, steps: 80 });
    expect(checkpointOf(schema, { params: { depth: 2 } }, changed)).toBeUndefined();
  });

  test('leaves the reader’s files at home', () => {
    const mine = [{ name: 'mine.csv', bytes: new Uint8Array(3) }];
    expect(travelling({ depth: 2, kind: 'a', table: mine }, 7, 30)).toEqual({
      params: { depth: 2, kind: 'a' },
      seed: 7,
      step: 30,
    });
    expect(envelope({ type: 'height', height: 480 })).toEqual({ ...stamp, type: 'height', height: 480 });
  });
});
