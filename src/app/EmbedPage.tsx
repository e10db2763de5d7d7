import { Figure } from '../essay/Figure';
import type { FigureView } from '../essay/figure';
import { FigureRegistryContext } from '../essay/figureRegistry';
import { Fitted } from './embed/Fitted';
import { useHost } from './embed/useHost';

/** One figure alone, for a slide or another page, in conversation with its host. `fit=1` has it fill its frame. */
export function EmbedPage({ figure, chapter }: { readonly figure: FigureView; readonly chapter: string }) {
  const registry = useHost(figure.declaration);
  return (
    <FigureRegistryContext value={registry}>
      <main className="embed">
        <h1 className="visually-hidden">{chapter}</h1>
        <h2 className="visually-hidden">{figure.declaration.sentence}</h2>
        <Fitted>
          <Figure figure={figure} width="full" />
        </Fitted>
      </main>
    </FigureRegistryContext>
  );
}
