/** What every figure needs around it: the lab, the recordings of its page, how it is shown, and its neighbours. */
import { type ReactNode, useMemo } from 'react';
import { FigureRegistryContext } from '../essay/figureRegistry';
import { LabContext, PresentationContext, RecordingsContext } from '../essay/labContext';
import type { LabClient } from '../lab/protocol';
import { livingFigures } from './livingFigures';
import type { Recordings } from './recordings';
import { useSettings } from './useSettings';

export interface SurroundingsProps {
  readonly place: 'page' | 'lecture' | 'embed';
  /** Experiments in the order of their numbers. */
  readonly order: readonly string[];
  /** The way to the site's root. */
  readonly root: string;
  readonly recordings: Recordings;
  /** Null while the page is being prerendered. */
  readonly lab: LabClient | null;
  readonly children?: ReactNode;
}

export function Surroundings({ place, order, root, recordings, lab, children }: SurroundingsProps) {
  const { backend, controls } = useSettings();
  const presentation = useMemo(() => ({ place, controls, backend, root }), [place, controls, backend, root]);
  const registry = useMemo(() => ({ order, figures: livingFigures }), [order]);
  return (
    <LabContext value={lab}>
      <RecordingsContext value={recordings}>
        <PresentationContext value={presentation}>
          <FigureRegistryContext value={registry}>{children}</FigureRegistryContext>
        </PresentationContext>
      </RecordingsContext>
    </LabContext>
  );
}
