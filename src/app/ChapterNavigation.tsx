import type { Outline } from '../essay/build/remark-essay';

interface Props {
  readonly headings: Outline['headings'];
  readonly hasReferences: boolean;
}

/** The chapter's sections: beside the text where there is room, folded above it where there is not. */
export function ChapterNavigation({ headings, hasReferences }: Props) {
  const entries = [
    ...headings.filter(({ depth }) => depth === 2),
    ...(hasReferences ? [{ id: 'references', text: 'References' }] : []),
  ];
  const list = (
    <ol>
      {entries.map(({ id, text }) => (
        <li key={id}>
          <a href={`#${id}`}>{text}</a>
        </li>
      ))}
    </ol>
  );
  return (
    <div className="chapter-contents">
      <nav className="chapter-contents-side" aria-label="Sections of this chapter">
        {list}
      </nav>
      <details className="chapter-contents-folded">
        <summary>In this chapter</summary>
        <nav aria-label="Sections of this chapter">{list}</nav>
      </details>
    </div>
  );
}
