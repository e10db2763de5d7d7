/** The page around what stands at an address: header, figures' surroundings, footer. */
import { useEffect, useMemo } from 'react';
import { FigureRegistryContext } from '../essay/figureRegistry';
import { LabContext, PresentationContext, RecordingsContext } from '../essay/labContext';
import type { LabClient } from '../lab/protocol';
import type { Recording } from '../lab/recording';
import { closeCardsOnEscape } from './cards';
import { Footer } from './Footer';
import { Header } from './Header';
import type { Page } from './pages';
import { followSystemTheme, useSettings } from './settings';

interface Props {
  readonly page: Page;
  /** The way to the site's root. */
  readonly root: string;
  readonly recordings: Readonly<Record<string, Recording>>;
  /** Null while the page is being prerendered. */
  readonly lab: LabClient | null;
}

export function App({ page, root, recordings, lab }: Props) {
  const { backend, controls } = useSettings();
  const { place, order, content } = page;
  const presentation = useMemo(() => ({ place, controls, backend, root }), [place, controls, backend, root]);
  const registry = useMemo(() => ({ order, figures: new Map() }), [order]);
  useEffect(followSystemTheme, []);
  useEffect(closeCardsOnEscape, []);
  return (
    <LabContext value={lab}>
      <RecordingsContext value={recordings}>
        <PresentationContext value={presentation}>
          <FigureRegistryContext value={registry}>
            {place === 'embed' ? (
              content
            ) : (
              <>
                <a className="skip-link" href="#main">
                  Skip to the text
                </a>
                <Header />
                {content}
                <Footer />
              </>
            )}
          </FigureRegistryContext>
        </PresentationContext>
      </RecordingsContext>
    </LabContext>
  );
}
