/** What an embedded page and its host have to say to each other about its figures, of which one is on show. */
import { isPassive } from '../../essay/figureAddress';
import type { Session } from '../../essay/session';
import type { ExperimentControls } from '../../essay/useExperiment';
import type { Declaration } from '../../lab/experiment';
import { keepCheckpoint, keptCheckpoint } from './checkpoint';
import { tellHeight, tellHost } from './host';
import { adoptable, checkpointOf, type HostMessage, type TravellingState, travelling } from './messages';

/** Progress is told at most this often, in milliseconds. */
const progressInterval = 250;

/** The slides of a chapter for the lecture hall. */
export interface Slides {
  readonly at: number;
  readonly declarations: readonly Declaration[];
  turn(slide: number): void;
}

/** A figure that can be spoken to. */
interface Spoken {
  readonly declaration: Declaration;
  readonly session: Session;
  readonly controls: ExperimentControls;
}

export const isPlaying = ({ state }: Session): boolean => state === 'running' || state === 'starting';

/** Who asked for less motion starts figures by hand. */
const moves = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

const trainedHere = ({ source, shown }: Session): number => (source === 'live' ? (shown?.frame.step ?? 0) : 0);

/** Takes on a state, and trains to its step. */
function adopt({ declaration, session, controls }: Spoken, state: Partial<TravellingState>): void {
  const params = adoptable(declaration.params, state.params, session.params);
  const checkpoint = checkpointOf(declaration.params, state, session.params);
  controls.adopt({ params, seed: state.seed ?? session.seed, checkpoint });
}

export class Conversation {
  readonly figures = new Map<string, ExperimentControls>();
  /** The declaration of the figure on show. */
  shown: Declaration;
  slides?: Slides;
  readonly #sessions = new Map<string, Session>();
  #told = 0;
  #resumed = false;

  constructor(shown: Declaration, slides?: Slides) {
    this.shown = shown;
    this.slides = slides;
  }

  /** True while a figure trains. */
  get playing(): boolean {
    return [...this.#sessions.values()].some(isPlaying);
  }

  /** What happens in a figure: the host is told if it is on show. */
  happened(id: string, session: Session): void {
    const past = this.#sessions.get(id);
    this.#sessions.set(id, session);
    if (id !== this.shown.id) return;
    const { state, shown, source, error, claim } = session;
    const turned = state !== past?.state;
    if (turned && state === 'failed') tellHost({ type: 'error', figure: id, message: error ?? 'The run stopped.' });
    if (source !== 'live' || !shown) return;
    const { frame } = shown;
    const now = performance.now();
    if (turned || now - this.#told >= progressInterval) {
      this.#told = now;
      tellHost({ type: 'progress', figure: id, step: frame.step, metrics: { ...frame.metrics } });
    }
    if (turned && state === 'converged') tellHost({ type: 'finished', figure: id, step: frame.step, claim });
    if (turned && state === 'diverged')
      tellHost({ type: 'error', figure: id, message: frame.cause ?? 'The run diverged.' });
  }

  /** Does what the host says, by the controls that the reader has too. */
  obey(message: HostMessage): void {
    if (message.type === 'getState') {
      this.tellState();
      tellHeight();
      return;
    }
    const figure = this.#spoken(this.shown);
    if (!figure || isPassive(new URL(window.location.href), document.referrer)) return;
    switch (message.type) {
      case 'start':
        if (!message.automatic || moves()) this.#start(figure);
        return;
      case 'stop':
        figure.controls.pause();
        this.keep();
        return;
      case 'step':
        figure.controls.step(message.count);
        return;
      case 'reset':
        figure.controls.reset();
        return;
      case 'setState': {
        const meant = this.#turnedTo(message.state);
        const { params, seed, step } = message.state;
        const asks = Object.keys(params ?? {}).length > 0 || seed !== undefined || step !== undefined;
        if (meant && asks) adopt(meant, message.state);
      }
    }
  }

  /** In a frame that its deck had unloaded, the first start goes on where the run stood. */
  #start(figure: Spoken): void {
    const kept = this.#resumed || trainedHere(figure.session) > 0 ? null : keptCheckpoint();
    this.#resumed = true;
    const meant = kept ? this.#turnedTo(kept) : figure;
    if (kept?.step && meant) adopt(meant, kept);
    meant?.controls.play();
  }

  tellReady(): void {
    const slides = this.slides?.declarations.length;
    tellHost({ type: 'ready', figure: this.shown.id, ...(slides !== undefined && { slides }) });
  }

  tellState(): void {
    const state = this.#state();
    if (state) tellHost({ type: 'state', figure: this.shown.id, state });
  }

  /** Keeps where the figure on show stands, for when its frame is loaded again. */
  keep(): void {
    const state = this.#state();
    if (state && (state.step > 0 || state.slide)) keepCheckpoint(state);
  }

  #spoken(declaration: Declaration): Spoken | null {
    const session = this.#sessions.get(declaration.id);
    const controls = this.figures.get(declaration.id);
    return session && controls ? { declaration, session, controls } : null;
  }

  /** The figure that a state is of: the one on its slide, which is turned to. */
  #turnedTo({ slide }: Partial<TravellingState>): Spoken | null {
    const declaration = slide === undefined ? undefined : this.slides?.declarations[slide];
    if (slide === undefined || !declaration) return this.#spoken(this.shown);
    this.slides?.turn(slide);
    return this.#spoken(declaration);
  }

  /** What a link would hold, and how far it was trained. */
  #state(): TravellingState | null {
    const session = this.#sessions.get(this.shown.id);
    if (!session) return null;
    const state = travelling(session.params, session.seed, trainedHere(session), session.shown?.origin);
    return this.slides ? { ...state, slide: this.slides.at } : state;
  }
}
