/** A figure's state in the address: parameter names as the schema has them, and the seed. */
import type { Declaration } from '../lab/experiment';
import { type ParameterValues, parametersFromQuery, parametersToQuery } from '../lab/parameters';
import type { Presentation } from './labContext';

/** Query names that belong to the page and stay as they are when a figure writes its state. */
const pageNames = ['theme', 'controls', 'autoplay', 'backend', 'fit', 'follow', 'frame', 'preview'] as const;

export const defaultSeed = 1;

/** 'deep-matrix-factorization/completion' → 'completion': the figure's anchor on its page. */
export const anchorOf = (declaration: Declaration): string => declaration.id.split('/')[1];

/**
 * A copy in a speaker's preview or on paper, or a window that follows another: it shows, and never trains. The frames
 * of reveal.js's speaker view, whose address has `receiver`, are known by their referrer where the host says nothing.
 */
export const isPassive = ({ searchParams }: URL, referrer = ''): boolean =>
  searchParams.has('preview') || searchParams.has('follow') || /[?&]receiver\b/.test(referrer);

export interface AskedState {
  readonly params: ParameterValues;
  readonly seed: number;
  readonly notes: readonly string[];
}

function readSeed(query: URLSearchParams): { seed: number; notes: string[] } {
  const source = query.get('seed');
  if (source === null) return { seed: defaultSeed, notes: [] };
  const seed = Number(source);
  if (/^\d{1,9}$/.test(source)) return { seed, notes: [] };
  return {
    seed: defaultSeed,
    notes: [`The link asks for seed “${source.slice(0, 20)}”, which is no whole number; 1 is used.`],
  };
}

/**
 * What a link asks of this figure; null where it asks nothing, so that the recorded run stays. Where several figures
 * share an address, its anchor names the one that is meant.
 */
export function askedOf(declaration: Declaration, address: URL, place: Presentation['place']): AskedState | null {
  if (place !== 'embed' && address.hash !== `#${anchorOf(declaration)}`) return null;
  const names = [...Object.keys(declaration.params), 'seed'];
  if (!names.some((name) => address.searchParams.has(name))) return null;
  const { params, notes } = parametersFromQuery(declaration.params, address.searchParams);
  const seed = readSeed(address.searchParams);
  return { params, seed: seed.seed, notes: [...notes, ...seed.notes] };
}

/** The query of a state: only what differs from the default, after what the page itself keeps there. */
export function queryOf(
  declaration: Declaration,
  params: ParameterValues,
  seed: number,
  kept: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of pageNames) {
    const value = kept.get(name);
    if (value !== null) query.set(name, value);
  }
  for (const [name, value] of parametersToQuery(declaration.params, params)) query.set(name, value);
  if (seed !== defaultSeed) query.set('seed', String(seed));
  return query;
}

/** The same address with another query and, where several figures share it, the figure's anchor. */
export function withState(address: URL, query: URLSearchParams, anchor: string | null): string {
  const next = new URL(address);
  next.search = query.toString();
  if (anchor !== null) next.hash = anchor;
  return next.href;
}
