/**
 * What a chapter cites. Each chapter's `references.ts` says:
 *
 *   import type { Reference } from '../../essay/references';
 *
 *   export const references: readonly Reference[] = [
 *     {
 *       id: 'arora2019implicit',                     // <Citation id="arora2019implicit" />
 *       authors: ['Sanjeev Arora', 'Nadav Cohen', 'Wei Hu', 'Yuping Luo'],
 *       title: 'Implicit regularization in deep matrix factorization',
 *       venue: 'NeurIPS',
 *       year: 2019,
 *       arxiv: '1905.13655',
 *     },
 *   ];
 *
 * The prose cites by id; `<References />` at the end of the chapter lists them all.
 */
export interface Reference {
  /** First author, year and first word, as BibTeX keys go. */
  readonly id: string;
  /** Given names first: 'Sanjeev Arora'. */
  readonly authors: readonly string[];
  readonly title: string;
  /** Journal, conference, or 'arXiv', 'talk', 'book'. */
  readonly venue: string;
  readonly year: number;
  readonly url?: string;
  /** '1905.13655' */
  readonly arxiv?: string;
  /** What it is used for here, in a sentence. */
  readonly note?: string;
}

const familyName = (author: string): string => author.split(' ').at(-1) ?? author;

/** 'Arora et al.', 'Li and Liang', 'Recht'. */
export function shortAuthors({ authors }: Reference): string {
  const names = authors.map(familyName);
  if (names.length > 2) return `${names[0]} et al.`;
  return names.join(' and ');
}

/** 'Arora et al. 2019' */
export const labelOf = (reference: Reference): string => `${shortAuthors(reference)} ${reference.year}`;

/** Where the work can be read. */
export const linkOfReference = ({ url, arxiv }: Reference): string | undefined =>
  url ?? (arxiv ? `https://arxiv.org/abs/${arxiv}` : undefined);

/** In the order of a bibliography: first author's family name, then year. */
export const inOrder = (references: readonly Reference[]): readonly Reference[] =>
  [...references].sort(
    (a, b) => familyName(a.authors[0]).localeCompare(familyName(b.authors[0]), 'en') || a.year - b.year,
  );

/** BibTeX keeps capitals only where they are in braces. */
const keepCapitals = (title: string): string => title.replace(/\b(?=\w*[A-Z]\w*[A-Z])\w+\b|\B[A-Z]+\b/g, '{$&}');

/** The entry as BibTeX. */
export function bibtexOf(reference: Reference): string {
  const { id, authors, title, venue, year, arxiv } = reference;
  const kind = /^(arxiv|talk|book|thesis)$/i.test(venue) ? 'misc' : 'inproceedings';
  const fields: [string, string | undefined][] = [
    ['author', authors.join(' and ')],
    ['title', keepCapitals(title)],
    [kind === 'misc' ? 'howpublished' : 'booktitle', venue],
    ['year', String(year)],
    ['eprint', arxiv],
    ['archiveprefix', arxiv ? 'arXiv' : undefined],
    ['url', linkOfReference(reference)],
  ];
  const lines = fields.filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name} = {${value}},`);
  return `@${kind}{${id},\n${lines.join('\n')}\n}`;
}
