/** Renders every address to HTML, at build time (build/prerender-plugin.ts). */
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { islandMark } from '../essay/FigureIsland';
import { decodeRecording, type Recording } from '../lab/recording';
import { App } from './App';
import { addresses, figuresOf, lectures, pathOf, rootOf } from './addresses';
import type { DeckChapter } from './build/deck';
import { type FigureWidth, islandElement, islandPrefix } from './islandElement';
import { loadFigure, loadPage, type Page } from './pages';
import type { SurroundingsProps } from './Surroundings';

export interface PrerenderedPage {
  /** Below the site's root. */
  readonly path: string;
  readonly root: string;
  readonly title: string;
  readonly description: string;
  readonly html: string;
  /** The recordings to inline, as JSON, by experiment. */
  readonly recordings: Readonly<Record<string, string>>;
  readonly modules: readonly string[];
  /** The kind of the address. */
  readonly kind: string;
  readonly still: boolean;
}

/** Each island in a tree of its own, as the browser will hydrate it. */
async function withFigures(
  html: string,
  page: Page,
  surroundings: Omit<SurroundingsProps, 'children'>,
): Promise<string> {
  let filled = html;
  for (const experiment of page.figures) {
    const mark = islandMark(experiment);
    const before = filled.slice(0, filled.indexOf(mark)).slice(-200);
    const width = (/data-width="(\w+)"[^"]*$/.exec(before)?.[1] ?? 'wide') as FigureWidth;
    const figure = await loadFigure(experiment);
    const island = islandElement(figure, width, surroundings);
    const drawn = renderToString(island, { identifierPrefix: islandPrefix(experiment) });
    filled = filled.replace(mark, () => drawn);
  }
  return filled;
}

/** What the example deck shows (build/deck.ts). */
export const deck = (): Promise<readonly DeckChapter[]> =>
  Promise.all(
    lectures.map(async (chapter) => ({
      title: chapter.title,
      summary: chapter.summary,
      figures: await Promise.all(
        figuresOf(chapter).map(async (experiment) => {
          const { id, title, sentence, claim } = (await loadFigure(experiment)).declaration;
          return { id, title, sentence, claim: claim.statement };
        }),
      ),
    })),
  );

/** Renders all pages; `readRecording` gives the JSON of an experiment's finished run, null where none is recorded. */
export async function prerender(
  readRecording: (experiment: string) => Promise<string | null>,
): Promise<readonly PrerenderedPage[]> {
  const pages: PrerenderedPage[] = [];
  for (const address of addresses) {
    const page = await loadPage(address);
    const root = rootOf(address);
    const json: Record<string, string> = {};
    const recordings: Record<string, Recording> = {};
    for (const experiment of page.figures) {
      const source = await readRecording(experiment);
      if (source === null) continue;
      json[experiment] = source;
      recordings[experiment] = decodeRecording<Recording>(source);
    }
    const app = (
      <StrictMode>
        <App page={page} root={root} recordings={recordings} lab={null} />
      </StrictMode>
    );
    const { title, description, modules, place, order, still = false } = page;
    const surroundings = { place, order, root, recordings, lab: null };
    const html = await withFigures(renderToString(app), page, surroundings);
    const { kind } = address;
    pages.push({ path: pathOf(address), root, title, description, html, recordings: json, modules, kind, still });
  }
  return pages;
}
