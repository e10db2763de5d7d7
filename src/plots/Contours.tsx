import { contours } from 'd3-contour';
import { useMemo } from 'react';
import { type ColourMap, colourDomain, colourIndex, paletteOf } from './colourMap';
import { defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { finiteExtent } from './scales';

export interface ContoursProps {
  /** rows × columns values, row by row from the lowest y. */
  readonly values: Numbers;
  readonly rows: number;
  readonly columns: number;
  /** From the first to the last column's middle, and from the first to the last row's. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Values at which lines are drawn, ascending; ten between the extremes where left out. */
  readonly levels?: readonly number[];
  /** Fills between the lines; without it, lines alone. */
  readonly map?: ColourMap;
  readonly domain?: readonly [number | undefined, number | undefined];
}

/** Levels that are even between the extremes of the values. */
export function evenLevels(values: Numbers, count = 10): number[] {
  const [low, high] = finiteExtent([values]) ?? [0, 1];
  return Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 0.5)) / count);
}

type Ring = readonly (readonly number[])[];

/** Lines of equal value of a field over the plane: a loss around two weights, a density, a decision boundary. */
export const Contours = defineMark<ContoursProps>({
  name: 'Contours',
  extent: ({ xRange, yRange }) => ({ x: [xRange], y: [yRange] }),
  Draw({ values, rows, columns, xRange, yRange, levels, map, domain }) {
    const plot = usePlot();
    const shown = levels ?? evenLevels(values);
    const key = shown.join(' ');
    const shapes = useMemo(() => {
      // What is not finite counts as beyond the lowest level.
      const field = Array.from(values, (value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
      const generator = contours().size([columns, rows]);
      return key.split(' ').map((level) => generator.contour(field, Number(level)));
    }, [values, rows, columns, key]);
    if (rows < 2 || columns < 2 || shown.length === 0) return null;
    // A cell's middle is at half a cell in the field's coordinates.
    const across = (u: number) => plot.x.place(xRange[0] + ((u - 0.5) / (columns - 1)) * (xRange[1] - xRange[0]));
    const up = (v: number) => plot.y.place(yRange[0] + ((v - 0.5) / (rows - 1)) * (yRange[1] - yRange[0]));
    const ringPath = (ring: Ring) =>
      `M${ring.map(([u, v]) => `${across(u).toFixed(1)},${up(v).toFixed(1)}`).join('L')}Z`;
    const range = map && colourDomain(map, [values], domain);
    const colour = (level: number) =>
      map && range ? `rgb(${paletteOf(map)[colourIndex(level, range)].slice(0, 3).join(',')})` : 'none';
    return (
      <g className="plot-contours" clipPath={`url(#${plot.clip})`}>
        {map && range && (
          <rect
            x={plot.left}
            y={plot.top}
            width={plot.right - plot.left}
            height={plot.bottom - plot.top}
            fill={colour(range[0])}
          />
        )}
        {shapes.map((shape, i) => (
          <path key={shown[i]} d={shape.coordinates.flat().map(ringPath).join('')} fill={colour(shown[i])} />
        ))}
      </g>
    );
  },
});
