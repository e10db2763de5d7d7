import { area } from 'd3-shape';
import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { opacityOf, strokeOf, type Tone, toneData } from './tones';

export interface BandProps extends Coloured {
  readonly x?: Numbers;
  /** The lower edge; the foot of the chart where there is none: an area. */
  readonly low?: Numbers;
  readonly high: Numbers;
  /** An outline where pinned: two fills over each other would make a third colour. */
  readonly tone?: Tone;
}

/** What lies between two curves: quantiles around a median, a confidence interval; without `low`, an area. */
export const Band = defineMark<BandProps>({
  name: 'Band',
  extent: ({ x, low, high }) => ({ x: [x ?? [0, Math.max(0, high.length - 1)]], y: low ? [low, high] : [high] }),
  Draw({ x, low, high, category, tone = 'practice' }) {
    const plot = usePlot();
    const length = Math.min(x?.length ?? high.length, high.length, low?.length ?? high.length);
    const places = Array.from({ length }, (_, i) => {
      const foot = low ? plot.y.place(low[i]) : plot.bottom;
      return [
        plot.x.place(x ? x[i] : i),
        low && low[i] <= 0 && plot.y.kind === 'log' ? plot.bottom : foot,
        plot.y.place(high[i]),
      ];
    });
    const path = area<number[]>(
      (p) => p[0],
      (p) => p[1],
      (p) => p[2],
    )
      .defined((p) => p.every(Number.isFinite))
      .digits(1);
    const colour = strokeOf(category, tone);
    const drawn =
      tone === 'ghost'
        ? { fill: 'none', stroke: colour, strokeOpacity: opacityOf(tone), strokeWidth: 'var(--plot-line)' }
        : { fill: colour, fillOpacity: 0.18 };
    return (
      <path
        className="plot-band"
        {...toneData(tone)}
        clipPath={`url(#${plot.clip})`}
        d={path(places) ?? undefined}
        {...drawn}
      />
    );
  },
});
