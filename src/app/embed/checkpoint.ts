/** Where a run stood when its frame went away: a deck that unloads and reloads the frame finds it again. */
import type { TravellingState } from './messages';

const keyOf = (figure: string): string => `black-box:checkpoint:${figure}`;

/** Storage is closed in a sandboxed frame: then a run begins anew. */
export function keepCheckpoint(figure: string, state: TravellingState): void {
  try {
    sessionStorage.setItem(keyOf(figure), JSON.stringify(state));
  } catch {
    // Nothing is lost but the place where the run stood.
  }
}

function isState(value: unknown): value is TravellingState {
  if (typeof value !== 'object' || value === null || !('params' in value && 'seed' in value && 'step' in value))
    return false;
  const { params, seed, step } = value;
  return typeof params === 'object' && params !== null && Number.isInteger(seed) && Number.isInteger(step);
}

/** The checkpoint of a figure in this tab; null where there is none. */
export function keptCheckpoint(figure: string): TravellingState | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(figure)) ?? 'null');
    return isState(kept) ? kept : null;
  } catch {
    return null;
  }
}
