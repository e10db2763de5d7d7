/** Brings one figure of a prerendered page to life. */
import { hydrateRoot } from 'react-dom/client';
import type { FigureView } from '../essay/figure';
import { type FigureWidth, islandElement, islandPrefix } from './islandElement';
import { labOf } from './lab';
import { recordingsOf } from './recordings';

const figures = import.meta.glob<{ figure: FigureView }>('../chapters/*/*.figure.tsx');

export async function hydrateFigure(island: HTMLElement, order: readonly string[], root: string): Promise<void> {
  const { figure: experiment = '', width = 'wide' } = island.dataset;
  const [{ figure }, recordings] = await Promise.all([
    figures[`../chapters/${experiment}.figure.tsx`](),
    recordingsOf([experiment], root),
  ]);
  const surroundings = { place: 'page', order, root, recordings, lab: labOf(root) } as const;
  hydrateRoot(island, islandElement(figure, width as FigureWidth, surroundings), {
    identifierPrefix: islandPrefix(experiment),
  });
}
