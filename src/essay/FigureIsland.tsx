import { Figure } from './Figure';
import type { FigureView } from './figure';

interface Props {
  readonly figure: FigureView;
  readonly width?: 'text' | 'wide' | 'full';
}

/** What the prerenderer replaces by the figure's own HTML. */
export const islandMark = (experiment: string): string => `<!--figure ${experiment}-->`;

/**
 * A figure in prose. A prerendered page is still text and pictures; each of its figures comes alive by itself, in its
 * own root, when it comes near the screen (app/figureIslands.tsx), so that a page loads no more than it shows.
 */
export function FigureIsland({ figure, width = 'wide' }: Props) {
  if (import.meta.env.DEV) return <Figure figure={figure} width={width} />;
  const { id } = figure.declaration;
  return (
    <div
      className="figure-island"
      data-figure={id}
      data-width={width}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a mark for the prerenderer, made of an id of ours.
      dangerouslySetInnerHTML={{ __html: islandMark(id) }}
    />
  );
}
