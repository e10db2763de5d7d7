import { bin } from 'd3-array';
import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { strokeOf, strokeProps, type Tone, toneData } from './tones';

export interface HistogramProps extends Coloured {
  readonly name?: string;
  /** The observations themselves. */
  readonly values: Numbers;
  /** Edges of the bins, ascending; about thirty of equal width where left out. */
  readonly edges?: Numbers;
  /** 'count' in each bin, 'fraction' of all, or 'density' (fraction by width, to lay a density over it). */
  readonly scale?: 'count' | 'fraction' | 'density';
  /** Theory and pinned runs are outlines. */
  readonly tone?: Tone;
}

export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly height: number;
}

/** The bins of a histogram; what is not finite is not counted. */
export function binsOf({ values, edges, scale = 'count' }: HistogramProps): readonly Bin[] {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return [];
  const generator = bin();
  const bins = edges
    ? generator.domain([edges[0], edges[edges.length - 1]]).thresholds(Array.from(edges).slice(1, -1))(finite)
    : generator.thresholds(30)(finite);
  return bins.map((members) => {
    const low = members.x0 ?? 0;
    const high = members.x1 ?? 0;
    const share = scale === 'count' ? members.length : members.length / finite.length;
    // A bin without width (all values the same) has no density.
    return { low, high, height: scale === 'density' && high > low ? share / (high - low) : share };
  });
}

const middles = (bins: readonly Bin[]) => bins.map(({ low, high }) => (low + high) / 2);

/** How often values fall where: steps from zero. */
export const Histogram = defineMark<HistogramProps>({
  name: 'Histogram',
  extent(props) {
    const bins = binsOf(props);
    return { x: [bins.flatMap(({ low, high }) => [low, high])], y: [[0], bins.map(({ height }) => height)] };
  },
  series(props) {
    const bins = binsOf(props);
    const { tone = 'practice', category = 'ink' } = props;
    const { name = tone === 'ghost' ? '' : (props.scale ?? 'count') } = props;
    const labelled = false;
    return [
      { name, x: middles(bins), y: bins.map(({ height }) => height), tone, category, labelled, keyed: !!props.name },
    ];
  },
  counts: ({ tone = 'practice' }) => tone === 'practice',
  Draw(props) {
    const { category, tone = 'practice' } = props;
    const plot = usePlot();
    const foot = plot.y.kind === 'log' ? plot.bottom : plot.y.place(0);
    const at = (value: number) => value.toFixed(1);
    const steps = binsOf(props).map(({ low, high, height }) => {
      const top = plot.y.place(height);
      return [plot.x.place(low), plot.x.place(high), Number.isFinite(top) ? top : foot] as const;
    });
    if (steps.length === 0) return null;
    const drawn = strokeProps(category, tone);
    const stroke = tone === 'practice' ? { ...drawn, strokeWidth: 'var(--plot-thin-line)' } : drawn;
    const outline = steps.map(([low, high, top]) => `L${at(low)},${at(top)}H${at(high)}`).join('');
    const path = `M${at(steps[0][0])},${at(foot)}${outline}V${at(foot)}`;
    return (
      <g className="plot-histogram" {...toneData(tone)} clipPath={`url(#${plot.clip})`}>
        {tone === 'practice' && <path d={`${path}Z`} fill={strokeOf(category, tone)} fillOpacity={0.3} />}
        <path d={path} {...stroke} />
      </g>
    );
  },
});
