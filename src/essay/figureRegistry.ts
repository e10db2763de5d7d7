/** Lets the prose talk to the figures of its page: numbers for references, and setting parameters from a link. */
import { createContext, useContext, useEffect } from 'react';
import type { Session } from './session';
import type { ExperimentControls } from './useExperiment';

export interface FigureRegistry {
  /** Experiment ids of this page in the order of their figures: a figure's number is its place. */
  readonly order: readonly string[];
  readonly figures: Map<string, ExperimentControls>;
  /** Told of everything that happens in a figure; embeds pass it on to their host. */
  onSession?(id: string, session: Session): void;
  /** In a window that follows another: what the other's figures show, which is all that these show. */
  readonly followed?: ReadonlyMap<string, Session>;
}

export const FigureRegistryContext = createContext<FigureRegistry>({ order: [], figures: new Map() });

/** The number of a figure on its page, from 1; undefined where it stands alone. */
export function useFigureNumber(id: string): number | undefined {
  const place = useContext(FigureRegistryContext).order.indexOf(id);
  return place < 0 ? undefined : place + 1;
}

/** Whether this window follows another, and what the other shows of a figure. */
export function useFollowed(id: string): { readonly following: boolean; readonly session?: Session } {
  const { followed } = useContext(FigureRegistryContext);
  return { following: followed !== undefined, session: followed?.get(id) };
}

/** Makes a figure reachable by the links of its page, and its session known to those who listen. */
export function useRegisteredFigure(id: string, controls: ExperimentControls, session: Session): void {
  const registry = useContext(FigureRegistryContext);
  const { figures, onSession } = registry;
  useEffect(() => {
    figures.set(id, controls);
    return () => {
      figures.delete(id);
    };
  }, [figures, id, controls]);
  useEffect(() => onSession?.(id, session), [onSession, id, session]);
}
