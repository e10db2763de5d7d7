/** Pages that are alive as a whole: embedded figures, lectures and the gallery; and every page while it is being written. */
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './App';
import { addressAt } from './addresses';
import { labOf } from './lab';
import { loadPage } from './pages';
import { recordingsOf } from './recordings';

/** `address` is the page's own, below the site's root; undefined where nothing was prerendered. */
export async function bringToLife(address: string | undefined, root: string): Promise<void> {
  const page = await loadPage(addressAt(address ?? window.location.pathname));
  const recordings = await recordingsOf(page.figures, root);
  const element = document.getElementById('page');
  if (!element) throw new Error('The page has no #page.');
  document.title = page.title;
  const app = (
    <StrictMode>
      <App page={page} root={root} recordings={recordings} lab={labOf(root)} />
    </StrictMode>
  );
  if (address === undefined) createRoot(element).render(app);
  else hydrateRoot(element, app);
}
