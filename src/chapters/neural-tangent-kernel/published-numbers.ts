/** What the published comparison on 90 UCI tables reported (Arora et al. 2020, Harnessing the power of infinitely wide nets). */
export interface PublishedRow {
  readonly method: string;
  /** Mean rank among the ~180 classifiers of Fernández-Delgado et al. (2014); smaller is better. */
  readonly rank: number;
  /** Mean accuracy over the tables in percent, and its spread across tables (not an error bar). */
  readonly accuracy: number;
  readonly spread: number;
  /** Share of tables, in percent, on which the method reaches 90 or 95 % of the best accuracy. */
  readonly p90: number;
  readonly p95: number;
}

export const publishedRows: readonly PublishedRow[] = [
  { method: 'Infinite net (NTK)', rank: 28.34, accuracy: 81.95, spread: 14.1, p90: 88.89, p95: 72.22 },
  { method: 'Random forest', rank: 33.51, accuracy: 81.56, spread: 13.9, p90: 85.56, p95: 67.78 },
  { method: 'Gaussian kernel', rank: 35.76, accuracy: 81.03, spread: 15.09, p90: 85.56, p95: 72.22 },
  { method: 'Finite net, NTK start', rank: 38.06, accuracy: 81.02, spread: 14.47, p90: 85.56, p95: 60 },
  { method: 'Polynomial kernel', rank: 38.44, accuracy: 78.21, spread: 20.3, p90: 80, p95: 62.22 },
  { method: 'Finite net, He start', rank: 40.97, accuracy: 80.88, spread: 14.96, p90: 81.11, p95: 65.56 },
];
