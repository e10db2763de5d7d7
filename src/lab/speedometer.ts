/** Steps per second over about the last second. */
export interface Speedometer {
  /** Takes note of `steps` trained in all at `time` ms; undefined until two notes are far enough apart. */
  at(time: number, steps: number): number | undefined;
  /** Forgets the past, as after a pause. */
  clear(): void;
}

export function speedometer(window = 1000): Speedometer {
  let past: { readonly time: number; readonly steps: number }[] = [];
  return {
    at(time, steps) {
      past.push({ time, steps });
      const recent = past.findIndex((note) => time - note.time <= window);
      past = past.slice(Math.max(0, recent - 1));
      const [first] = past;
      return time - first.time > window / 10 ? (1000 * (steps - first.steps)) / (time - first.time) : undefined;
    },
    clear() {
      past = [];
    },
  };
}
