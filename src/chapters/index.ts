/** The one ordered list of chapters. */
import type { Chapter } from './chapter';

export const chapters: readonly Chapter[] = [];
