/** Title and sentence of every experiment, for the list that the gallery is. */
import type { Heading } from '../../lab/experiment';

const found = import.meta.glob<Heading>('../../chapters/*/*.experiment.ts', {
  query: '?heading',
  import: 'default',
  eager: true,
});

export const headings: ReadonlyMap<string, Heading> = new Map(
  Object.values(found).map((heading) => [heading.id, heading]),
);
