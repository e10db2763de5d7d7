import { type Coloured, defineMark, type Numbers } from './mark';
import { usePlot } from './plotContext';
import { opacityOf, patchProps, type Tone, toneData } from './tones';

export interface BarsProps extends Coloured {
  /** What the group of bars is called in the read-out and the key, where there is more than one. */
  readonly name?: string;
  /** One name a bar. */
  readonly names: readonly string[];
  readonly values: Numbers;
  /** Standard errors: whiskers of one standard error each way. */
  readonly error?: Numbers;
  /** The axis that carries the names: 'y' for long names, with bars that lie. */
  readonly along?: 'x' | 'y';
  /** Which of how many bars side by side within a name this one is: [0, 2] is the first of two. */
  readonly part?: readonly [index: number, count: number];
  /** Hollow where published; where pinned faint, and broad enough to be seen behind this run's. */
  readonly tone?: Tone;
  /** The category of each bar by itself. */
  readonly categories?: readonly Coloured['category'][];
}

const positions = (names: readonly string[], [index, count]: readonly [number, number]): number[] =>
  names.map((_, i) => i + (0.76 * (index + 0.5)) / count - 0.38);

/** Bars from zero, one a name. */
export const Bars = defineMark<BarsProps>({
  name: 'Bars',
  extent({ names, values, error, along = 'x' }) {
    const ends = error ? [values, Array.from(values, (v, i) => v + (error[i] || 0))] : [values];
    return { [along === 'x' ? 'y' : 'x']: [[0], ...ends], names: { axis: along, names } };
  },
  series: ({ name, names, values, error, along = 'x', tone = 'practice', category, part }) =>
    along === 'y'
      ? []
      : [
          {
            name: name ?? (tone === 'ghost' ? '' : 'value'),
            x: names.map((_, i) => i),
            y: values,
            error,
            tone,
            category: category ?? 'ink',
            labelled: false,
            keyed: part !== undefined,
          },
        ],
  counts: ({ tone = 'practice' }) => tone === 'practice',
  Draw({ names, values, error, along = 'x', part = [0, 1], tone = 'practice', category, categories }) {
    const plot = usePlot();
    const [across, up] = along === 'x' ? [plot.x, plot.y] : [plot.y, plot.x];
    const foot = up.kind === 'log' ? up.range[0] : up.place(Math.max(0, Math.min(...up.domain)));
    const share = tone === 'ghost' ? 0.92 : 0.76;
    const thickness = (Math.abs(across.place(1) - across.place(0)) * share) / part[1];
    const rectangle = (at: number, end: number) => {
      const [low, length] = [Math.min(foot, end), Math.abs(end - foot)];
      const start = at - thickness / 2 + 0.5;
      const wide = Math.max(1, thickness - 1);
      return along === 'x'
        ? { x: start, y: low, width: wide, height: length }
        : { x: low, y: start, width: length, height: wide };
    };
    const whisker = (at: number, from: number, to: number) =>
      along === 'x' ? { x1: at, x2: at, y1: from, y2: to } : { x1: from, x2: to, y1: at, y2: at };
    return (
      <g className="plot-bars" {...toneData(tone)} clipPath={`url(#${plot.clip})`}>
        {positions(names, part).map((position, i) => {
          const [at, end] = [across.place(position), up.place(values[i])];
          if (!Number.isFinite(end)) return null;
          const patch = patchProps(categories?.[i] ?? category, tone);
          const half = error?.[i] ?? 0;
          return (
            <g key={names[i]}>
              <rect {...rectangle(at, end)} {...patch} />
              {half > 0 && (
                <line
                  className="plot-whisker"
                  strokeOpacity={opacityOf(tone)}
                  {...whisker(at, up.place(values[i] - half) || foot, up.place(values[i] + half))}
                />
              )}
            </g>
          );
        })}
      </g>
    );
  },
});
