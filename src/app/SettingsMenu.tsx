import { useEffect, useRef } from 'react';
import { backendLabels } from '../lab/backend-names';
import type { BackendChoice } from '../lab/protocol';
import { backends, choose, type ThemeChoice, themes, useSettings } from './settings';

const themeLabels: Readonly<Record<ThemeChoice, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
  projector: 'projector',
};

const backendLabel = (backend: BackendChoice): string =>
  backend === 'auto' ? 'the fastest here' : backendLabels[backend];

/** Theme and backend, for all figures of all pages. */
export function SettingsMenu() {
  const { theme, backend } = useSettings();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && menu.current?.contains(event.target);
      const escape = event instanceof KeyboardEvent && event.key === 'Escape';
      if (menu.current && (escape || (event.type === 'pointerdown' && !inside))) menu.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details className="settings needs-script" ref={menu}>
      <summary>Settings</summary>
      <div className="settings-items">
        <label>
          Theme
          <select value={theme} onChange={(event) => choose({ theme: event.target.value as ThemeChoice })}>
            {themes.map((value) => (
              <option key={value} value={value}>
                {themeLabels[value]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Figures train on
          <select value={backend} onChange={(event) => choose({ backend: event.target.value as BackendChoice })}>
            {backends.map((value) => (
              <option key={value} value={value}>
                {backendLabel(value)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </details>
  );
}
