/**
 * The figures of a prerendered page. Each is a picture until it is near the screen, or pointed at, or focused, or meant
 * by a link; then its script is loaded, and what was pressed meanwhile is pressed again.
 */
import { livingFigures } from '../livingFigures';
import { forgetTrouble, tellTrouble } from './trouble';

const islandsIn = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-figure]')];

const islandOf = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-figure]') : null;

const awake = new Map<string, Promise<boolean>>();

/** Resolves once the figure takes commands. */
async function living(experiment: string): Promise<void> {
  while (!livingFigures.has(experiment)) await new Promise((resolve) => setTimeout(resolve, 30));
}

/** Loads and hydrates an island once. Resolves to false where its script cannot be had: the figure says so then. */
function wake(island: HTMLElement): Promise<boolean> {
  const { figure: experiment = '' } = island.dataset;
  const { root = './', kind } = document.documentElement.dataset;
  const known = awake.get(experiment);
  if (known) return known;
  // Only a chapter numbers its figures.
  const order = kind === 'chapter' ? islandsIn().map((other) => other.dataset.figure ?? '') : [];
  const bring = async (): Promise<boolean> => {
    try {
      const { hydrateFigure } = await import('../figureIslands');
      await hydrateFigure(island, order, root, () => forgetTrouble(island));
    } catch {
      // The next look at the figure tries again, and so does the return of the network.
      awake.delete(experiment);
      tellTrouble(island, 'This figure', () => void wake(island));
      return false;
    }
    await living(experiment);
    island.dataset.awake = '';
    return true;
  };
  const waking = bring();
  awake.set(experiment, waking);
  return waking;
}

/** The controls of a figure of this page, woken where it sleeps; undefined where the page has no such figure. */
export async function controlsOf(experiment: string) {
  const island = islandsIn().find((candidate) => candidate.dataset.figure === experiment);
  if (island) await wake(island);
  return livingFigures.get(experiment);
}

/** Once the network is back, figures that could not be loaded are. */
function retryOnline(): void {
  window.addEventListener('online', () => {
    for (const told of document.querySelectorAll('[data-figure] > .script-trouble')) {
      const island = told.closest<HTMLElement>('[data-figure]');
      if (island) void wake(island);
    }
  });
}

export function watchFigures(): void {
  retryOnline();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const island = target.closest<HTMLElement>('[data-figure]');
        if (isIntersecting && island) void wake(island);
      }
    },
    { rootMargin: '600px' },
  );
  for (const island of islandsIn()) if (island.firstElementChild) observer.observe(island.firstElementChild);
  const wakeAt = (event: Event) => {
    const island = islandOf(event);
    if (island) void wake(island);
  };
  document.addEventListener('pointerover', wakeAt, { passive: true });
  document.addEventListener('focusin', wakeAt);
  document.addEventListener(
    'click',
    (event) => {
      const island = islandOf(event);
      const { target } = event;
      if (!island || island.dataset.awake !== undefined || !(target instanceof HTMLElement)) return;
      if (target.closest('summary, a, .script-trouble')) return;
      event.preventDefault();
      event.stopPropagation();
      void wake(island).then((woken) => woken && target.click());
    },
    { capture: true },
  );
}
