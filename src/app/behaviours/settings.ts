/** The settings menu in the header: shows what holds, adopts what is chosen, closes like a menu. */
import { choose, type Settings, settings } from '../settings';

const isChoice = (name: string): name is 'theme' | 'backend' => name === 'theme' || name === 'backend';

export function runSettingsMenu(): void {
  const menu = () => document.querySelector<HTMLDetailsElement>('details.settings');
  const close = () => {
    const open = menu();
    if (open) open.open = false;
  };
  const show = () => {
    for (const select of menu()?.querySelectorAll('select') ?? []) {
      if (isChoice(select.name)) select.value = settings()[select.name];
    }
  };
  document.addEventListener('toggle', show, { capture: true });
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && menu()?.contains(target) && isChoice(target.name)) {
      choose({ [target.name]: target.value } as Partial<Pick<Settings, 'theme' | 'backend'>>);
    }
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && menu()?.contains(target))) close();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
}
