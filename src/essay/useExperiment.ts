/** Connects a figure to its run: the worker trains, this hook keeps what it tells. */
import { type RefObject, useCallback, useContext, useEffect, useMemo, useReducer, useRef } from 'react';
import type { Declaration } from '../lab/experiment';
import { defaultsOf, type ParameterValues } from '../lab/parameters';
import type { Checkpoint, RunHandle } from '../lab/protocol';
import { LabContext, PresentationContext, RecordingsContext } from './labContext';
import { initialSession, type Session, sessionReducer } from './session';

/** A whole state that a figure is to take on, as from a link. */
export interface Adopted {
  readonly params: ParameterValues;
  readonly seed: number;
  readonly play?: boolean;
  /** What had to be bent. */
  readonly notes?: readonly string[];
  /** Where the run is to go on; at its start without one. */
  readonly checkpoint?: Checkpoint;
}

export interface ExperimentControls {
  play(): void;
  pause(): void;
  step(count: number): void;
  reset(): void;
  newSeed(): void;
  /** Sets parameters: a running run takes live ones as they are, all others start it anew. */
  set(changes: Partial<ParameterValues>): void;
  adopt(state: Adopted): void;
  pin(): void;
  unpin(): void;
}

/** True while the element is on screen in a visible tab; tells `onChange` whenever that changes. */
function useVisibility(element: RefObject<HTMLElement | null>, onChange: (visible: boolean) => void): void {
  useEffect(() => {
    if (!element.current) return;
    let onScreen = false;
    const tell = () => onChange(onScreen && document.visibilityState === 'visible');
    const observer = new IntersectionObserver(
      ([entry]) => {
        onScreen = entry.isIntersecting;
        tell();
      },
      { rootMargin: '100px' },
    );
    observer.observe(element.current);
    document.addEventListener('visibilitychange', tell);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', tell);
    };
  }, [element, onChange]);
}

/** One figure's session and what can be done to it. The run is opened on the first use, not before. */
export function useExperiment(
  declaration: Declaration,
  element: RefObject<HTMLElement | null>,
): { readonly session: Session; readonly controls: ExperimentControls } {
  const lab = useContext(LabContext);
  const { backend } = useContext(PresentationContext);
  const recording = useContext(RecordingsContext)[declaration.id];
  const [session, dispatch] = useReducer(sessionReducer, undefined, () =>
    initialSession(defaultsOf(declaration.params), recording),
  );
  const handle = useRef<RunHandle | null>(null);
  const visible = useRef(false);
  // A state that a link asked for while the figure was off screen: opened once it is seen.
  const awaited = useRef<Adopted | null>(null);
  // Commands read the newest choice at once; rendering may lag behind quick changes.
  const chosen = useRef({ params: session.params, seed: session.seed, backend });

  const open = useCallback(
    (checkpoint?: Checkpoint): RunHandle | null => {
      if (handle.current || !lab) return handle.current;
      const { params, seed } = chosen.current;
      const request = { experiment: declaration.id, params, seed, backend: chosen.current.backend };
      handle.current = lab.open(request, (update) => dispatch({ type: 'update', update }), checkpoint);
      handle.current.show(visible.current);
      return handle.current;
    },
    [lab, declaration.id],
  );

  useEffect(
    () => () => {
      handle.current?.dispose();
      handle.current = null;
    },
    [],
  );

  useEffect(() => {
    if (chosen.current.backend === backend) return;
    chosen.current.backend = backend;
    handle.current?.reset({ backend });
  }, [backend]);

  const frame = session.source === 'live' ? session.shown?.frame : undefined;
  useEffect(() => {
    if (!frame) return;
    const request = requestAnimationFrame(() => handle.current?.drawn());
    return () => cancelAnimationFrame(request);
  }, [frame]);

  useVisibility(
    element,
    useCallback(
      (now: boolean) => {
        visible.current = now;
        handle.current?.show(now);
        if (!now || !awaited.current) return;
        const run = open(awaited.current.checkpoint);
        if (awaited.current.play) run?.play();
        awaited.current = null;
      },
      [open],
    ),
  );

  const state = useRef(session.state);
  state.current = session.state;

  const controls = useMemo<ExperimentControls>(() => {
    const choose = (params: ParameterValues, seed: number, notes?: readonly string[]): void => {
      chosen.current = { ...chosen.current, params, seed };
      dispatch({ type: 'chosen', params, seed, notes });
    };
    const begin = (params: ParameterValues, seed: number, checkpoint?: Checkpoint): RunHandle | null => {
      if (!handle.current) return open(checkpoint);
      handle.current.reset({ params, seed, checkpoint });
      return handle.current;
    };
    const anew = (params: ParameterValues, seed: number): RunHandle | null => {
      choose(params, seed);
      return begin(params, seed);
    };
    const finished = () => ['converged', 'diverged', 'failed'].includes(state.current);
    return {
      play() {
        const { params, seed } = chosen.current;
        (finished() ? anew(params, seed) : open())?.play();
      },
      pause: () => handle.current?.pause(),
      step: (count) => open()?.step(count),
      reset() {
        const { params, seed } = chosen.current;
        anew(params, seed)?.pause();
      },
      newSeed() {
        const { params, seed } = chosen.current;
        anew(params, seed + 1)?.play();
      },
      set(changes) {
        const params = { ...chosen.current.params, ...changes } as ParameterValues;
        const live = Object.keys(changes).every((name) => declaration.params[name]?.live);
        if (live && handle.current) {
          chosen.current = { ...chosen.current, params };
          dispatch({ type: 'changed live', params });
          handle.current.change(params);
        } else {
          const paused = state.current === 'paused';
          const run = anew(params, chosen.current.seed);
          if (!paused) run?.play();
        }
      },
      adopt(state) {
        const { params, seed, play, notes, checkpoint } = state;
        choose(params, seed, notes);
        if (!handle.current && !visible.current) {
          awaited.current = state;
          return;
        }
        const run = begin(params, seed, checkpoint);
        if (play) run?.play();
      },
      pin: () => dispatch({ type: 'pinned' }),
      unpin: () => dispatch({ type: 'unpinned' }),
    };
  }, [open, declaration]);

  return { session, controls };
}
