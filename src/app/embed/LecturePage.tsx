/**
 * A chapter for the lecture hall: its figures one after the other, full screen, each under the one sentence that it
 * shows. Arrow and page keys turn the slides, or the host does; a second window of the same browser can follow. The
 * address has the figure on show as its anchor, and that figure's state in its query.
 */
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Figure } from '../../essay/Figure';
import type { FigureView } from '../../essay/figure';
import { anchorOf, isPassive, queryOf, withState } from '../../essay/figureAddress';
import { FigureRegistryContext } from '../../essay/figureRegistry';
import { type Presentation, PresentationContext } from '../../essay/labContext';
import type { Session } from '../../essay/session';
import type { Declaration } from '../../lab/experiment';
import { Fitted } from './Fitted';
import { isUsed } from './keys';
import { type Mirror, useMirror } from './mirror';
import { useHost } from './useHost';

interface Props {
  readonly title: string;
  readonly figures: readonly FigureView[];
  readonly order: readonly string[];
}

const turns: Readonly<Record<string, (slide: number, last: number) => number>> = {
  ArrowRight: (slide) => slide + 1,
  ArrowDown: (slide) => slide + 1,
  PageDown: (slide) => slide + 1,
  ' ': (slide) => slide + 1,
  ArrowLeft: (slide) => slide - 1,
  ArrowUp: (slide) => slide - 1,
  PageUp: (slide) => slide - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Whether a figure shows anything but the recorded run that it came with. */
const isTouched = (first: Session, now: Session): boolean =>
  now.state !== 'idle' || now.params !== first.params || now.seed !== first.seed;

/** The slide on show, as the address names it, and the first and newest session of every figure. */
function useSlides(declarations: readonly Declaration[]) {
  const [slide, setSlide] = useState(0);
  const [awake, setAwake] = useState(false);
  const sessions = useRef(new Map<string, { readonly first: Session; readonly now: Session }>());
  const show = useCallback(
    (next: number) => {
      const legal = Math.min(declarations.length - 1, Math.max(0, next));
      setSlide(legal);
      const declaration = declarations[legal];
      const known = sessions.current.get(declaration.id);
      const address = new URL(window.location.href);
      const asked = known && isTouched(known.first, known.now) ? known.now : { params: {}, seed: 1 };
      const query = queryOf(declaration, asked.params, asked.seed, address.searchParams);
      window.history.replaceState(window.history.state, '', withState(address, query, anchorOf(declaration)));
    },
    [declarations],
  );
  useEffect(() => {
    const asked = declarations.findIndex((declaration) => window.location.hash === `#${anchorOf(declaration)}`);
    if (asked > 0) setSlide(asked);
    setAwake(true);
  }, [declarations]);
  return { slide, show, awake, sessions: sessions.current };
}

/** A hall sees the plots; who wants all controls asks for them in the address. A window that follows has none. */
function useHall(following: boolean): Presentation {
  const presentation = useContext(PresentationContext);
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(new URLSearchParams(window.location.search).has('controls')), []);
  return useMemo(
    () => ({ ...presentation, controls: following ? 'none' : asked ? presentation.controls : 'transport' }),
    [presentation, asked, following],
  );
}

export function LecturePage({ title, figures, order }: Props) {
  const declarations = useMemo(() => figures.map(({ declaration }) => declaration), [figures]);
  const { slide, show, awake, sessions } = useSlides(declarations);
  const mirror = useMirror(title, show);
  const hall = useHall(mirror.following);
  const tellSlide = mirror.slide;
  const turn = useCallback(
    (next: number) => {
      show(next);
      tellSlide(next);
    },
    [show, tellSlide],
  );
  const host = useHost(
    declarations[slide],
    useMemo(() => ({ at: slide, declarations, turn }), [slide, declarations, turn]),
  );
  const registry = useMemo(
    () => ({
      ...host,
      order,
      followed: mirror.followed,
      onSession(id: string, session: Session) {
        sessions.set(id, { first: sessions.get(id)?.first ?? session, now: session });
        host.onSession?.(id, session);
        // A figure that nobody has touched shows the same recorded run everywhere.
        if (session.state !== 'idle' || session.ghost) mirror.session(id, session);
      },
    }),
    [host, order, mirror, sessions],
  );

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const next = turns[event.key]?.(slide, figures.length - 1);
      // At either end the host has the key.
      if (next === undefined || next === slide || next < 0 || next >= figures.length || isUsed(event)) return;
      event.preventDefault();
      turn(next);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [figures.length, slide, turn]);

  return (
    <PresentationContext value={hall}>
      <FigureRegistryContext value={registry}>
        <main className="lecture" data-awake={awake || undefined}>
          <h1 className="visually-hidden">{title}</h1>
          {figures.map((figure, i) => (
            <section
              key={figure.declaration.id}
              className="lecture-slide"
              data-shown={i === slide || undefined}
              aria-label={`Slide ${i + 1}`}
            >
              <h2 className="lecture-sentence">{figure.declaration.sentence}</h2>
              <Fitted>
                <Figure figure={figure} width="full" />
              </Fitted>
            </section>
          ))}
          <Turns slide={slide} count={figures.length} turn={turn} mirror={mirror} />
        </main>
      </FigureRegistryContext>
    </PresentationContext>
  );
}

interface TurnsProps {
  readonly slide: number;
  readonly count: number;
  turn(slide: number): void;
  readonly mirror: Mirror;
}

/** The foot of the screen: previous, next, the window that follows, full screen. */
function Turns({ slide, count, turn, mirror }: TurnsProps) {
  const [canFill, setCanFill] = useState(false);
  useEffect(() => setCanFill(document.fullscreenEnabled && !isPassive(new URL(window.location.href))), []);
  if (mirror.following) return <p className="lecture-turns needs-script">This window follows another.</p>;
  return (
    <nav className="lecture-turns needs-script" aria-label="Slides">
      <button type="button" onClick={() => turn(slide - 1)} disabled={slide === 0}>
        Previous
      </button>
      <span aria-live="polite">
        {slide + 1} of {count}
      </span>
      <button type="button" onClick={() => turn(slide + 1)} disabled={slide === count - 1}>
        Next
      </button>
      <button type="button" onClick={mirror.open}>
        Open a window that follows
      </button>
      {canFill && (
        <button
          type="button"
          onClick={() =>
            document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
          }
        >
          Full screen
        </button>
      )}
    </nav>
  );
}
