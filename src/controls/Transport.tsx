import type { RunState } from '../lab/protocol';

export interface TransportActions {
  play(): void;
  pause(): void;
  step(count: number): void;
  reset(): void;
  newSeed(): void;
}

interface Props {
  readonly state: RunState;
  readonly seed: number;
  /** Steps to the next snapshot. */
  readonly every: number;
  readonly stepsPerSecond?: number;
  readonly actions: TransportActions;
}

const words: Record<RunState, string> = {
  idle: 'recorded run',
  starting: 'starting …',
  paused: 'paused',
  running: 'training',
  converged: 'finished',
  diverged: 'diverged',
  failed: 'stopped',
};

const speed = (stepsPerSecond: number) =>
  `${stepsPerSecond >= 10 ? Math.round(stepsPerSecond).toLocaleString('en') : stepsPerSecond.toFixed(1)} steps/s`;

/** Play or pause, one step, one snapshot, the same run again, another seed. */
export function Transport({ state, seed, every, stepsPerSecond, actions }: Props) {
  const playing = state === 'running' || state === 'starting';
  const over = state === 'converged' || state === 'diverged';
  return (
    <div className="transport">
      <button type="button" className="transport-play" onClick={playing ? actions.pause : actions.play}>
        <span aria-hidden="true">{playing ? '❚❚' : '▶'}</span> {playing ? 'Pause' : over ? 'Play again' : 'Play'}
      </button>
      <button type="button" onClick={() => actions.step(1)} disabled={over}>
        Step
      </button>
      {every > 1 && (
        <button type="button" onClick={() => actions.step(every)} disabled={over}>
          +{every.toLocaleString('en')} steps
        </button>
      )}
      <button type="button" onClick={actions.reset}>
        Reset
      </button>
      <button type="button" onClick={actions.newSeed} title={`The seed is ${seed}`}>
        New seed
      </button>
      <span className="transport-state" data-state={state}>
        {words[state]}
        {playing && stepsPerSecond ? ` · ${speed(stepsPerSecond)}` : ''}
      </span>
    </div>
  );
}
