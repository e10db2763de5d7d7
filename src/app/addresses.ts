/** Every address of the site, derived from the chapters and their figures. Nobody types one. */
import type { Chapter } from '../chapters/chapter';
import { chapters } from '../chapters/index';

export type Address =
  | { readonly kind: 'contents' }
  | { readonly kind: 'chapter'; readonly chapter: string }
  | { readonly kind: 'gallery' }
  | { readonly kind: 'lecture'; readonly chapter: string }
  | { readonly kind: 'embed'; readonly experiment: string }
  | { readonly kind: 'not-found' };

const figureFiles = new Set(Object.keys(import.meta.glob('../chapters/*/*.figure.tsx')));
const proseFiles = new Set(Object.keys(import.meta.glob('../chapters/*/chapter.mdx')));

export const figureFile = (experiment: string): string => `../chapters/${experiment}.figure.tsx`;
export const proseFile = (chapter: string): string => `../chapters/${chapter}/chapter.mdx`;

/** The chapters that can be read, in order. */
export const readableChapters: readonly Chapter[] = chapters.filter(({ id }) => proseFiles.has(proseFile(id)));

export const hasFigure = (experiment: string): boolean => figureFiles.has(figureFile(experiment));

/** The experiments of a chapter that are drawn, in order. */
export const figuresOf = (chapter: Chapter): readonly string[] =>
  Object.keys(chapter.experiments)
    .map((name) => `${chapter.id}/${name}`)
    .filter(hasFigure);

/** The chapters with figures to show. */
export const lectures: readonly Chapter[] = chapters.filter((chapter) => figuresOf(chapter).length > 0);

export const addresses: readonly Address[] = [
  { kind: 'contents' },
  ...readableChapters.map(({ id }): Address => ({ kind: 'chapter', chapter: id })),
  { kind: 'gallery' },
  ...lectures.map(({ id }): Address => ({ kind: 'lecture', chapter: id })),
  ...chapters.flatMap(figuresOf).map((experiment): Address => ({ kind: 'embed', experiment })),
  { kind: 'not-found' },
];

/** The address below the site's root: '', 'chapter/', 'embed/chapter/figure/'. */
export function pathOf(address: Address): string {
  if (address.kind === 'contents') return '';
  if (address.kind === 'chapter') return `${address.chapter}/`;
  if (address.kind === 'gallery') return 'embed/';
  if (address.kind === 'lecture') return `embed/${address.chapter}/`;
  if (address.kind === 'embed') return `embed/${address.experiment}/`;
  return '404.html';
}

/** The page at a path below the site's root; `not-found` where there is none. */
export const addressAt = (path: string): Address =>
  addresses.find((address) => pathOf(address) === path.replace(/(^|[^/])$/, '$1/').replace(/^\//, '')) ?? {
    kind: 'not-found',
  };

/** The way from a page to the site's root. */
export const rootOf = (address: Address): string => '../'.repeat(pathOf(address).split('/').length - 1) || './';
