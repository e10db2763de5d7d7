/** The gallery for lecturers: every figure, its parameters, and the code that puts it into a page or deck. */
import { useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { FigureView } from '../../essay/figure';
import { PresentationContext } from '../../essay/labContext';
import { lendTheme, type ThemeChoice } from '../settings';
import { headings } from './headings';
import type { Workbench, WorkbenchProps } from './Workbench';

/** A figure as the gallery lists it, before its code is loaded. */
export interface GalleryEntry {
  readonly id: string;
  load(): Promise<{ readonly figure: FigureView }>;
}

export interface GalleryChapter {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly GalleryEntry[];
}

type Themed = Pick<WorkbenchProps, 'theme' | 'onTheme'>;

export function GalleryPage({ chapters }: { readonly chapters: readonly GalleryChapter[] }) {
  const { root } = useContext(PresentationContext);
  // One theme for all: what is on the page is what a poster shows.
  const [theme, setTheme] = useState<ThemeChoice>('system');
  useEffect(() => {
    lendTheme(theme);
    return () => lendTheme('system');
  }, [theme]);
  return (
    <main id="main" className="gallery">
      <h1>Figures for lectures</h1>
      <p>
        Every figure of the essay stands alone at an address of its own. Open one, set it as you want it shown, and take
        the code, the link or a poster. A whole chapter, one figure a screen, is under its title. And there is{' '}
        <a href={`${root}deck/`}>a deck made with reveal.js</a>, with every figure in it, to copy from.
      </p>
      {chapters.map((chapter) => (
        <section key={chapter.id} className="gallery-chapter">
          <h2>{chapter.title}</h2>
          <p>
            <a href={`${root}embed/${chapter.id}/`}>Show the chapter’s figures full screen</a>
          </p>
          <ul>
            {chapter.figures.map((entry) => (
              <li key={entry.id}>
                <GalleryItem entry={entry} theme={theme} onTheme={setTheme} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

/** `#completion` means the figure of that name: no two have the same. */
const isMeant = (id: string): boolean => window.location.hash === `#${id.split('/')[1]}`;

interface Loaded {
  readonly Bench: typeof Workbench;
  readonly figure: FigureView;
}

function GalleryItem({ entry, ...themed }: { readonly entry: GalleryEntry } & Themed) {
  const { root } = useContext(PresentationContext);
  const details = useRef<HTMLDetailsElement>(null);
  const asked = useRef(false);
  const [loaded, setLoaded] = useState<Loaded>();
  const [trouble, setTrouble] = useState('');
  const open = useCallback(() => {
    if (asked.current) return;
    asked.current = true;
    setTrouble('');
    Promise.all([entry.load(), import('./Workbench')]).then(
      ([{ figure }, { Workbench: Bench }]) => setLoaded({ figure, Bench }),
      () => {
        asked.current = false;
        setTrouble('The figure could not be loaded. Check the connection, close it and open it again.');
      },
    );
  }, [entry]);

  useEffect(() => {
    const show = () => {
      if (!details.current || !isMeant(entry.id)) return;
      details.current.open = true;
      details.current.scrollIntoView();
    };
    show();
    window.addEventListener('hashchange', show);
    return () => window.removeEventListener('hashchange', show);
  }, [entry]);

  const heading = headings.get(entry.id);
  return (
    <details ref={details} onToggle={(event) => event.currentTarget.open && open()}>
      <summary>{heading?.title ?? entry.id}</summary>
      <p>{heading?.sentence}</p>
      <p>
        <a href={`${root}embed/${entry.id}/`}>This figure alone</a>
      </p>
      {trouble && <p role="alert">{trouble}</p>}
      {loaded && <loaded.Bench figure={loaded.figure} {...themed} />}
    </details>
  );
}
