/** What the chapters' prose promises is there: every reference, every claim's test, every figure's place. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import type { Outline } from '../../src/essay/build/remark-essay';
import { claimFile } from '../../src/essay/Claim';
import type { Reference } from '../../src/essay/references';

const outlines = import.meta.glob<Outline>('../../src/chapters/*/chapter.mdx', { import: 'outline' });
const references = import.meta.glob<readonly Reference[]>('../../src/chapters/*/references.ts', {
  import: 'references',
});

/** `<Claim id="E1" test="file">` in the source, as [id, file]. */
const claimsIn = (source: string, chapter: string): readonly (readonly [string, string])[] =>
  [...source.matchAll(/<Claim\b([^>]*)>/g)].map(([, attributes]) => [
    /\bid="([^"]+)"/.exec(attributes)?.[1] ?? '',
    claimFile(/\btest="([^"]+)"/.exec(attributes)?.[1] ?? chapter),
  ]);

const readable = chapters.map(({ id }) => id).filter((id) => existsSync(`src/chapters/${id}/chapter.mdx`));

describe.each(readable)('%s', (chapter) => {
  const folder = `../../src/chapters/${chapter}`;

  test('cites only what its reference list has', async () => {
    const outline = await outlines[`${folder}/chapter.mdx`]();
    const listed = new Set((await references[`${folder}/references.ts`]()).map(({ id }) => id));
    expect(outline.citations.filter((id) => !listed.has(id))).toEqual([]);
  });

  test('has a test behind every claim', () => {
    const claims = claimsIn(readFileSync(`src/chapters/${chapter}/chapter.mdx`, 'utf8'), chapter);
    const untested = claims.filter(([id, file]) => !existsSync(file) || !readFileSync(file, 'utf8').includes(id));
    expect(untested).toEqual([]);
  });

  test('shows every experiment that it declares', async () => {
    const outline = await outlines[`${folder}/chapter.mdx`]();
    const declared = chapters.find(({ id }) => id === chapter)?.experiments ?? {};
    expect([...outline.figures].sort()).toEqual(
      Object.keys(declared)
        .map((name) => `${chapter}/${name}`)
        .sort(),
    );
  });
});
