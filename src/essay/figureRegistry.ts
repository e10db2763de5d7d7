/** Lets the prose talk to the figures of its page: numbers for references, and setting parameters from a link. */
import { createContext, useContext, useEffect } from 'react';
import type { ParameterValues } from '../lab/parameters';

/** What a link in the prose may do to a figure. */
export interface FigureActions {
  set(changes: Partial<ParameterValues>): void;
  play(): void;
}

export interface FigureRegistry {
  /** Experiment ids of this page in the order of their figures: a figure's number is its place. */
  readonly order: readonly string[];
  readonly figures: Map<string, FigureActions>;
}

export const FigureRegistryContext = createContext<FigureRegistry>({ order: [], figures: new Map() });

/** The number of a figure on its page, from 1; undefined where it stands alone. */
export function useFigureNumber(id: string): number | undefined {
  const place = useContext(FigureRegistryContext).order.indexOf(id);
  return place < 0 ? undefined : place + 1;
}

/** Makes a figure reachable by the links of its page while it is mounted. */
export function useRegisteredFigure(id: string, actions: FigureActions): void {
  const { figures } = useContext(FigureRegistryContext);
  useEffect(() => {
    figures.set(id, actions);
    return () => {
      figures.delete(id);
    };
  }, [figures, id, actions]);
}
