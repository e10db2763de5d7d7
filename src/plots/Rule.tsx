import { textWidth } from './format';
import { type Coloured, defineMark } from './mark';
import { usePlot } from './plotContext';
import { strokeProps, type Tone, toneData } from './tones';

export interface RuleProps extends Coloured {
  /** A vertical line here; or, with `y`, a horizontal one. */
  readonly x?: number;
  readonly y?: number;
  readonly label?: string;
  readonly tone?: Tone;
  /** Which end of a horizontal rule the label stands at. */
  readonly labelAt?: 'start' | 'end';
}

/** A reference: a threshold, the prediction of a theorem, a number that was published. Always within the domain. */
export const Rule = defineMark<RuleProps>({
  name: 'Rule',
  extent: ({ x, y }) => ({ x: x === undefined ? [] : [[x]], y: y === undefined ? [] : [[y]] }),
  Draw({ x, y, label, tone = 'theory', category, labelAt = 'end' }) {
    const plot = usePlot();
    const { left, right, top, bottom, fontSize } = plot;
    const vertical = x !== undefined;
    const at = vertical ? plot.x.place(x) : plot.y.place(y ?? Number.NaN);
    const [low, high] = vertical ? [left, right] : [top, bottom];
    if (!(at >= low - 1 && at <= high + 1)) return null;
    const ends = vertical ? { x1: at, x2: at, y1: top, y2: bottom } : { x1: left, x2: right, y1: at, y2: at };
    const drawn = strokeProps(category, tone);
    const stroke = tone === 'practice' ? { ...drawn, strokeWidth: 'var(--plot-thin-line)' } : drawn;
    const half = (textWidth(label ?? '') * fontSize) / 2;
    const above = at - half > plot.titleEnd + fontSize;
    const flipped = at + 2 * half + 0.4 * fontSize > right;
    const text = vertical
      ? above
        ? { x: Math.min(at, right - half), y: top - 0.45 * fontSize, textAnchor: 'middle' as const }
        : {
            x: at + (flipped ? -0.4 : 0.4) * fontSize,
            y: top + 0.9 * fontSize,
            textAnchor: flipped ? ('end' as const) : ('start' as const),
          }
      : {
          x: labelAt === 'end' ? right - 0.2 * fontSize : left + 0.4 * fontSize,
          y: at - top < 1.4 * fontSize ? at + 1.1 * fontSize : at - 0.4 * fontSize,
          textAnchor: labelAt,
        };
    return (
      <g className="plot-rule" {...toneData(tone)}>
        <line {...ends} {...stroke} />
        {label && (
          <text className="plot-halo" {...text}>
            {label}
          </text>
        )}
      </g>
    );
  },
});
