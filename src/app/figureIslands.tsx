/** Brings one figure of a prerendered page to life. */
import { hydrateRoot } from 'react-dom/client';
import type { FigureView } from '../essay/figure';
import { type FigureWidth, islandElement, islandPrefix } from './islandElement';
import { labOf } from './lab';
import { recordingsOf } from './recordings';

const figures = import.meta.glob<{ figure: FigureView }>('../chapters/*/*.figure.tsx');

/** `before` is called once all is loaded and the island is about to be React's: it must then be as it was prerendered. */
export async function hydrateFigure(
  island: HTMLElement,
  order: readonly string[],
  root: string,
  before: () => void,
): Promise<void> {
  const { figure: experiment = '', width = 'wide' } = island.dataset;
  const [{ figure }, recordings] = await Promise.all([
    figures[`../chapters/${experiment}.figure.tsx`](),
    recordingsOf([experiment], root),
  ]);
  const surroundings = { place: 'page', order, root, recordings, lab: labOf(root) } as const;
  before();
  hydrateRoot(island, islandElement(figure, width as FigureWidth, surroundings), {
    identifierPrefix: islandPrefix(experiment),
  });
}
