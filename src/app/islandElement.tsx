/** A figure island's tree: the same while prerendering and in the browser, so that hydration finds what it expects. */
import { type ReactElement, StrictMode } from 'react';
import { Figure } from '../essay/Figure';
import type { FigureView } from '../essay/figure';
import { Surroundings, type SurroundingsProps } from './Surroundings';

export type FigureWidth = 'text' | 'wide' | 'full';

export const islandElement = (
  figure: FigureView,
  width: FigureWidth,
  surroundings: Omit<SurroundingsProps, 'children'>,
): ReactElement => (
  <StrictMode>
    <Surroundings {...surroundings}>
      <Figure figure={figure} width={width} />
    </Surroundings>
  </StrictMode>
);

/** Keeps the ids of one island apart from those of the others. */
export const islandPrefix = (experiment: string): string => `${experiment.split('/')[1]}-`;
