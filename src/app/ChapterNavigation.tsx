import { useEffect, useState } from 'react';
import type { Outline } from '../essay/build/remark-essay';

interface Props {
  readonly headings: Outline['headings'];
  readonly hasReferences: boolean;
}

/** The heading that was last scrolled past; '' above the first. */
function useCurrentHeading(ids: readonly string[]): string {
  const [current, setCurrent] = useState('');
  useEffect(() => {
    const observer = new IntersectionObserver(
      () => {
        const passed = ids.filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? 1) < 160);
        setCurrent(passed.at(-1) ?? '');
      },
      { rootMargin: '-150px 0px 0px 0px', threshold: [0, 1] },
    );
    for (const id of ids) {
      const heading = document.getElementById(id);
      if (heading) observer.observe(heading);
    }
    return () => observer.disconnect();
  }, [ids]);
  return current;
}

/** The chapter's sections: beside the text where there is room, folded above it where there is not. */
export function ChapterNavigation({ headings, hasReferences }: Props) {
  const [entries] = useState(() => [
    ...headings.filter(({ depth }) => depth === 2).map(({ id, text }) => ({ id, text })),
    ...(hasReferences ? [{ id: 'references', text: 'References' }] : []),
  ]);
  const [ids] = useState(() => entries.map(({ id }) => id));
  const current = useCurrentHeading(ids);
  const list = (
    <ol>
      {entries.map(({ id, text }) => (
        <li key={id}>
          <a href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
            {text}
          </a>
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
