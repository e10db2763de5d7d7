import 'katex/dist/katex.min.css';
import { type ComponentType, useContext } from 'react';
import type { Chapter } from '../chapters/chapter';
import { type ChapterContents, ChapterContext } from '../essay/chapterContext';
import { PresentationContext } from '../essay/labContext';
import { mdxComponents } from '../essay/mdxComponents';
import { ChapterNavigation } from './ChapterNavigation';

interface Props {
  readonly chapter: Chapter;
  readonly number: number;
  readonly previous?: Chapter;
  readonly next?: Chapter;
  readonly contents: ChapterContents;
  /** The compiled chapter.mdx. */
  readonly Prose: ComponentType<{ components?: Record<string, unknown> }>;
}

/** A chapter: its contents beside it, its prose in a column for reading, notes in the margin. */
export function ChapterPage({ chapter, number, previous, next, contents, Prose }: Props) {
  return (
    <ChapterContext value={contents}>
      <div className="chapter">
        <ChapterNavigation headings={contents.outline.headings} hasReferences={contents.references.length > 0} />
        <main id="main">
          <article className="prose">
            <header className="chapter-opening">
              <p className="chapter-number">Chapter {number}</p>
              <h1>{chapter.title}</h1>
              <p className="lead">{chapter.summary}</p>
            </header>
            <Prose components={mdxComponents} />
          </article>
          <Neighbours previous={previous} next={next} />
        </main>
      </div>
    </ChapterContext>
  );
}

function Neighbours({ previous, next }: Pick<Props, 'previous' | 'next'>) {
  const { root } = useContext(PresentationContext);
  return (
    <nav className="neighbours" aria-label="Chapters before and after">
      {previous && (
        <a className="neighbour-previous" rel="prev" href={`${root}${previous.id}/`}>
          <span>Before</span> {previous.title}
        </a>
      )}
      {next && (
        <a className="neighbour-next" rel="next" href={`${root}${next.id}/`}>
          <span>Next</span> {next.title}
        </a>
      )}
    </nav>
  );
}
