/**
 * The figures of a prerendered page. Each is a picture until it is near the screen, or pointed at, or focused, or meant
 * by a link; then its script is loaded, and what was pressed meanwhile is pressed again.
 */
import { livingFigures } from '../livingFigures';

const islandsIn = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-figure]')];

const islandOf = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-figure]') : null;

const awake = new Map<string, Promise<void>>();

/** Resolves once the figure takes commands. */
async function living(experiment: string): Promise<void> {
  while (!livingFigures.has(experiment)) await new Promise((resolve) => setTimeout(resolve, 30));
}

/** Loads and hydrates an island once. */
function wake(island: HTMLElement): Promise<void> {
  const { figure: experiment = '' } = island.dataset;
  const { root = './', kind } = document.documentElement.dataset;
  const known = awake.get(experiment);
  if (known) return known;
  // Only a chapter numbers its figures.
  const order = kind === 'chapter' ? islandsIn().map((other) => other.dataset.figure ?? '') : [];
  const waking = import('../figureIslands').then(async ({ hydrateFigure }) => {
    await hydrateFigure(island, order, root);
    await living(experiment);
    island.dataset.awake = '';
  });
  awake.set(experiment, waking);
  // A lost connection: the next look at the figure tries again.
  waking.catch(() => awake.delete(experiment));
  return waking;
}

/** The controls of a figure of this page, woken where it sleeps; undefined where the page has no such figure. */
export async function controlsOf(experiment: string) {
  const island = islandsIn().find((candidate) => candidate.dataset.figure === experiment);
  if (island) await wake(island);
  return livingFigures.get(experiment);
}

export function watchFigures(): void {
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
      if (target.closest('summary, a')) return;
      event.preventDefault();
      event.stopPropagation();
      void wake(island).then(() => target.click());
    },
    { capture: true },
  );
}
