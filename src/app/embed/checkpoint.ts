/** Where a run stood when its frame went away: a deck that unloads and reloads the frame finds it again. */
import { readState, type TravellingState } from './messages';

/**
 * The frame's address as its host opened it: a figure changes its own address as it goes. Where one deck has two frames
 * of the same address, `embed-host.js` has told them apart.
 */
const opened = typeof window === 'undefined' ? '' : window.location.href;
const key = `black-box:checkpoint:${opened}`;

/** Storage is closed in a sandboxed frame: then a run begins anew. */
export function keepCheckpoint(state: TravellingState): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Nothing is lost but the place where the run stood.
  }
}

/** The checkpoint of this frame in this tab; null where there is none. */
export function keptCheckpoint(): Partial<TravellingState> | null {
  try {
    return readState(JSON.parse(sessionStorage.getItem(key) ?? 'null'));
  } catch {
    return null;
  }
}
