/**
 * A figure, from top to bottom: number and title, plots, transport, controls, caption, claim, menu.
 * Before any click it shows its recorded run; play trains the same experiment here.
 */
import { useContext, useEffect, useId, useRef } from 'react';
import { ParameterControls } from '../controls/ParameterControls';
import { Transport } from '../controls/Transport';
import { FigureMenu } from './FigureMenu';
import { FigureStatus } from './FigureStatus';
import { FigureTable } from './FigureTable';
import type { FigureState, FigureView } from './figure';
import { anchorOf, askedOf, isPassive, queryOf, withState } from './figureAddress';
import { useFigureNumber, useFollowed, useRegisteredFigure } from './figureRegistry';
import { PresentationContext } from './labContext';
import { PoliteSummary } from './PoliteSummary';
import { pinnedInWords } from './pinnedSettings';
import { alike, type Session } from './session';
import { type ExperimentControls, useExperiment } from './useExperiment';

interface Props {
  readonly figure: FigureView;
  /** How far the figure may reach beyond the text. */
  readonly width?: 'text' | 'wide' | 'full';
}

/** What the plots are a function of; undefined until there is a first frame. */
export function plottedState(
  session: Pick<Session, 'shown' | 'ghost' | 'source'>,
  set: ExperimentControls['set'],
): FigureState | undefined {
  const { shown, source } = session;
  const ghost = shown && session.ghost && { ...session.ghost, history: alike(session.ghost.history, shown.history) };
  return shown && { ...shown, source, ghost, set };
}

/** Adopts what the link asks, once, after hydration; then keeps the link in step with the controls. */
function useAddress(figure: FigureView, session: Session, controls: ExperimentControls): void {
  const { declaration } = figure;
  const { place } = useContext(PresentationContext);
  const { following } = useFollowed(declaration.id);
  const touched = useRef(false);
  const first = useRef({ params: session.params, seed: session.seed });

  useEffect(() => {
    const address = new URL(window.location.href);
    if (isPassive(address, document.referrer)) return;
    const asked = askedOf(declaration, address, place);
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const autoplay = address.searchParams.get('autoplay') ?? (place !== 'page' || still ? '0' : '1');
    if (asked) controls.adopt({ ...asked, play: autoplay === '1' });
    else if (place === 'embed' && autoplay === '1') controls.play();
  }, [declaration, place, controls]);

  useEffect(() => {
    if (following) return;
    if (session.params === first.current.params && session.seed === first.current.seed && !touched.current) return;
    touched.current = true;
    const address = new URL(window.location.href);
    const query = queryOf(declaration, session.params, session.seed, address.searchParams);
    const next = withState(address, query, place === 'embed' ? null : anchorOf(declaration));
    if (next !== address.href) window.history.replaceState(window.history.state, '', next);
  }, [declaration, place, following, session.params, session.seed]);
}

export function Figure({ figure, width = 'wide' }: Props) {
  const { declaration, Plots } = figure;
  const element = useRef<HTMLElement>(null);
  const plots = useRef<HTMLDivElement>(null);
  const { controls: shownControls, place } = useContext(PresentationContext);
  const { session: own, controls } = useExperiment(declaration, element);
  const { following, session = own } = useFollowed(declaration.id);
  const titleId = useId();
  const number = useFigureNumber(declaration.id);
  useAddress(figure, session, controls);
  useRegisteredFigure(declaration.id, controls, session);

  const state = plottedState(session, following ? unheard : controls.set);
  // On a slide there is no menu, and the table is there for those who come to it by keyboard or by ear.
  const whole = place === 'page' || shownControls === 'all';
  const caption = state ? figure.caption(state) : declaration.sentence;
  const summary = state ? (figure.summary ?? figure.caption)(state) : declaration.sentence;
  return (
    <figure
      ref={element}
      id={anchorOf(declaration)}
      className={`figure figure-${width}`}
      aria-labelledby={titleId}
      data-state={session.state}
      data-source={session.source}
      data-step={session.shown?.frame.step ?? 0}
    >
      <header className="figure-header">
        <h3 id={titleId} className="figure-title">
          {number !== undefined && <span className="figure-number">Figure {number}. </span>}
          {declaration.title}
        </h3>
        {session.source === 'recorded' && state && (
          <span className="figure-recorded" title="A finished run of this experiment. Press play to train it here.">
            recorded run
          </span>
        )}
      </header>
      <div ref={plots} className="figure-plots">
        {state ? <Plots {...state} /> : <p className="figure-empty">Press play to train this in your browser.</p>}
      </div>
      {shownControls !== 'none' && (
        <Transport
          state={session.state}
          seed={session.seed}
          every={declaration.every ?? 1}
          stepsPerSecond={session.stepsPerSecond}
          actions={controls}
        />
      )}
      <FigureStatus session={session} />
      {shownControls === 'all' && (
        <ParameterControls
          schema={declaration.params}
          presets={declaration.presets}
          params={session.params}
          set={controls.set}
        />
      )}
      <figcaption className="figure-caption">
        <p>{caption}</p>
        {session.ghost && session.shown && (
          <p className="figure-pinned">{pinnedInWords(declaration, session.shown, session.ghost)}</p>
        )}
        <p className="figure-claim" data-claim={String(session.claim)}>
          <span className="figure-claim-verdict">{verdicts[String(session.claim)]}</span> {declaration.claim.statement}
        </p>
      </figcaption>
      {state && (
        <footer className={whole ? 'figure-footer' : 'figure-footer figure-footer-quiet'}>
          <FigureTable figure={figure} state={state} />
          {whole && <FigureMenu figure={figure} state={state} session={session} plots={plots} controls={controls} />}
        </footer>
      )}
      <PoliteSummary text={summary} live={session.source === 'live'} />
    </figure>
  );
}

/** What a reader does to the plots of a window that follows another. */
const unheard = () => {};

const verdicts: Readonly<Record<string, string>> = {
  true: '✓ This run shows it:',
  false: '✗ This run does not show it:',
  null: 'The claim:',
};
