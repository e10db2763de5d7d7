import { useContext } from 'react';
import { PresentationContext } from '../essay/labContext';
import { readableChapters } from './addresses';

export function NotFoundPage() {
  const { root } = useContext(PresentationContext);
  return (
    <main id="main" className="plain-page">
      <h1>There is no such page</h1>
      <p>
        The address may be mistyped, or the page may have moved. Here is <a href={root}>the contents page</a>, and these
        are the chapters:
      </p>
      <ul>
        {readableChapters.map(({ id, title }) => (
          <li key={id}>
            <a href={`${root}${id}/`}>{title}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}
