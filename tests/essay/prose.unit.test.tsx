/** The typography of the prose: numbers, symbols, references, and what links point at. */
import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { renderMaths } from '../../src/essay/build/maths';
import { type Outline, remarkEssay } from '../../src/essay/build/remark-essay';
import { markSymbols } from '../../src/essay/build/tex';
import type { Node, SourceFile } from '../../src/essay/build/tree';
import { Citation } from '../../src/essay/Citation';
import { Claim, claimFile } from '../../src/essay/Claim';
import { ChapterContext } from '../../src/essay/chapterContext';
import { Equation, EquationLink } from '../../src/essay/Equation';
import { FigureLink, FigureReference } from '../../src/essay/FigureLink';
import { FigureRegistryContext } from '../../src/essay/figureRegistry';
import { References } from '../../src/essay/References';
import { bibtexOf, labelOf, type Reference } from '../../src/essay/references';
import { Term } from '../../src/essay/Term';

const reference: Reference = {
  id: 'arora2019implicit',
  authors: ['Sanjeev Arora', 'Nadav Cohen', 'Wei Hu', 'Yuping Luo'],
  title: 'Implicit regularization in deep matrix factorization of MNIST',
  venue: 'NeurIPS',
  year: 2019,
  arxiv: '1905.13655',
};

const outline: Outline = {
  headings: [],
  figures: ['chapter/first', 'chapter/second'],
  equations: ['update', 'end-to-end'],
  citations: [],
  claims: [],
};

const inChapter = (children: ReactNode): string =>
  renderToStaticMarkup(
    (
      <ChapterContext value={{ id: 'chapter', outline, references: [reference] }}>
        <FigureRegistryContext value={{ order: outline.figures, figures: new Map() }}>{children}</FigureRegistryContext>
      </ChapterContext>
    ) as ReactElement,
  );

describe('numbers and links', () => {
  test('equations are numbered in the order of the chapter, and linked by their names', () => {
    const html = inChapter(
      <>
        <Equation id="end-to-end">W</Equation>
        <EquationLink to="update" />
      </>,
    );
    expect(html).toContain('aria-label="Equation 2"');
    expect(html).toContain('href="#equation-update">equation\u00a0(1)</a>');
  });

  test('figures too; a link carries the state that it sets', () => {
    expect(inChapter(<FigureReference figure="second" />)).toContain('href="#second">figure\u00a02</a>');
    const link = inChapter(
      <FigureLink figure="first" set={{ depth: 2, bias: true }}>
        two layers
      </FigureLink>,
    );
    expect(link).toContain('href="?depth=2&amp;bias=true#first"');
    expect(link).toContain('data-sets="chapter/first"');
  });

  test('a claim names its test', () => {
    const html = inChapter(<Claim id="E1">It is so.</Claim>);
    expect(html).toContain('tests/claims/chapter.test.ts');
    expect(html).toContain('<code>E1</code>');
    expect(claimFile('../theory/chapter-two')).toBe('tests/theory/chapter-two.test.ts');
  });

  test('a term carries its definition', () => {
    const html = inChapter(<Term means="A sentence.">effective rank</Term>);
    const [, id] = /aria-describedby="([^"]+)"/.exec(html) ?? [];
    expect(html).toContain(`id="${id}">A sentence.</span>`);
  });
});

describe('references', () => {
  test('are cited by authors and year, and point at the list', () => {
    expect(labelOf(reference)).toBe('Arora et al. 2019');
    expect(labelOf({ ...reference, authors: ['Yuanzhi Li', 'Yingyu Liang'] })).toBe('Li and Liang 2019');
    const cited = inChapter(<Citation id="arora2019implicit" at="Theorem 3" />);
    expect(cited).toContain('href="#reference-arora2019implicit">Arora et al. 2019, Theorem 3</a>');
    expect(inChapter(<References />)).toContain('id="reference-arora2019implicit"');
    expect(inChapter(<Citation id="arora2019implicit" inText />)).toContain('Arora et al. (2019)');
  });

  test('give BibTeX that keeps capitals', () => {
    expect(bibtexOf(reference)).toBe(`@inproceedings{arora2019implicit,
  author = {Sanjeev Arora and Nadav Cohen and Wei Hu and Yuping Luo},
  title = {Implicit regularization in deep matrix factorization of {MNIST}},
  booktitle = {NeurIPS},
  year = {2019},
  eprint = {1905.13655},
  archiveprefix = {arXiv},
  url = {https://arxiv.org/abs/1905.13655},
}`);
  });
});

describe('symbols in formulas', () => {
  const symbols = {
    W: 'the end-to-end matrix',
    W_j: 'the j-th factor',
    '\\sigma_r': 'the $r$-th singular value',
    '\\mathcal A': 'the tensor',
  };
  const marked = (tex: string) => markSymbols(tex, symbols);

  test.each([
    ['W = W_N W_1', ['W', 'W_j']],
    ['\\sigma_{r}', ['\\sigma_r']],
    ['\\sigma_{r+1}', ['\\sigma_r']],
    ['\\hat W + \\text{W} + \\operatorname{W}', []],
    ['W_{\\text{init}}', []],
    ['\\mathcal{A}', []],
    ['\\mathcal A', ['\\mathcal A']],
  ])('%s', (tex, used) => {
    expect(marked(tex).used).toEqual(used);
  });

  test('a script above still stands over the script below', () => {
    expect(marked('\\sigma_r^2').tex).toBe('{\\htmlData{symbol=0}{\\sigma}}_r^2');
    expect(marked('x^W').tex).toBe('x^{\\htmlData{symbol=0}{W}}');
  });

  test('the source is kept for copying, and the meaning comes with the formula', () => {
    const { html, card } = renderMaths('\\sigma_r < 1', false, symbols);
    expect(html).toContain('<annotation encoding="application/x-tex">\\sigma_r &lt; 1</annotation>');
    expect(html).toContain('data-symbol="0"');
    expect(card).toContain('-th singular value');
  });

  test('bad TeX is an error with its place, not a red word on the page', () => {
    const file: SourceFile = {
      path: 'src/chapters/chapter/chapter.mdx',
      fail(reason) {
        throw new Error(reason);
      },
    };
    const tree: Node = { type: 'root', children: [{ type: 'inlineMath', value: '\\frac{1' }] };
    expect(() => remarkEssay()(tree, file)).toThrow(/TeX/);
  });
});
