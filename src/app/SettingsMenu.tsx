import { backendLabels } from '../lab/backend-names';
import type { BackendChoice } from '../lab/protocol';
import { backends, type ThemeChoice, themes } from './settings';

const themeLabels: Readonly<Record<ThemeChoice, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
  projector: 'projector',
};

const backendLabel = (backend: BackendChoice): string =>
  backend === 'auto' ? 'the fastest here' : backendLabels[backend];

/** Theme and backend, for all figures of all pages; behaviours/settings.ts runs it. */
export function SettingsMenu() {
  return (
    <details className="settings needs-script">
      <summary>Settings</summary>
      <div className="settings-items">
        <label>
          Theme
          <select name="theme" autoComplete="off">
            {themes.map((value) => (
              <option key={value} value={value}>
                {themeLabels[value]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Figures train on
          <select name="backend" autoComplete="off">
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
