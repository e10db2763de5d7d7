/** A figure of the gallery, opened: set as it is to be shown, and taken away as code, link or poster. */
import { useContext, useEffect, useRef, useState } from 'react';
import { download, embedCodeOf, linkOf } from '../../essay/exports';
import { Figure } from '../../essay/Figure';
import type { FigureView } from '../../essay/figure';
import { FigureRegistryContext } from '../../essay/figureRegistry';
import { PresentationContext, RecordingsContext } from '../../essay/labContext';
import type { Session } from '../../essay/session';
import type { Declaration } from '../../lab/experiment';
import { allowedValues } from '../../lab/parameters';
import { fetchedRecording, type Recordings } from '../recordings';
import type { ThemeChoice } from '../settings';

export interface WorkbenchProps {
  readonly figure: FigureView;
  /** In which theme the page, and so the poster, is shown. */
  readonly theme: ThemeChoice;
  readonly onTheme: (theme: ThemeChoice) => void;
}

/** How the figure is to be shown where it is embedded. */
interface Choices {
  readonly controls: 'all' | 'transport' | 'none';
  readonly autoplay: boolean;
  /** Fills its frame, whatever its size. */
  readonly fit: boolean;
}

const defaults: Choices = { controls: 'all', autoplay: false, fit: false };

/** The address of the figure as it stands, with what the lecturer chose beside it. */
function embedLink(
  declaration: Declaration,
  session: Session | undefined,
  root: string,
  theme: ThemeChoice,
  { controls, autoplay, fit }: Choices,
): string {
  const state = session ? { params: session.params, seed: session.seed } : { params: {}, seed: 1 };
  const link = new URL(linkOf(declaration, state, root, 'embed'));
  if (theme !== 'system') link.searchParams.set('theme', theme);
  if (controls !== 'all') link.searchParams.set('controls', controls);
  if (autoplay) link.searchParams.set('autoplay', '1');
  if (fit) link.searchParams.set('fit', '1');
  return link.href;
}

/** Puts a picture on the clipboard. It is handed over while it is being made: later the browser takes the click for past. */
async function copyPicture(picture: Promise<Blob>): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  } catch {
    // What kept the picture from being made comes first.
    await picture;
    throw new Error('This browser puts no picture on the clipboard: save the poster instead.');
  }
}

/** The recorded run of a figure that no page has inlined; undefined while it is on its way. */
function useRecording(experiment: string, root: string): Recordings | undefined {
  const [found, setFound] = useState<Recordings>();
  useEffect(() => {
    let wanted = true;
    const take = (recordings: Recordings) => wanted && setFound(recordings);
    fetchedRecording(experiment, root).then(
      (recording) => take(recording ? { [experiment]: recording } : {}),
      () => take({}),
    );
    return () => {
      wanted = false;
    };
  }, [experiment, root]);
  return found;
}

export function Workbench({ figure, theme, onTheme }: WorkbenchProps) {
  const { root } = useContext(PresentationContext);
  const { declaration } = figure;
  const recordings = useRecording(declaration.id, root);
  const shown = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<Session>();
  const [registry] = useState(() => ({
    order: [],
    figures: new Map(),
    onSession: (_: string, next: Session) => setSession(next),
  }));
  const [choices, setChoices] = useState(defaults);
  const choose = (changes: Partial<Choices>) => setChoices((before) => ({ ...before, ...changes }));
  const [said, setSaid] = useState('');
  const site = new URL(root, document.baseURI).href;
  const link = embedLink(declaration, session, site, theme, choices);
  const code = embedCodeOf(declaration, link);

  const copy = (text: string) =>
    navigator.clipboard.writeText(text).catch(() => {
      throw new Error('The clipboard is closed to this page: select the text and copy it.');
    });
  const poster = async (): Promise<Blob> => {
    const { posterOf } = await import('./poster');
    const plots = shown.current?.querySelector('.figure-plots');
    if (!plots) throw new Error('The figure is not there yet: wait a moment.');
    return posterOf(plots, declaration.sentence, link);
  };
  const actions: readonly (readonly [string, string, () => Promise<void>])[] = [
    ['Copy the iframe code', 'Copied.', () => copy(code)],
    ['Copy the link', 'Copied.', () => copy(link)],
    [
      'Save a poster with a QR code',
      'Saved.',
      async () => download(`${declaration.id.replace('/', '-')}-poster.png`, await poster(), 'image/png'),
    ],
    ['Copy the poster', 'Copied.', () => copyPicture(poster())],
  ];
  return (
    <>
      <div ref={shown}>
        {recordings && (
          <RecordingsContext value={recordings}>
            <FigureRegistryContext value={registry}>
              <Figure figure={figure} width="full" />
            </FigureRegistryContext>
          </RecordingsContext>
        )}
      </div>
      <div className="gallery-options">
        <label>
          Theme{' '}
          <select value={theme} onChange={(event) => onTheme(event.target.value as ThemeChoice)}>
            <option value="system">as the audience’s system</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
            <option value="projector">projector</option>
          </select>
        </label>
        <label>
          Controls{' '}
          <select
            value={choices.controls}
            onChange={(event) => choose({ controls: event.target.value as Choices['controls'] })}
          >
            <option value="all">all</option>
            <option value="transport">play and step only</option>
            <option value="none">none</option>
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={choices.autoplay}
            onChange={(event) => choose({ autoplay: event.target.checked })}
          />{' '}
          starts by itself
        </label>
        <label>
          <input type="checkbox" checked={choices.fit} onChange={(event) => choose({ fit: event.target.checked })} />{' '}
          fills its frame, for slides
        </label>
      </div>
      <div className="gallery-codes">
        <code>{code}</code>
        <div className="gallery-options">
          {actions.map(([label, done, act]) => (
            <button
              key={label}
              type="button"
              onClick={() =>
                act().then(
                  () => setSaid(done),
                  (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)),
                )
              }
            >
              {label}
            </button>
          ))}
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
