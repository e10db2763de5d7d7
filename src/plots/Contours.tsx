import { contours } from 'd3-contour';
import { useId, useMemo } from 'react';
import { type ColourMap, colourDomain, colourIndex, paletteOf } from './colourMap';
import { defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { finiteExtent } from './scales';
import { type Tone, toneData } from './tones';

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
  /** Of a pinned run, lines alone: a field under a field is not seen. */
  readonly tone?: Tone;
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
  Draw({ values, rows, columns, xRange, yRange, levels, map, domain, tone }) {
    const plot = usePlot();
    const clip = useId();
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
      map && range && `rgb(${paletteOf(map)[colourIndex(level, range)].slice(0, 3).join(',')})`;
    const paths = shapes.map((shape) => shape.coordinates.flat().map(ringPath).join(''));
    const [left, right] = [plot.x.place(xRange[0]), plot.x.place(xRange[1])];
    const [bottom, top] = [plot.y.place(yRange[0]), plot.y.place(yRange[1])];
    const area = {
      x: Math.min(left, right),
      y: Math.min(top, bottom),
      width: Math.abs(right - left),
      height: Math.abs(bottom - top),
    };
    return (
      <g className="plot-contours" {...toneData(tone)} clipPath={`url(#${clip})`}>
        <clipPath id={clip}>
          <rect {...area} />
        </clipPath>
        {map && range && tone !== 'ghost' && (
          <g className="plot-contour-fills" opacity={0.55}>
            <rect {...area} fill={colour(range[0])} />
            {paths.map((path, i) => (
              <path key={shown[i]} d={path} fill={colour(shown[i])} />
            ))}
          </g>
        )}
        {paths.map((path, i) => (
          <path key={shown[i]} className="plot-contour" d={path} fill="none" />
        ))}
      </g>
    );
  },
});
