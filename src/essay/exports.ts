/** What a figure can be taken away as: link, embed code, recipe, files. */
import type { Declaration } from '../lab/experiment';
import { recipeOf } from '../lab/recipe';
import type { FigureState } from './figure';
import { anchorOf, queryOf } from './figureAddress';
import type { Session, Shown } from './session';

/** The link that reproduces a run: on its chapter's page, or alone. `root` is the address of the site. */
export function linkOf(
  declaration: Declaration,
  state: Pick<FigureState, 'params' | 'seed'>,
  root: string,
  place: 'page' | 'embed',
): string {
  const [chapter] = declaration.id.split('/');
  const url = new URL(place === 'page' ? `${chapter}/` : `embed/${declaration.id}/`, root);
  const query = queryOf(declaration, state.params, state.seed);
  // Without a word in the query the link shows the recorded run; naming the seed asks for this one.
  if (place === 'page' && query.size === 0) query.set('seed', String(state.seed));
  url.search = query.toString();
  if (place === 'page') url.hash = anchorOf(declaration);
  return url.href;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The iframe to paste into a page or deck; embed-host.js sizes it, unless the figure is to fill a frame of the host's size. */
export function embedCodeOf(declaration: Declaration, link: string): string {
  const sized = new URL(link).searchParams.has('fit') ? 'data-black-box="fixed"' : 'data-black-box';
  return `<iframe ${sized} src="${escaped(link)}" title="${escaped(declaration.title)}" width="100%" height="640" style="border:0" allow="fullscreen"></iframe>`;
}

/** What `lab run --recipe` takes back: the run that the plots show. */
export function recipeFile(declaration: Declaration, session: Session, shown: Shown): string {
  const { origin, seed, frame } = shown;
  const backend = session.source === 'recorded' ? 'recorded' : (session.backend ?? 'auto');
  const versions = { essay: __ESSAY_VERSION__, tensorflow: __TENSORFLOW_VERSION__ };
  const recipe = recipeOf(declaration, { origin, seed, steps: frame.step, backend }, versions);
  return `${JSON.stringify(recipe, null, 2)}\n`;
}

/** Hands a file to the reader. */
export function download(name: string, content: Blob | string, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
