/** The figure's side of the conversation with the page that embeds it. */
import { useEffect, useMemo, useRef } from 'react';
import type { FigureRegistry } from '../../essay/figureRegistry';
import type { Session } from '../../essay/session';
import type { ExperimentControls } from '../../essay/useExperiment';
import type { Declaration } from '../../lab/experiment';
import { keepCheckpoint, keptCheckpoint } from './checkpoint';
import { isUsed } from './keys';
import { adoptable, envelope, type FigureMessage, type HostMessage, readHostMessage, travelling } from './messages';

/** Progress is told at most this often, in milliseconds. */
const progressInterval = 250;

const handedBack = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  ' ',
  'Escape',
]);

declare global {
  interface Window {
    /** What arrived before the figure's script (build/first-paint.js). */
    blackBoxEarly?: MessageEvent[];
  }
}

const embedded = (): boolean => window.parent !== window;

/** A copy in a speaker's preview shows, and never trains. */
const isPreview = (): boolean => {
  const asked = new URLSearchParams(window.location.search).has('preview');
  return asked || /[?&]receiver\b/.test(document.referrer);
};

/** Nothing in a message is private to one host: a frame cannot know who embeds it before it is spoken to. */
const post = (message: FigureMessage): void => {
  if (embedded()) window.parent.postMessage(envelope(message), '*');
};

/** Keys that nothing here used go to the host, so that a deck's arrow keys work while a figure has the focus. */
export function useHandedBackKeys(): void {
  useEffect(() => {
    const hand = (event: KeyboardEvent) => {
      if (isUsed(event) || !handedBack.has(event.key)) return;
      post({ type: 'key', key: event.key });
    };
    document.addEventListener('keydown', hand);
    return () => document.removeEventListener('keydown', hand);
  }, []);
}

/** Tells the host how high the page is whenever that changes. */
export function useToldHeight(): void {
  useEffect(() => {
    const observer = new ResizeObserver(() =>
      post({ type: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }),
    );
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
}

/** Calls `act` with every message of the host; messages from anyone else are ignored. */
export function useHostMessages(act: (message: HostMessage) => void): void {
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source !== window.parent || !embedded()) return;
      const message = readHostMessage(event.data);
      if (message) newest.current(message);
    };
    const early = window.blackBoxEarly ?? [];
    window.blackBoxEarly = undefined;
    for (const event of early) hear(event);
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);
}

const stateOf = ({ params, seed, shown, source }: Session) =>
  travelling(params, seed, source === 'live' ? (shown?.frame.step ?? 0) : 0);

/** Does what the host says, by the controls that the reader has too. */
function obey(message: HostMessage, declaration: Declaration, session: Session, controls: ExperimentControls): void {
  switch (message.type) {
    case 'start': {
      if (isPreview()) return;
      const kept = session.state === 'idle' ? keptCheckpoint(declaration.id) : null;
      if (kept) resume(declaration, kept, session, controls);
      controls.play();
      return;
    }
    case 'stop':
      controls.pause();
      if (session.source === 'live') keepCheckpoint(declaration.id, stateOf(session));
      return;
    case 'step':
      controls.step(message.count);
      return;
    case 'reset':
      controls.reset();
      return;
    case 'setState':
      resume(declaration, message.state, session, controls);
      return;
    case 'getState':
      post({ type: 'state', figure: declaration.id, state: stateOf(session) });
  }
}

function resume(
  declaration: Declaration,
  state: Partial<ReturnType<typeof stateOf>>,
  session: Session,
  controls: ExperimentControls,
): void {
  controls.adopt(adoptable(declaration.params, state, session.params), state.seed ?? session.seed, false);
  if (state.step) controls.step(state.step);
}

/** Tells the host what happens in the figure, and keeps its checkpoint. */
function tell(id: string, session: Session, past: Session | undefined, lastProgress: { at: number }): void {
  const { state, shown, source, error, claim } = session;
  if (source !== 'live' || !shown) return;
  const { frame } = shown;
  const now = performance.now();
  if (now - lastProgress.at >= progressInterval || state !== past?.state) {
    lastProgress.at = now;
    post({ type: 'progress', figure: id, step: frame.step, metrics: { ...frame.metrics } });
    keepCheckpoint(id, stateOf(session));
  }
  if (state === past?.state) return;
  if (state === 'converged') post({ type: 'finished', figure: id, step: frame.step, claim });
  if (state === 'diverged') post({ type: 'error', figure: id, message: frame.cause ?? 'The run diverged.' });
  if (state === 'failed') post({ type: 'error', figure: id, message: error ?? 'The run stopped.' });
}

/** A registry for one embedded figure, in conversation with its host. */
export function useHost(declaration: Declaration): FigureRegistry {
  const sessions = useRef(new Map<string, Session>());
  const lastProgress = useRef({ at: 0 });
  const registry = useMemo<FigureRegistry>(
    () => ({
      order: [],
      figures: new Map(),
      onSession(id, session) {
        tell(id, session, sessions.current.get(id), lastProgress.current);
        sessions.current.set(id, session);
      },
    }),
    [],
  );
  useHostMessages((message) => {
    const session = sessions.current.get(declaration.id);
    const controls = registry.figures.get(declaration.id);
    if (session && controls) obey(message, declaration, session, controls);
  });
  useHandedBackKeys();
  useToldHeight();
  useEffect(() => {
    const leave = () => {
      const session = sessions.current.get(declaration.id);
      if (session?.source === 'live') keepCheckpoint(declaration.id, stateOf(session));
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [declaration]);
  useEffect(() => post({ type: 'ready', figure: declaration.id }), [declaration]);
  return registry;
}
