/**
 * Pooling geometry: which pixels a window joins, level by level. In an order of pixels where windows are neighbours
 * of four, pooling is the same plain operation for every geometry. Cohen and Shashua 2017, section 5.
 */

export type Geometry = 'square' | 'mirror';

/** The four cells, as [row, column], that the window at (row, column) joins in a square of `side` cells. */
function windowCells(geometry: Geometry, side: number, row: number, column: number): readonly [number, number][] {
  const [rows, columns] =
    geometry === 'square'
      ? [
          [2 * row, 2 * row + 1],
          [2 * column, 2 * column + 1],
        ]
      : [
          [row, side - 1 - row],
          [column, side - 1 - column],
        ];
  return rows.flatMap((r) => columns.map((c): [number, number] => [r, c]));
}

/**
 * Pixels of a `side` × `side` image (a power of two) in tree order: four in a row share a window, four such windows
 * share one at the next level, and so on. A mirror window joins a pixel with its three reflections, and the quadrant
 * that remains is folded again at every level. Returns side² flat pixel indices.
 */
export function poolingOrder(geometry: Geometry, side: number): Int32Array {
  // The cell (row, column) of a grid of `cells`², taken apart down to pixels.
  const pixelsOf = (cells: number, row: number, column: number): readonly number[] =>
    cells === side
      ? [row * side + column]
      : windowCells(geometry, 2 * cells, row, column).flatMap(([r, c]) => pixelsOf(2 * cells, r, c));
  return Int32Array.from(pixelsOf(1, 0, 0));
}

/** The pixels that have been pooled with a given one after `level` levels: 4^level flat indices. */
export function pooledWith(order: Int32Array, pixel: number, level: number): Int32Array {
  const size = 4 ** level;
  const start = Math.floor(order.indexOf(pixel) / size) * size;
  return order.slice(start, start + size);
}
