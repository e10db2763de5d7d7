import { scaleLinear } from 'd3-scale';
import { type ColourMap, paletteOf } from './colourMap';
import { linearTickFormat } from './format';
import { pngAddress } from './png';

interface Props {
  readonly map: ColourMap;
  readonly domain: readonly [number, number];
  readonly label?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fontSize: number;
}

/** What the colours of a field stand for: a strip with its ends and middle marked, and the unit. */
export function ColourBar({ map, domain, label, x, y, width, fontSize }: Props) {
  const strip = {
    width: 255,
    height: 1,
    pixels: Uint8Array.from({ length: 255 }, (_, i) => i + 1),
    palette: paletteOf(map),
  };
  const height = 0.6 * fontSize;
  const scale = scaleLinear(domain, [x, x + width]);
  const ticks = scale.ticks(Math.max(2, Math.min(5, width / (4.5 * fontSize))));
  const format = linearTickFormat(ticks, ticks.length > 1 ? ticks[1] - ticks[0] : 0);
  return (
    <g className="plot-colour-bar">
      {label && (
        <text x={x} y={y} dy="0.8em">
          {label}
        </text>
      )}
      <image
        href={pngAddress(strip)}
        x={x}
        y={y + (label ? 1.25 : 0) * fontSize}
        width={width}
        height={height}
        preserveAspectRatio="none"
      />
      <g textAnchor="middle">
        {ticks.map((value) => (
          <text key={value} x={scale(value)} y={y + (label ? 1.25 : 0) * fontSize + height} dy="1.1em">
            {format(value)}
          </text>
        ))}
      </g>
    </g>
  );
}
