import { type Coloured, defineMark } from './mark';
import { usePlot } from './plotContext';
import { textColourOf } from './tones';

export interface LabelProps extends Coloured {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Where the text lies from its point. */
  readonly side?: 'above' | 'below' | 'left' | 'right';
}

/** A word at a point of the chart. */
export const Label = defineMark<LabelProps>({
  name: 'Label',
  extent: ({ x, y }) => ({ x: [[x]], y: [[y]] }),
  Draw({ x, y, text, side = 'above', category = 'ink' }) {
    const plot = usePlot();
    const [px, py] = [plot.x.place(x), plot.y.place(y)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return null;
    const gap = 0.6 * plot.fontSize;
    const anchor = { above: 'middle', below: 'middle', left: 'end', right: 'start' } as const;
    return (
      <text
        className="plot-halo"
        x={px + { above: 0, below: 0, left: -gap, right: gap }[side]}
        y={py}
        dy={{ above: '-0.6em', below: '1.4em', left: '0.32em', right: '0.32em' }[side]}
        textAnchor={anchor[side]}
        style={{ fill: textColourOf(category) }}
      >
        {text}
      </text>
    );
  },
});
