/** The declarations of all experiments: their data, none of their code. Loaded by the gallery alone. */
import type { Declaration } from '../../lab/experiment';

const found = import.meta.glob<Declaration>('../../chapters/*/*.experiment.ts', {
  query: '?declaration',
  import: 'default',
  eager: true,
});

export const declarations: ReadonlyMap<string, Declaration> = new Map(
  Object.values(found).map((declaration) => [declaration.id, declaration]),
);
