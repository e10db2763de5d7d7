import type { Experiment } from '../lab/experiment';

/** A chapter as the worker and the terminal know it: no prose, no React. */
export interface Chapter {
  /** The folder and the address: 'deep-matrix-factorization'. */
  readonly id: string;
  readonly title: string;
  /** What the chapter tells, in one or two sentences: the contents page and the page's description. */
  readonly summary: string;
  /** Its experiments in the order in which their figures appear; a line each: the key is the file's name. */
  readonly experiments: Readonly<Record<string, () => Promise<{ readonly experiment: Experiment }>>>;
}
