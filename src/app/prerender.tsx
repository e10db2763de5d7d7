/** Renders every address to HTML, at build time (build/prerender-plugin.ts). */
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { decodeRecording, type Recording } from '../lab/recording';
import { App } from './App';
import { addresses, pathOf, rootOf } from './addresses';
import { loadPage } from './pages';

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
}

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
    const { title, description, modules } = page;
    const html = renderToString(app);
    pages.push({ path: pathOf(address), root, title, description, html, recordings: json, modules });
  }
  return pages;
}
