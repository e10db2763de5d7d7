import { useContext } from 'react';
import { chapters } from '../chapters/index';
import { FigureIsland } from '../essay/FigureIsland';
import type { FigureView } from '../essay/figure';
import { PresentationContext } from '../essay/labContext';
import { figuresOf, readableChapters } from './addresses';

/** What the essay is, one live figure that makes its point, and the chapters. */
export function ContentsPage({ figure }: { readonly figure?: FigureView }) {
  const { root } = useContext(PresentationContext);
  return (
    <main id="main" className="contents-page">
      <header className="contents-opening">
        <h1>Opening the black box</h1>
        <p className="lead">
          Deep nets work, and for a long time nobody could say why. Now there are theorems. This essay puts each theorem
          next to a net that trains while you read, and draws what was predicted over what happens.
        </p>
      </header>
      {figure && (
        <section className="contents-figure" aria-labelledby="first-figure">
          <h2 id="first-figure">Depth alone finds what a norm misses</h2>
          <p>
            Two thirds of a matrix are hidden. The classical way to fill it in is to ask for the smallest nuclear norm.
            The other way looks pointless: write the matrix as a product of three, fit what can be seen by gradient
            descent, and ask for nothing at all. Press play, then change the depth.
          </p>
          <FigureIsland figure={figure} />
        </section>
      )}
      <section aria-labelledby="chapters">
        <h2 id="chapters">Chapters</h2>
        <ol className="chapter-list">
          {chapters.map((chapter) => {
            const readable = readableChapters.includes(chapter);
            const figures = figuresOf(chapter).length;
            return (
              <li key={chapter.id}>
                <h3>{readable ? <a href={`${root}${chapter.id}/`}>{chapter.title}</a> : chapter.title}</h3>
                <p>{chapter.summary}</p>
                {figures > 0 && <p className="chapter-figures">{figures} live figures</p>}
              </li>
            );
          })}
        </ol>
      </section>
      <section aria-labelledby="how-to-read">
        <h2 id="how-to-read">How to read it</h2>
        <p>
          Every figure shows a recorded, finished run before any click, so you can read straight through, without a
          graphics card or on paper. Press <em>Play</em> to train the same experiment in this tab. Sliders start it anew
          from the same seed; <em>New seed</em> draws other weights and data. The address bar holds what you see: send
          it, and whoever opens it sees the same run.
        </p>
        <p>
          Statements marked <span className="claim-badge">tested</span> are checked by running their experiment whenever
          the essay is built. Where a talk or a paper said more than we could reproduce, the text says so.
        </p>
      </section>
    </main>
  );
}
