/**
 * A chapter for the lecture hall: its figures one after the other, full screen, each under the one sentence that it
 * shows. Arrow and page keys turn the slides, or the host does; a second window of the same browser can follow.
 */
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Figure } from '../../essay/Figure';
import type { FigureView } from '../../essay/figure';
import { FigureRegistryContext } from '../../essay/figureRegistry';
import { PresentationContext } from '../../essay/labContext';
import type { Session } from '../../essay/session';
import type { ExperimentControls } from '../../essay/useExperiment';
import { isUsed } from './keys';
import { travelling } from './messages';
import { type Mirrored, useMirror } from './mirror';
import { useHandedBackKeys, useHostMessages, useToldHeight } from './useHost';

interface Props {
  readonly title: string;
  readonly figures: readonly FigureView[];
  readonly order: readonly string[];
}

const onwards = new Set(['ArrowRight', 'ArrowDown', 'PageDown', ' ']);
const backwards = new Set(['ArrowLeft', 'ArrowUp', 'PageUp']);
function slideInAddress(count: number): number {
  const asked = Number(new URLSearchParams(window.location.search).get('slide') ?? 1);
  return Number.isInteger(asked) ? Math.min(count, Math.max(1, asked)) - 1 : 0;
}

/** The slide on show, kept in the address. Only figures that have been visited are mounted; those hidden do not train. */
function useSlides(count: number) {
  const [slide, setSlide] = useState(0);
  const [visited, setVisited] = useState<ReadonlySet<number>>(new Set([0]));
  const show = useCallback(
    (next: number) => {
      const legal = Math.min(count - 1, Math.max(0, next));
      setSlide(legal);
      setVisited((before) => new Set([...before, legal]));
      const address = new URL(window.location.href);
      if (legal === 0) address.searchParams.delete('slide');
      else address.searchParams.set('slide', String(legal + 1));
      window.history.replaceState(window.history.state, '', address);
    },
    [count],
  );
  useEffect(() => {
    const asked = slideInAddress(count);
    if (asked > 0) show(asked);
  }, [count, show]);
  return { slide, visited, show };
}

export function LecturePage({ title, figures, order }: Props) {
  const { slide, visited, show } = useSlides(figures.length);
  const presentation = useContext(PresentationContext);
  // A hall sees the plots; who wants all controls asks for them in the address.
  const [controls, setControls] = useState<'all' | 'transport' | 'none'>('transport');
  useEffect(() => {
    if (new URLSearchParams(window.location.search).has('controls')) setControls(presentation.controls);
  }, [presentation.controls]);
  const hall = useMemo(() => ({ ...presentation, controls }), [presentation, controls]);
  const registered = useMemo(() => new Map<string, ExperimentControls>(), []);
  const sessions = useRef(new Map<string, Session>());
  const shownId = figures[slide]?.declaration.id ?? '';

  const hear = useCallback(
    ({ slide: to, figure, params, seed, playing }: Mirrored) => {
      show(to);
      const controls = registered.get(figure);
      const session = sessions.current.get(figure);
      if (!controls || !session) return;
      const same =
        JSON.stringify(travelling(session.params, session.seed, 0)) === JSON.stringify(travelling(params, seed, 0));
      if (!same) controls.adopt({ ...session.params, ...params }, seed, playing);
      else if (playing) controls.play();
      else controls.pause();
    },
    [registered, show],
  );
  const mirror = useMirror(title, hear);

  const registry = useMemo(
    () => ({
      order,
      figures: registered,
      onSession(id: string, session: Session) {
        const past = sessions.current.get(id);
        sessions.current.set(id, session);
        const playing = session.state === 'running' || session.state === 'starting';
        const wasPlaying = past?.state === 'running' || past?.state === 'starting';
        if (past && (past.params !== session.params || past.seed !== session.seed || playing !== wasPlaying)) {
          mirror.tell({
            slide,
            figure: id,
            params: travelling(session.params, session.seed, 0).params,
            seed: session.seed,
            playing,
          });
        }
      },
    }),
    [order, registered, mirror, slide],
  );

  const turn = useCallback(
    (next: number) => {
      show(next);
      const session = sessions.current.get(figures[next]?.declaration.id ?? '');
      if (session) {
        const { params } = travelling(session.params, session.seed, 0);
        mirror.tell({
          slide: next,
          figure: figures[next].declaration.id,
          params,
          seed: session.seed,
          playing: session.state === 'running',
        });
      } else mirror.tell({ slide: next, figure: '', params: {}, seed: 1, playing: false });
    },
    [figures, mirror, show],
  );

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isUsed(event)) return;
      const step = onwards.has(event.key) ? 1 : backwards.has(event.key) ? -1 : 0;
      const next = slide + step;
      if (step === 0 || next < 0 || next >= figures.length) return; // At either end the host has the key.
      event.preventDefault();
      turn(next);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [figures.length, slide, turn]);

  useHandedBackKeys();
  useToldHeight();
  useHostMessages((message) => {
    const controls = registered.get(shownId);
    if (message.type === 'start') controls?.play();
    if (message.type === 'stop') controls?.pause();
    if (message.type === 'reset') controls?.reset();
    if (message.type === 'step') controls?.step(message.count);
    if (message.type === 'setState' && message.state.slide !== undefined) turn(message.state.slide);
  });

  return (
    <PresentationContext value={hall}>
      <FigureRegistryContext value={registry}>
        <main className="lecture">
          <h1 className="visually-hidden">{title}</h1>
          {figures.map((figure, i) => (
            <section
              key={figure.declaration.id}
              className="lecture-slide"
              hidden={i !== slide}
              aria-label={`Slide ${i + 1}`}
            >
              <h2 className="lecture-sentence">{figure.declaration.sentence}</h2>
              {(visited.has(i) || i === slide) && <Figure figure={figure} width="full" />}
            </section>
          ))}
          <nav className="lecture-turns needs-script" aria-label="Slides">
            <button type="button" onClick={() => turn(slide - 1)} disabled={slide === 0}>
              Previous
            </button>
            <span aria-live="polite">
              {slide + 1} of {figures.length}
            </span>
            <button type="button" onClick={() => turn(slide + 1)} disabled={slide === figures.length - 1}>
              Next
            </button>
            {mirror.following ? (
              <span>This window follows another.</span>
            ) : (
              <button type="button" onClick={mirror.open}>
                Open a window that follows
              </button>
            )}
          </nav>
        </main>
      </FigureRegistryContext>
    </PresentationContext>
  );
}
