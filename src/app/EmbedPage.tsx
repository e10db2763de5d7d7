import { Figure } from '../essay/Figure';
import type { FigureView } from '../essay/figure';

/** One figure alone, for a slide or another page. */
export function EmbedPage({ figure, chapter }: { readonly figure: FigureView; readonly chapter: string }) {
  return (
    <main className="embed">
      <h1 className="visually-hidden">{chapter}</h1>
      <h2 className="visually-hidden">{figure.declaration.sentence}</h2>
      <Figure figure={figure} width="full" />
    </main>
  );
}
