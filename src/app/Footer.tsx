import { useContext } from 'react';
import { PresentationContext } from '../essay/labContext';
import { OfflineReading } from './OfflineReading';

export function Footer() {
  const { root } = useContext(PresentationContext);
  return (
    <footer className="site-footer">
      <p>
        <a href={root}>Opening the black box</a>. Every figure shows a recorded run until you press play, and then
        trains in your browser. Nothing is sent anywhere. The code is under the MIT licence.
      </p>
      <p>
        <a href={`${root}embed/`}>Figures for lectures</a>
      </p>
      <div data-offline="">
        <OfflineReading />
      </div>
    </footer>
  );
}
