/** Renders mathematics at build time: the page ships HTML and MathML, and no KaTeX. */
import katex from 'katex';
import { markSymbols, type Symbols } from './tex.ts';

const options = {
  throwOnError: true,
  // Marks on symbols are the only HTML that TeX may ask for.
  trust: (context: { command: string }) => context.command === '\\htmlData',
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
} as const;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** KaTeX notes its source beside the MathML, for copying: the source as it was written. */
function render(tex: string, source: string, displayMode: boolean): string {
  const html = katex.renderToString(tex, { ...options, displayMode });
  return html.replace(/(<annotation encoding="application\/x-tex">)[^<]*/, (_, open) => open + escaped(source));
}

/** Words with mathematics between dollars. */
const renderWords = (words: string): string =>
  words
    .split('$')
    .map((part, i) => (i % 2 === 1 ? render(part, part, false) : escaped(part)))
    .join('');

export interface RenderedMaths {
  /** The formula. */
  readonly html: string;
  /** What its symbols mean, a row each; empty where none is defined. */
  readonly card: string;
  readonly used: readonly string[];
}

/** A formula with its defined symbols marked. Throws what KaTeX throws on bad TeX. */
export function renderMaths(tex: string, displayMode: boolean, symbols: Symbols): RenderedMaths {
  const marked = markSymbols(tex, symbols);
  const rows = marked.used.map(
    (key) =>
      `<span class="symbol-row"><span class="symbol-name">${render(key, key, false)}</span> <span>${renderWords(symbols[key])}</span></span>`,
  );
  return { html: render(marked.tex, tex, displayMode), card: rows.join(''), used: marked.used };
}
