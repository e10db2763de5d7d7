import { useChapter } from './chapterContext';
import { labelOf, linkOfReference, type Reference, shortAuthors } from './references';

interface Props {
  /** The id in the chapter's `references.ts`. */
  readonly id: string;
  /** What of it: 'Theorem 3'. */
  readonly at?: string;
  /** Where the sentence names the authors: “Arora et al. (2019)” in place of “(Arora et al. 2019)”. */
  readonly inText?: boolean;
}

const anchorOfReference = (id: string): string => `reference-${id}`;

/** `<Citation id="arora2019implicit" at="Theorem 3" />`: the full reference on hover and focus, and a link to the list. */
export function Citation({ id, at, inText = false }: Props) {
  const reference = useChapter().references.find((candidate) => candidate.id === id);
  if (!reference) return <span className="citation">({id})</span>;
  const place = at ? `, ${at}` : '';
  return (
    <span className="has-card citation">
      {!inText && '('}
      <a className="reference" href={`#${anchorOfReference(id)}`}>
        {inText ? `${shortAuthors(reference)} (${reference.year}${place})` : `${labelOf(reference)}${place}`}
      </a>
      {!inText && ')'}
      <span className="card" role="note">
        <ReferenceText reference={reference} />
      </span>
    </span>
  );
}

/** Authors, title, venue and year, with a link to the work. */
function ReferenceText({ reference }: { readonly reference: Reference }) {
  const { authors, title, venue, year, note } = reference;
  const link = linkOfReference(reference);
  return (
    <>
      {authors.join(', ')}. <cite>{link ? <a href={link}>{title}</a> : title}</cite>. {venue}, {year}.
      {note && <span className="reference-note"> {note}</span>}
    </>
  );
}

/** One entry of the list, with an anchor that citations point at. */
export function ReferenceEntry({ reference }: { readonly reference: Reference }) {
  return (
    <span id={anchorOfReference(reference.id)}>
      <ReferenceText reference={reference} />
    </span>
  );
}
