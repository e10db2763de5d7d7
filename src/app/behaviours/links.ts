/** Links in the prose that set a figure: they need no reload where the figure is on this page. */
import type { ParameterValues } from '../../lab/parameters';
import { controlsOf } from './figures';

const motion = (): ScrollBehavior =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';

export function followFigureLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-sets]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const { sets: experiment = '', changes = '{}', play } = link.dataset;
    const shown = document.getElementById(experiment.split('/')[1]);
    if (!shown) return;
    event.preventDefault();
    shown.scrollIntoView({ behavior: motion(), block: 'nearest' });
    void controlsOf(experiment).then((controls) => {
      controls?.set(JSON.parse(changes) as Partial<ParameterValues>);
      if (play !== undefined) controls?.play();
    });
  });
}
