/** The gallery for lecturers: every figure, its parameters, and the code that puts it into a page or deck. */
import { useContext, useState } from 'react';
import { embedCodeOf, linkOf } from '../../essay/exports';
import { Figure } from '../../essay/Figure';
import type { FigureView } from '../../essay/figure';
import { FigureRegistryContext } from '../../essay/figureRegistry';
import { PresentationContext } from '../../essay/labContext';
import type { Session } from '../../essay/session';
import type { Declaration } from '../../lab/experiment';
import { allowedValues } from '../../lab/parameters';
import { declarations } from './declarations';
import { savePoster } from './poster';

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

export function GalleryPage({ chapters }: { readonly chapters: readonly GalleryChapter[] }) {
  const { root } = useContext(PresentationContext);
  return (
    <main id="main" className="gallery">
      <h1>Figures for lectures</h1>
      <p>
        Every figure of the essay stands alone at an address of its own. Open one, set it as you want it shown, and take
        the code, the link or a poster. A whole chapter, one figure a screen, is under its title.
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
                <GalleryItem entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function GalleryItem({ entry }: { readonly entry: GalleryEntry }) {
  const { root } = useContext(PresentationContext);
  const [figure, setFigure] = useState<FigureView>();
  const [trouble, setTrouble] = useState('');
  const open = () => {
    if (figure) return;
    entry.load().then(
      (loaded) => setFigure(loaded.figure),
      () => setTrouble('The figure could not be loaded. Check the connection, and open it again.'),
    );
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && open()}>
      <summary>{declarations.get(entry.id)?.title ?? entry.id}</summary>
      <p>{declarations.get(entry.id)?.sentence}</p>
      <p>
        <a href={`${root}embed/${entry.id}/`}>This figure alone</a>
      </p>
      {trouble && <p role="alert">{trouble}</p>}
      {figure && <Workbench figure={figure} />}
    </details>
  );
}

type Theme = 'system' | 'light' | 'dark' | 'projector';
type Controls = 'all' | 'transport' | 'none';

/** The address of the figure as it stands, with what the lecturer chose beside it. */
function embedLink(
  declaration: Declaration,
  session: Session | undefined,
  root: string,
  theme: Theme,
  controls: Controls,
  autoplay: boolean,
): string {
  const state = session ? { params: session.params, seed: session.seed } : { params: {}, seed: 1 };
  const link = new URL(linkOf(declaration, state, root, 'embed'));
  if (theme !== 'system') link.searchParams.set('theme', theme);
  if (controls !== 'all') link.searchParams.set('controls', controls);
  if (autoplay) link.searchParams.set('autoplay', '1');
  return link.href;
}

function Workbench({ figure }: { readonly figure: FigureView }) {
  const { root } = useContext(PresentationContext);
  const [session, setSession] = useState<Session>();
  const [registry] = useState(() => ({
    order: [],
    figures: new Map(),
    onSession: (_: string, next: Session) => setSession(next),
  }));
  const [theme, setTheme] = useState<Theme>('system');
  const [controls, setControls] = useState<Controls>('all');
  const [autoplay, setAutoplay] = useState(false);
  const [said, setSaid] = useState('');
  const { declaration } = figure;
  const site = new URL(root, document.baseURI).href;
  const link = embedLink(declaration, session, site, theme, controls, autoplay);
  const code = embedCodeOf(declaration, link);
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text).then(
      () => setSaid('Copied.'),
      () => setSaid('The clipboard is closed to this page: select the text and copy it.'),
    );
  };
  return (
    <>
      <FigureRegistryContext value={registry}>
        <Figure figure={figure} width="full" />
      </FigureRegistryContext>
      <div className="gallery-options">
        <label>
          Theme{' '}
          <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            <option value="system">as the audience’s system</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
            <option value="projector">projector</option>
          </select>
        </label>
        <label>
          Controls{' '}
          <select value={controls} onChange={(event) => setControls(event.target.value as Controls)}>
            <option value="all">all</option>
            <option value="transport">play and step only</option>
            <option value="none">none</option>
          </select>
        </label>
        <label>
          <input type="checkbox" checked={autoplay} onChange={(event) => setAutoplay(event.target.checked)} /> starts by
          itself
        </label>
      </div>
      <div className="gallery-codes">
        <code>{code}</code>
        <div className="gallery-options">
          <button type="button" onClick={() => void copy(code)}>
            Copy the iframe code
          </button>
          <button type="button" onClick={() => void copy(link)}>
            Copy the link
          </button>
          <button
            type="button"
            onClick={() =>
              savePoster(declaration, link).then(
                () => setSaid('Saved.'),
                (error) => setSaid(String(error)),
              )
            }
          >
            Save a poster with a QR code
          </button>
          <output>{said}</output>
        </div>
      </div>
      <dl className="gallery-parameters">
        {Object.entries(declaration.params).map(([name, parameter]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {allowedValues(parameter)}. {parameter.help}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
