/**
 * Long computations in bounded parts: a generator yields, now and then, about how many elementary operations it has
 * done since; `advance` resumes it until a budget is spent. So a worker stays responsive without a clock, and the
 * same step does the same work everywhere.
 */
export type Work<T> = Generator<number, T, undefined>;

/** Runs until about `budget` operations are done; returns the result once there is one. */
export function advance<T>(
  work: Work<T>,
  budget: number,
): { readonly done: true; readonly value: T } | { readonly done: false } {
  for (let spent = 0; spent < budget; ) {
    const next = work.next();
    if (next.done) return { done: true, value: next.value };
    spent += next.value;
  }
  return { done: false };
}

/** Runs to the end. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}
