/**
 * A matrix, one square a cell: missing entries (NaN) are hatched, the value under the pointer (or at the cell that the
 * arrow keys have moved to) is read out.
 *
 *     <Heatmap label="Recovered matrix" rows={30} columns={30} values={frame.recovered.data} map="redBlue" domain={[-1, 1]} />
 */
import { type ReactNode, useId, useRef, useState } from 'react';
import { group, silent } from './aria';
import { type Cell, CellArea } from './CellArea';
import { ColourBar } from './ColourBar';
import { type ColourMap, colourDomain, pictureOf } from './colourMap';
import { formatValue } from './format';
import { Hatch } from './Hatch';
import type { Numbers } from './mark';
import { PictureCanvas, PictureImage, useMounted } from './Picture';
import { inType, roomFor, wordsOf } from './picturePlot';
import { type Tone, toneData } from './tones';
import { useFontSize, useWidth } from './useSize';

export interface HeatmapProps {
  /** What the matrix is, for those who do not see it. */
  readonly label: string;
  /** A caption above it. */
  readonly title?: string;
  /** 'ghost': the matrix of a pinned run, to stand beside this run's. */
  readonly tone?: Tone;
  readonly rows: number;
  readonly columns: number;
  /** rows × columns, row by row from the top; NaN where there is none. */
  readonly values: Numbers;
  readonly map?: ColourMap;
  /** The values at the ends of the colours; from the data where left out; about 0 for redBlue. */
  readonly domain?: readonly [number | undefined, number | undefined];
  /** What the values are, under the colour bar; `colourBar={false}` leaves the bar out. */
  readonly unit?: string;
  readonly colourBar?: boolean;
  readonly rowLabel?: string;
  readonly columnLabel?: string;
  /** In CSS pixels; squares are as large as the width allows up to here. */
  readonly maximumHeight?: number;
  /** Width of a cell by its height: 1 is square. */
  readonly aspect?: number;
  /** What the reader does to cells: a click, or a drag across several ('move'); Enter or Space on the keyboard. */
  readonly onCell?: (cell: Cell, phase: 'press' | 'move') => void;
  /** How a cell is read out; its value where left out. */
  readonly describe?: (cell: Cell, value: number) => string;
  /** Drawn over the matrix, in units of cells: x across, y down, from the top left. */
  readonly children?: ReactNode;
}

/** Room below the matrix, in lines: for what is read out, and for the colour bar. */
const footLines = (colourBar: boolean, unit?: string): number => 1.7 + (colourBar ? (unit ? 3.5 : 2.2) : 0);

export function Heatmap(props: HeatmapProps) {
  const { tone, rows, columns, values, map = 'viridis', unit, colourBar = true, aspect = 1 } = props;
  const { rowLabel, columnLabel, maximumHeight = 360, onCell, children } = props;
  const { label, title } = wordsOf(props);
  const container = useRef<HTMLDivElement>(null);
  const { width, measured } = useWidth(container);
  const fontSize = useFontSize();
  const mounted = useMounted();
  const hatch = useId();
  const [hovered, setHovered] = useState<Cell>();

  const lines = { left: rowLabel ? 1.6 : 0, top: title || columnLabel ? 1.7 : 0, foot: footLines(colourBar, unit) };
  const left = lines.left * fontSize;
  const top = lines.top > 0 ? lines.top * fontSize : 2;
  const natural = Math.max(20, width - left - 2) / Math.max(1, columns * aspect);
  const size = Math.min(natural, maximumHeight / Math.max(1, rows));
  const box = { x: left + 1, y: top, width: size * aspect * columns, height: size * rows };
  const height = Math.ceil(top + box.height + lines.foot * fontSize);
  const across = `max(20px, 100cqw - 2px - ${inType(lines.left)})`;
  const high = `min(${maximumHeight}px, ${across} * ${Math.max(1, rows)} / ${Math.max(1, columns * aspect)})`;
  const room = `${high} + ${inType(lines.top + lines.foot)} + ${lines.top > 0 ? 0 : 2}px`;
  const domain = colourDomain(map, [values], props.domain);
  const picture = pictureOf(values, rows, columns, map, domain);
  const describe =
    props.describe ?? ((_: Cell, value: number) => (Number.isNaN(value) ? 'missing' : formatValue(value)));
  const said = (cell: Cell) => {
    const value = describe(cell, values[cell.row * columns + cell.column]);
    return `${rowLabel ?? 'row'} ${cell.row + 1}, ${columnLabel ?? 'column'} ${cell.column + 1}: ${value}`;
  };
  return (
    <div ref={container} className="plot">
      <svg
        data-plot="heatmap"
        {...toneData(tone)}
        data-measured={measured || undefined}
        data-expected={width > 560 ? 'wide' : undefined}
        {...group}
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMinYMin meet"
        style={roomFor(measured, width, height, room)}
      >
        <Hatch id={hatch} />
        <rect {...box} fill={`url(#${hatch})`} />
        {!mounted && <PictureImage picture={picture} box={box} />}
        <g {...silent}>
          {title && (
            <text className="plot-title" x={box.x} y={fontSize}>
              {title}
            </text>
          )}
          {columnLabel && (
            <text x={box.x + box.width} y={fontSize} textAnchor="end">
              {columnLabel} →
            </text>
          )}
          {rowLabel && (
            <text textAnchor="end" transform={`translate(${fontSize},${top}) rotate(-90)`}>
              ← {rowLabel}
            </text>
          )}
          {hovered && (
            <text className="plot-said" x={box.x} y={top + box.height + 1.2 * fontSize}>
              {said(hovered)}
            </text>
          )}
          {colourBar && (
            <ColourBar
              map={map}
              domain={domain}
              label={unit}
              x={box.x}
              y={top + box.height + 1.7 * fontSize}
              width={Math.min(box.width, 18 * fontSize)}
              fontSize={fontSize}
            />
          )}
        </g>
      </svg>
      {mounted && <PictureCanvas picture={picture} box={box} width={width} height={height} />}
      <svg className="plot-overlay" viewBox={`0 0 ${width} ${height}`} {...group} aria-label={`Cells of: ${label}`}>
        {children && (
          <g transform={`translate(${box.x},${box.y}) scale(${size * aspect},${size})`} pointerEvents="none">
            {children}
          </g>
        )}
        <CellArea
          label={label}
          box={box}
          rows={rows}
          columns={columns}
          hovered={hovered}
          onHover={setHovered}
          onCell={onCell}
          said={said}
        />
      </svg>
    </div>
  );
}
