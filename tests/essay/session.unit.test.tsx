import { describe, expect, test } from 'vitest';
import { extended, initialSession, sessionReducer } from '../../src/essay/session';
import type { Frame } from '../../src/lab/experiment';
import type { Recording } from '../../src/lab/recording';

const frameAt = (step: number, loss = 1 / (step + 1)): Frame => ({ step, metrics: { loss }, status: 'running' });

const recording: Recording = {
  experiment: 'chapter/name',
  params: { depth: 3 },
  seed: 7,
  backend: 'wasm',
  date: '2026-01-01',
  claim: true,
  history: { steps: [0, 10], metrics: { loss: [1, 0.1] } },
  frame: frameAt(10),
};

const frame = (session: ReturnType<typeof initialSession>, step: number) =>
  sessionReducer(session, { type: 'update', update: { frame: frameAt(step) } });

describe('a figure’s session', () => {
  test('shows the recorded run until a live frame arrives, then starts the history anew', () => {
    const before = initialSession({ depth: 2 }, recording);
    expect(before.source).toBe('recorded');
    expect(before.params.depth).toBe(3);
    const chosen = sessionReducer(before, { type: 'chosen', params: { depth: 4 }, seed: 1 });
    expect(chosen.shown?.params.depth).toBe(3);
    const live = frame(chosen, 0);
    expect(live.source).toBe('live');
    expect(live.shown?.params.depth).toBe(4);
    expect(live.shown?.history.steps).toEqual([0]);
    expect(frame(live, 5).shown?.history.steps).toEqual([0, 5]);
  });

  test('a reset begins a new history and keeps the pinned run', () => {
    const run = frame(frame(initialSession({ depth: 2 }, undefined), 0), 5);
    const pinned = sessionReducer(run, { type: 'pinned' });
    const again = frame(pinned, 0);
    expect(again.shown?.history.steps).toEqual([0]);
    expect(again.ghost?.history.steps).toEqual([0, 5]);
    expect(sessionReducer(again, { type: 'unpinned' }).ghost).toBeUndefined();
  });

  test('what the plots show keeps its own origin until the next run has a frame', () => {
    const origin = (depth: number) => ({ initial: { depth }, changes: [] });
    const told = (session: ReturnType<typeof initialSession>, depth: number) =>
      sessionReducer(session, { type: 'update', update: { state: 'starting', origin: origin(depth) } });
    const before = initialSession({ depth: 2 }, recording);
    expect(before.shown?.origin).toEqual(origin(3));
    const starting = told(before, 4);
    expect(starting.shown?.origin).toEqual(origin(3));
    const live = frame(starting, 0);
    expect(live.shown?.origin).toEqual(origin(4));
    const changed = { initial: { depth: 4 }, changes: [{ step: 2, params: { depth: 5 } }] };
    const next = sessionReducer(live, { type: 'update', update: { origin: changed } });
    expect(frame(next, 3).shown?.origin).toEqual(changed);
  });

  test('notes are told once and go with a new start; an error goes with the next state', () => {
    const base = initialSession({ depth: 2 }, undefined);
    const noted = ['a', 'a', 'b'].reduce(
      (session, note) => sessionReducer(session, { type: 'update', update: { note } }),
      base,
    );
    expect(noted.notes).toEqual(['a', 'b']);
    const failed = sessionReducer(noted, { type: 'update', update: { state: 'failed', error: 'no' } });
    expect(failed.error).toBe('no');
    const restarted = sessionReducer(failed, { type: 'update', update: { state: 'starting' } });
    expect(restarted.error).toBeUndefined();
    expect(restarted.notes).toEqual([]);
  });

  test('a long history is thinned, and a metric that appears late has no past', () => {
    let history = { steps: [] as readonly number[], metrics: {} as Readonly<Record<string, readonly number[]>> };
    for (let step = 0; step < 5000; step++) history = extended(history, frameAt(step));
    expect(history.steps.length).toBeLessThanOrEqual(801);
    expect(history.steps.at(-1)).toBe(4999);
    expect(history.metrics.loss.length).toBe(history.steps.length);
    const late = extended(history, { step: 5000, metrics: { loss: 0, rank: 2 }, status: 'running' });
    expect(late.metrics.rank.at(-1)).toBe(2);
    expect(late.metrics.rank[0]).toBeNaN();
    expect(late.metrics.rank.length).toBe(late.steps.length);
  });
});
