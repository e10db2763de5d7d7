/** Every figure of every chapter, read off the built site: nobody types the list. */
import { readdirSync } from 'node:fs';

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** 'chapter/name'. */
export const figures: readonly string[] = folders('dist/embed').flatMap((chapter) =>
  folders(`dist/embed/${chapter}`).map((name) => `${chapter}/${name}`),
);
