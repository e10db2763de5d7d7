import { expect, test } from 'vitest';
import { pinnedSettings } from '../../src/essay/pinnedSettings';
import type { Declaration } from '../../src/lab/experiment';
import { choice, integer, real, text, toggle } from '../../src/lab/parameters';

const help = '';
const params = {
  width: integer({ label: 'Width', help, min: 1, max: 9999, default: 4 }),
  noise: real({ label: 'Noise σ', unit: '× C', help, min: 0, max: 1, default: 0 }),
  pool: choice({
    label: 'Pool',
    help,
    options: [
      { value: 'even', label: 'Equally likely' },
      { value: 'zipf', label: 'Zipf' },
    ],
    default: 'even',
  }),
  known: toggle({ label: 'Classes known', help, default: true }),
  drawing: text({ label: 'Drawing', help, default: '', when: { param: 'pool', is: ['zipf'] } }),
};
const declaration = { params } as unknown as Declaration;
const now = { width: 4, noise: 0, pool: 'even', known: true, drawing: '' };

test('a pinned run is named by what was set otherwise, in the words of its controls', () => {
  const pinned = { width: 2000, noise: 0.5, pool: 'zipf', known: false, drawing: 'ff' };
  expect(pinnedSettings(declaration, now, pinned)).toBe(
    'Width = 2,000; Noise σ = 0.5 × C; Pool = Zipf; Classes known = no; another drawing',
  );
});

test('settings that play no part in it are not told, and without a difference that is said', () => {
  expect(pinnedSettings(declaration, now, { ...now, drawing: 'ff' })).toBe('a run with the same settings');
  expect(pinnedSettings(declaration, now, {})).toBe('a run with the same settings');
});
