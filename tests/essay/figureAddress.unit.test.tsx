import { describe, expect, test } from 'vitest';
import { embedCodeOf, linkOf } from '../../src/essay/exports';
import { askedOf, queryOf, withState } from '../../src/essay/figureAddress';
import type { Declaration } from '../../src/lab/experiment';
import { choice, defaultsOf, integer, real, toggle } from '../../src/lab/parameters';

const declaration: Declaration = {
  id: 'chapter/name',
  title: 'A “title” & <more>',
  sentence: 'One sentence.',
  params: {
    depth: integer({ label: 'Depth', help: 'Layers.', min: 1, max: 5, default: 3 }),
    scale: real({ label: 'Scale', help: 'Start.', min: 1e-9, max: 1, default: 1e-3 }),
    data: choice({
      label: 'Data',
      help: 'Which.',
      options: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ],
      default: 'a',
    }),
    bias: toggle({ label: 'Bias', help: 'With bias.', default: false }),
  },
  claim: { statement: 'It is so.' },
  maximumSteps: 10,
};

describe('a figure’s state in the address', () => {
  test('a link round-trips, and only what differs from the default is written', () => {
    const params = { ...defaultsOf(declaration.params), depth: 2, scale: 3e-7, bias: true };
    const query = queryOf(declaration, params, 4);
    expect(query.toString()).toBe('depth=2&scale=3e-7&bias=true&seed=4');
    const asked = askedOf(declaration, new URL(`https://x.test/embed/chapter/name/?${query}`), 'embed');
    expect(asked).toEqual({ params, seed: 4, notes: [] });
    expect(queryOf(declaration, defaultsOf(declaration.params), 1).toString()).toBe('');
  });

  test('on a page only the figure that the anchor names is asked', () => {
    expect(askedOf(declaration, new URL('https://x.test/chapter/?depth=2'), 'page')).toBeNull();
    expect(askedOf(declaration, new URL('https://x.test/chapter/?depth=2#other'), 'page')).toBeNull();
    expect(askedOf(declaration, new URL('https://x.test/chapter/?depth=2#name'), 'page')?.params.depth).toBe(2);
    expect(askedOf(declaration, new URL('https://x.test/chapter/?theme=dark#name'), 'page')).toBeNull();
  });

  test('out of range is clamped and noted, nonsense falls back and is noted, the unknown is ignored', () => {
    const asked = askedOf(
      declaration,
      new URL('https://x.test/?depth=99&scale=%3Cscript%3E&data=z&bias=maybe&seed=-1&foo=1'),
      'embed',
    );
    expect(asked?.params).toEqual({ depth: 5, scale: 1e-3, data: 'a', bias: false });
    expect(asked?.seed).toBe(1);
    expect(asked?.notes).toHaveLength(5);
  });

  test('what the page keeps in its query stays', () => {
    const address = new URL('https://x.test/chapter/?theme=dark&depth=4&junk=1#old');
    const query = queryOf(declaration, defaultsOf(declaration.params), 1, address.searchParams);
    expect(withState(address, query, 'name')).toBe('https://x.test/chapter/?theme=dark#name');
  });

  test('share links and embed code lie under the site’s root and are safe to paste', () => {
    const state = { params: defaultsOf(declaration.params), seed: 1 };
    expect(linkOf(declaration, state, 'https://x.test/pre/', 'page')).toBe('https://x.test/pre/chapter/?seed=1#name');
    const link = linkOf(declaration, state, 'https://x.test/pre/', 'embed');
    expect(link).toBe('https://x.test/pre/embed/chapter/name/');
    expect(embedCodeOf(declaration, link)).toContain('title="A “title” &amp; &lt;more&gt;"');
    expect(embedCodeOf(declaration, link)).toContain('<iframe data-black-box src=');
    expect(embedCodeOf(declaration, `${link}?fit=1`)).toContain('<iframe data-black-box="fixed" src=');
  });
});
