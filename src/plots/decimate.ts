/** Lines with more points than pixels: what the eye cannot see need not be drawn. */

/** A place on the chart; NaN in either coordinate is a gap. */
export type Place = readonly [x: number, y: number];

/**
 * Keeps, of each pixel column, the first, lowest, highest and last place, and every gap: the drawn line is the same to
 * within a pixel, and no extreme is lost. Places are taken in order; a line that turns back is left as it is.
 */
export function decimated(places: readonly Place[], columns: number): readonly Place[] {
  if (places.length <= 4 * columns) return places;
  const kept: Place[] = [];
  let start = 0;
  while (start < places.length) {
    const column = Math.floor(places[start][0]);
    let lowest = start;
    let highest = start;
    let end = start + 1;
    while (end < places.length && Math.floor(places[end][0]) === column && !Number.isNaN(places[end][1])) {
      if (places[end][1] < places[lowest][1]) lowest = end;
      if (places[end][1] > places[highest][1]) highest = end;
      end++;
    }
    const indices = new Set([start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1]);
    for (const index of indices) kept.push(places[index]);
    start = end;
  }
  return kept;
}

/** Where a series lies on the chart: the index stands for x where there is none. */
export function placesOf(
  x: ArrayLike<number> | undefined,
  y: ArrayLike<number>,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): Place[] {
  const length = x ? Math.min(x.length, y.length) : y.length;
  return Array.from({ length }, (_, i): Place => [placeX(x ? x[i] : i), placeY(y[i])]);
}
