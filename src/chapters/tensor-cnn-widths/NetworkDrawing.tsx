/** A circuit as a tensor network: inputs below, output on top, the minimal cut lit up. Inputs change sides when pressed. */
import { group } from '../../plots/aria';
import type { CutIndex } from './minimal-cut';

interface Props {
  readonly widths: readonly number[];
  readonly firstSide: readonly boolean[];
  /** Side of every convolution, by layer. */
  readonly sides: readonly (readonly boolean[])[];
  readonly cut: readonly CutIndex[];
  /** Told of the input that was pressed; without it the drawing is for looking at. */
  readonly onMove?: (input: number) => void;
}

const spanX = 640;
const rowHeight = 64;
const bottomMargin = 2;
const topMargin = 34;

/** Place of node `location` among `count`, in pixels. */
const placeX = (location: number, count: number): number => ((location + 0.5) / count) * spanX;

const sideClass = (first: boolean): string => (first ? 'network-first' : 'network-second');

const ordinal = (input: number): string => `Input ${input + 1}`;

export function NetworkDrawing({ widths, firstSide, sides, cut, onMove }: Props) {
  const inputs = firstSide.length;
  const depth = widths.length;
  const height = topMargin + (depth + 1) * rowHeight + bottomMargin;
  const inputY = height - bottomMargin;
  const nodeY = (layer: number) => inputY - (layer + 1) * rowHeight + 14;
  const jointY = (layer: number) => nodeY(layer) - rowHeight / 2;
  const isCut = (layer: number, location: number) => cut.find((c) => c.layer === layer && c.location === location);
  const layers = widths.map((width, layer) => ({ width, layer, count: inputs / 2 ** layer }));
  return (
    <div className="network">
      <svg
        data-plot="network"
        {...group}
        aria-label="The network as a tree: its inputs below, its output on top, the minimal cut marked"
        viewBox={`0 0 ${spanX} ${height}`}
      >
        {Array.from(firstSide, (_, input) => placeX(input, inputs)).map((x, input) => (
          <Edge key={`input at ${x}`} from={[x, inputY]} to={[x, nodeY(0)]} cut={isCut(-1, input)} />
        ))}
        {layers.map(({ layer, count }) =>
          Array.from({ length: count / 2 }, (_, window) => {
            const joint: [number, number] = [placeX(window, count / 2), jointY(layer)];
            const above: [number, number] = [joint[0], layer + 1 < depth ? nodeY(layer + 1) : topMargin];
            const index = isCut(layer, window);
            return (
              // A window is its place in the layer, which does not move.
              <g key={`layer ${layer} window ${joint[0]}`}>
                <Edge from={[placeX(2 * window, count), nodeY(layer)]} to={joint} cut={index} unlabelled />
                <Edge from={[placeX(2 * window + 1, count), nodeY(layer)]} to={joint} cut={index} unlabelled />
                <Edge from={joint} to={above} cut={index} />
              </g>
            );
          }),
        )}
        {layers.map(({ layer, count }) =>
          Array.from({ length: count }, (_, location) => placeX(location, count)).map((x, location) => (
            <rect
              key={`layer ${layer} at ${x}`}
              className={`network-node ${sideClass(sides[layer]?.[location] ?? true)}`}
              x={x - 8}
              y={nodeY(layer) - 8}
              width={16}
              height={16}
              rx={3}
            />
          )),
        )}
        <circle className="network-output" cx={spanX / 2} cy={topMargin} r={8} />
        <text className="network-label" x={spanX / 2 + 16} y={topMargin + 5}>
          output
        </text>
      </svg>
      <div className="network-inputs">
        {firstSide.map((first, input) => (
          <Input key={ordinal(input)} first={first} input={input} onMove={onMove} />
        ))}
      </div>
    </div>
  );
}

interface InputProps {
  readonly first: boolean;
  readonly input: number;
  readonly onMove: Props['onMove'];
}

/** An input with its side: a button where it can be moved to the other. */
function Input({ first, input, onMove }: InputProps) {
  const side = first ? 'A' : 'B';
  const shown = (
    <>
      <span className="network-letter">{side}</span>
      {input + 1}
    </>
  );
  return onMove ? (
    <button
      type="button"
      className={sideClass(first)}
      aria-label={`${side}${input + 1}: move this input to the other side`}
      onClick={() => onMove(input)}
    >
      {shown}
    </button>
  ) : (
    <span className={sideClass(first)}>{shown}</span>
  );
}

interface EdgeProps {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly cut: CutIndex | undefined;
  readonly unlabelled?: boolean;
}

function Edge({ from, to, cut, unlabelled = false }: EdgeProps) {
  return (
    <g className={cut ? 'network-edge is-cut' : 'network-edge'}>
      <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      {cut && !unlabelled && (
        <text x={to[0] + 10} y={(from[1] + to[1]) / 2 + 4}>
          ×{cut.dimension}
        </text>
      )}
    </g>
  );
}
