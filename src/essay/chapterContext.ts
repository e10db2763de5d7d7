/** What the words of a chapter need to know of the chapter. */
import { createContext, useContext } from 'react';
import type { Outline } from './build/remark-essay';
import type { Reference } from './references';

export interface ChapterContents {
  readonly id: string;
  readonly outline: Outline;
  readonly references: readonly Reference[];
}

export const ChapterContext = createContext<ChapterContents>({
  id: '',
  outline: { headings: [], figures: [], equations: [], citations: [], claims: [] },
  references: [],
});

export const useChapter = (): ChapterContents => useContext(ChapterContext);
