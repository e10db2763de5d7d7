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
import { keepForOffline } from './app/offline';
import { followSystemTheme } from './app/settings';

const { address, root = import.meta.env.BASE_URL, still } = document.documentElement.dataset;

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
  void import('./app/wholePage').then(({ bringToLife }) => bringToLife(address, root));
}

if (document.readyState === 'complete') void keepForOffline(root);
else window.addEventListener('load', () => void keepForOffline(root));
