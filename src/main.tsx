/**
 * The page's entry. A chapter is prerendered text with pictures: nothing of React is loaded before one of its figures
 * comes near. Pages that are alive as a whole, and all pages while the essay is being written, are rendered by React.
 */
import './app/styles';
import { copyBibtex } from './app/behaviours/bibtex';
import { closeCardsOnEscape } from './app/behaviours/cards';
import { watchFigures } from './app/behaviours/figures';
import { followFigureLinks } from './app/behaviours/links';
import { offerOfflineAtFoot } from './app/behaviours/offline';
import { followSections } from './app/behaviours/sections';
import { runSettingsMenu } from './app/behaviours/settings';
import { forgetTrouble, tellTrouble } from './app/behaviours/trouble';
import { keepForOffline } from './app/offline';
import { followSystemTheme } from './app/settings';

const { address, root = import.meta.env.BASE_URL, still } = document.documentElement.dataset;

/** A page that is alive as a whole; where its scripts cannot be had, it says so, and is tried again. */
let alive = false;
async function comeAlive(): Promise<void> {
  const { body } = document;
  if (alive) return;
  try {
    const { bringToLife } = await import('./app/wholePage');
    await bringToLife(address, root);
    alive = true;
    forgetTrouble(body);
  } catch {
    tellTrouble(body, 'What this page needs', () => void comeAlive());
    window.addEventListener('online', () => void comeAlive(), { once: true });
  }
}

followSystemTheme();
runSettingsMenu();
closeCardsOnEscape();
followFigureLinks();
followSections();
copyBibtex();

if (still !== undefined) {
  watchFigures();
  offerOfflineAtFoot();
} else {
  void comeAlive();
}

if (document.readyState === 'complete') void keepForOffline(root);
else window.addEventListener('load', () => void keepForOffline(root));
