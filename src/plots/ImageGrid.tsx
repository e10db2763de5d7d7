/**
 * Pictures in rows: samples of a generator, nearest neighbours, mixtures and their parts.
 *
 *     <ImageGrid label="Sixteen samples" images={frame.samples.data} count={16} rows={28} columns={28} domain={[0, 1]} />
 */
import { useId, useRef, useState } from 'react';
import { group, silent } from './aria';
import { type Cell, CellArea } from './CellArea';
import { type ColourMap, colourDomain, colourIndex, paletteOf } from './colourMap';
import { Hatch } from './Hatch';
import type { Numbers } from './mark';
import { PictureCanvas, PictureImage, useMounted } from './Picture';
import { inType, roomFor, wordsOf } from './picturePlot';
import type { IndexedPicture } from './png';
import { type Tone, toneData } from './tones';
import { useFontSize, useWidth } from './useSize';

export interface ImageGridProps {
  readonly label: string;
  readonly title?: string;
  /** 'ghost': the pictures of a pinned run, to stand beside this run's. */
  readonly tone?: Tone;
  /** count × rows × columns values: one picture after the other, each row by row from the top; NaN is hatched. */
  readonly images: Numbers;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Pictures side by side; as many as make it about twice as wide as high where left out. */
  readonly perRow?: number;
  readonly map?: ColourMap;
  /** The values at the ends of the colours; from the data where left out. */
  readonly domain?: readonly [number | undefined, number | undefined];
  /** What stands under each picture. */
  readonly captions?: readonly string[];
  /** Pictures to be framed, by index: those that a test found alike. */
  readonly marked?: readonly number[];
  /** A picture is at most this wide, in CSS pixels. */
  readonly maximumSize?: number;
  readonly onPicture?: (index: number) => void;
}

/** Where the pictures lie on their sheet, in pictures' own pixels. */
interface SheetLayout {
  readonly perRow: number;
  /** From the corner of one picture to the next. */
  readonly across: number;
  readonly down: number;
  readonly width: number;
  readonly height: number;
}

function sheetLayout({ count, rows, columns, perRow }: ImageGridProps, captionPixels: number): SheetLayout {
  const beside = Math.max(1, Math.min(count, perRow ?? Math.ceil(Math.sqrt((2 * count * rows) / columns))));
  const gap = Math.max(1, Math.round(columns / 14));
  const across = columns + gap;
  const down = rows + Math.max(gap, captionPixels);
  const lines = Math.ceil(count / beside);
  return { perRow: beside, across, down, width: beside * across - gap, height: lines * down };
}

/** All pictures in one, transparent between them. */
export function sheetOf(
  { images, count, rows, columns, map = 'grey' }: ImageGridProps,
  { perRow, across, down, width, height }: SheetLayout,
  domain: readonly [number, number],
): IndexedPicture {
  const pixels = new Uint8Array(width * height);
  for (let picture = 0; picture < count; picture++) {
    const corner = Math.floor(picture / perRow) * down * width + (picture % perRow) * across;
    for (let i = 0; i < rows * columns; i++) {
      const value = images[picture * rows * columns + i] ?? Number.NaN;
      pixels[corner + Math.floor(i / columns) * width + (i % columns)] = colourIndex(value, domain);
    }
  }
  return { width, height, pixels, palette: paletteOf(map) };
}

export function ImageGrid(props: ImageGridProps) {
  const { tone, images, count, rows, columns, map = 'grey', captions, marked = [], maximumSize = 96 } = props;
  const { onPicture } = props;
  const { label, title } = wordsOf(props);
  const container = useRef<HTMLDivElement>(null);
  const { width, measured } = useWidth(container);
  const fontSize = useFontSize();
  const mounted = useMounted();
  const hatch = useId();
  const [hovered, setHovered] = useState<Cell>();
  // The place stays: it is measured once, and pictures may come later.
  if (count < 1 || rows < 1 || columns < 1) return <div ref={container} className="plot" />;

  const bare = sheetLayout(props, 0);
  const scale = Math.min(Math.max(20, width - 2) / bare.width, maximumSize / columns);
  const sheet = captions ? sheetLayout(props, Math.ceil((1.5 * fontSize) / scale)) : bare;
  const topLines = title ? 1.7 : 0;
  const top = topLines > 0 ? topLines * fontSize : 1;
  const box = { x: 1, y: top, width: scale * sheet.width, height: scale * sheet.height };
  // Room for captions is a whole number of pictures' own pixels: at most one more than the text needs.
  const lines = Math.ceil(count / bare.perRow);
  const gap = bare.down - rows;
  const lineHeight = rows * scale + (captions ? Math.max(gap * scale, scale + 1.5 * fontSize) : gap * scale);
  const height = Math.ceil(top + lines * lineHeight + 1);
  const unit = `min(max(20px, 100cqw - 2px) / ${bare.width}, ${maximumSize / columns}px)`;
  const below = captions ? `max(${gap} * ${unit}, ${unit} + ${inType(1.5)})` : `${gap} * ${unit}`;
  const room = `${lines} * (${rows} * ${unit} + ${below}) + ${inType(topLines)} + ${topLines > 0 ? 1 : 2}px`;
  const picture = sheetOf(props, sheet, colourDomain(map, [images], props.domain));
  const places = Array.from({ length: count }, (_, i) => ({
    x: box.x + (i % sheet.perRow) * sheet.across * scale,
    y: top + Math.floor(i / sheet.perRow) * sheet.down * scale,
    width: columns * scale,
    height: rows * scale,
  }));
  const indexOf = ({ row, column }: Cell) => Math.min(count - 1, row * sheet.perRow + column);
  const viewBox = `0 0 ${width} ${height}`;
  return (
    <div ref={container} className="plot">
      <svg
        data-plot="images"
        {...toneData(tone)}
        data-measured={measured || undefined}
        data-expected={width > 560 ? 'wide' : undefined}
        role="img"
        aria-label={label}
        viewBox={viewBox}
        preserveAspectRatio="xMinYMin meet"
        style={roomFor(measured, width, height, room)}
      >
        <Hatch id={hatch} />
        {places.map((place) => (
          <rect key={`${place.x} ${place.y}`} {...place} fill={`url(#${hatch})`} />
        ))}
        {!mounted && <PictureImage picture={picture} box={box} />}
        <g {...silent}>
          {title && (
            <text className="plot-title" x={1} y={fontSize}>
              {title}
            </text>
          )}
          {captions?.slice(0, count).map((caption, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a caption belongs to its place
            <text key={i} x={places[i].x} y={places[i].y + places[i].height} dy="1.1em">
              {caption}
            </text>
          ))}
        </g>
      </svg>
      {mounted && <PictureCanvas picture={picture} box={box} width={width} height={height} />}
      <svg className="plot-overlay" viewBox={viewBox} {...group} aria-label={`Pictures of: ${label}`}>
        <g className="plot-marked">{marked.map((i) => places[i] && <rect key={i} {...places[i]} />)}</g>
        {onPicture && (
          <CellArea
            label={label}
            box={{ ...box, width: box.width + (sheet.across - columns) * scale }}
            rows={Math.ceil(count / sheet.perRow)}
            columns={sheet.perRow}
            hovered={hovered}
            onHover={setHovered}
            onCell={(cell, phase) => phase === 'press' && onPicture(indexOf(cell))}
            said={(cell) => `picture ${indexOf(cell) + 1}${captions ? `: ${captions[indexOf(cell)]}` : ''}`}
          />
        )}
      </svg>
    </div>
  );
}
