import type { Field } from '../../lab/experiment';

interface Props {
  /** Points, count × 2. */
  readonly points: Field;
  /** The plot reaches from −extent to extent. */
  readonly extent: number;
  /** Cells of the heat map along one side: the units of its overlay. */
  readonly cells: number;
  readonly kind: 'real' | 'generated' | 'memorised';
}

/** Colours are fixed, since the field under them is light in every theme; sizes are in thin lines, which a projector widens. */
const styles = {
  real: { colour: '#222', lines: 1.5, opacity: 0.6 },
  generated: { colour: '#a3307f', lines: 2.4, opacity: 0.8 },
  memorised: { colour: '#a3307f', lines: 3, opacity: 0.9 },
} as const;

/** Many points over a heat map, as the dots of a single path. */
export function PointCloud({ points, extent, cells, kind }: Props) {
  const { colour, lines, opacity } = styles[kind];
  const place = (x: number) => ((x / extent + 1) / 2) * cells;
  let path = '';
  for (let i = 0; i < points.data.length; i += 2) {
    const [x, y] = [place(points.data[i]), place(-points.data[i + 1])];
    if (x < 0 || x > cells || y < 0 || y > cells) continue;
    path += `M${x.toFixed(2)} ${y.toFixed(2)}h0`;
  }
  return (
    <path
      d={path}
      stroke={colour}
      strokeOpacity={opacity}
      strokeWidth={`calc(${lines} * var(--plot-thin-line))`}
      strokeLinecap="round"
      vectorEffect="non-scaling-stroke"
      fill="none"
    />
  );
}

/** D − ½ from logits: 0 where the discriminator cannot tell. */
export const aboveHalf = (logits: ArrayLike<number>): Float32Array =>
  Float32Array.from(logits, (x) => 1 / (1 + Math.exp(-x)) - 0.5);
