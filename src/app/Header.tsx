import { useContext } from 'react';
import { PresentationContext } from '../essay/labContext';
import { SettingsMenu } from './SettingsMenu';

/** The way home, and the settings. */
export function Header() {
  const { root } = useContext(PresentationContext);
  return (
    <header className="site-header">
      <a className="site-title" href={root}>
        Opening the black box
      </a>
      <SettingsMenu />
    </header>
  );
}
