/** The page's entry: takes over the prerendered page, or renders it while the essay is being written. */
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import './app/styles';
import { App } from './app/App';
import { addressAt } from './app/addresses';
import { keepForOffline } from './app/offline';
import { loadPage } from './app/pages';
import { recordingsOf } from './app/recordings';
import { createLabClient } from './lab/client';
import { createWorker } from './lab/create-worker';
import workerAddress from './worker?worker&url';

async function start(): Promise<void> {
  const { address: prerendered, root = import.meta.env.BASE_URL } = document.documentElement.dataset;
  const page = await loadPage(addressAt(prerendered ?? window.location.pathname));
  const recordings = await recordingsOf(page.figures, root);
  const site = new URL(root, document.baseURI).href;
  const lab = createLabClient({
    root: site,
    createWorker: () => createWorker(new URL(workerAddress, document.baseURI)),
  });
  const element = document.getElementById('page');
  if (!element) throw new Error('The page has no #page.');
  document.title = page.title;
  const app = (
    <StrictMode>
      <App page={page} root={root} recordings={recordings} lab={lab} />
    </StrictMode>
  );
  if (prerendered === undefined) createRoot(element).render(app);
  else hydrateRoot(element, app);
  if (document.readyState === 'complete') void keepForOffline(root);
  else window.addEventListener('load', () => void keepForOffline(root));
}

start();
