/** What a reader chose for all figures and pages: kept in this browser, overruled by the address. */
import { backendNames } from '../lab/backend-names';
import type { BackendChoice } from '../lab/protocol';

export type ThemeChoice = 'system' | 'light' | 'dark' | 'projector';

export interface Settings {
  readonly theme: ThemeChoice;
  readonly backend: BackendChoice;
  /** Which controls figures show; only an address says so. */
  readonly controls: 'all' | 'transport' | 'none';
}

export const themes: readonly ThemeChoice[] = ['system', 'light', 'dark', 'projector'];
export const backends: readonly BackendChoice[] = ['auto', ...backendNames];

/** As it is prerendered, and until the reader chooses. */
export const defaults: Settings = { theme: 'system', backend: 'auto', controls: 'all' };

/** Storage may be closed: in a sandboxed frame, or by the reader's choice. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(`black-box:${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`black-box:${name}`);
    else localStorage.setItem(`black-box:${name}`, value);
  } catch {
    // The choice then holds for this page.
  }
}

const oneOf = <T extends string>(allowed: readonly T[], ...asked: (string | null)[]): T =>
  allowed.find((value) => value === asked.find((candidate) => allowed.includes(candidate as T))) ?? allowed[0];

function read(): Settings {
  const query = new URLSearchParams(window.location.search);
  return {
    theme: oneOf(themes, query.get('theme'), kept('theme')),
    backend: oneOf(backends, query.get('backend'), kept('backend')),
    // A copy in a speaker's preview or on paper is there to be looked at.
    controls: query.has('preview') ? 'none' : oneOf(['all', 'transport', 'none'], query.get('controls')),
  };
}

let current: Settings | undefined;
const listeners = new Set<() => void>();

export function onSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What holds now. */
export const settings = (): Settings => {
  current ??= read();
  return current;
};

const darkScreen = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

/** What the page is shown in meanwhile, whatever the reader's own theme is. */
let lent: ThemeChoice = 'system';

/** Puts the theme on the page: plots and styles follow `data-theme`. First done by build/first-paint.js. */
function paint({ theme: own }: Settings): void {
  const system = darkScreen().matches ? 'dark' : 'light';
  const theme = lent === 'system' ? own : lent;
  document.documentElement.dataset.theme = theme === 'system' ? system : theme;
}

/** Shows the page in another theme, to see what a figure will look like elsewhere; 'system' gives the reader's own back. */
export function lendTheme(theme: ThemeChoice): void {
  lent = theme;
  paint(settings());
}

/** Follows the system while the reader has chosen nothing; paper is always light. */
export function followSystemTheme(): void {
  darkScreen().addEventListener('change', () => paint(settings()));
  window.addEventListener('beforeprint', () => {
    document.documentElement.dataset.theme = 'light';
  });
  window.addEventListener('afterprint', () => paint(settings()));
}

/** Adopts a choice: at once, in this browser's memory, and in the address, so that a link has it. */
export function choose(changes: Partial<Pick<Settings, 'theme' | 'backend'>>): void {
  current = { ...settings(), ...changes };
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    const isDefault = value === defaults[name as keyof Settings];
    keep(name, isDefault ? null : value);
    if (isDefault) address.searchParams.delete(name);
    else if (name === 'backend' || address.searchParams.has(name)) address.searchParams.set(name, value);
  }
  window.history.replaceState(window.history.state, '', address);
  paint(current);
  for (const listener of listeners) listener();
}
