/** Two inputs at an angle on their way through a random net: a cloud of neurons a layer, and the kernel it implies. */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { integer, type ParametersOf, real } from '../../lab/parameters';
import { circleSpectrum } from './circle-theory';
import { type LayerTrace, traceLayers } from './theory';

export const params = {
  angle: real({ label: 'Angle', help: 'Between the two inputs', unit: '°', min: 0, max: 180, step: 1, default: 90 }),
  depth: integer({ label: 'Depth', help: 'Hidden layers to pass through', min: 1, max: 8, default: 4 }),
  width: integer({
    label: 'Width',
    help: 'Neurons in each layer of the random net that is compared with the formula',
    min: 16,
    max: 1024,
    values: [16, 32, 64, 128, 256, 512, 1024],
    scale: 'log',
    default: 512,
  }),
} as const;

export type RecursionParams = ParametersOf<typeof params>;

export interface RecursionFrame extends Frame {
  /** The recursion at this angle, layers 0 … depth. */
  readonly theory: LayerTrace;
  /** Correlation of the two inputs' features after layers 0 … step, in the random net. */
  readonly measured: Float64Array;
  /** Inputs of the newest layer's neurons, on x and on z: 2 × neurons (256 at most); empty before the first layer. */
  readonly cloud: Float64Array;
  /** Angles in degrees, and for each depth 1 … depth the kernel there over its value at 0: depth × angles. */
  readonly angles: Float64Array;
  readonly ntkCurves: Float64Array;
  readonly nngpCurves: Float64Array;
  /** c_0 … c_8 of the kernel on the circle for depths 1 … depth, over c_0: depth × 9. */
  readonly spectra: Float64Array;
}

const curveAngles = Float64Array.from({ length: 61 }, (_, i) => 3 * i);
const highest = 8;
const shownNeurons = 256;

function curves(depth: number, of: (trace: LayerTrace, h: number) => number): Float64Array {
  const traces = Array.from(curveAngles, (angle) => traceLayers(Math.cos((angle * Math.PI) / 180), depth));
  return Float64Array.from({ length: depth * traces.length }, (_, i) =>
    of(traces[i % traces.length], Math.floor(i / traces.length) + 1),
  );
}

function spectra(depth: number): Float64Array {
  const rows = Array.from({ length: depth }, (_, h) => circleSpectrum(highest, { depth: h + 1 }, 1024));
  return Float64Array.from(rows.flatMap((row) => Array.from(row, (c) => c / row[0])));
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

/** The two inputs' features in a random net, one layer after the other. */
function randomLayers(angle: number, width: number, normal: () => number) {
  let features = [Float64Array.of(1, 0), Float64Array.of(Math.cos(angle), Math.sin(angle))];
  let inputs = [new Float64Array(0), new Float64Array(0)];
  return {
    correlation: () =>
      dot(features[0], features[1]) / Math.sqrt(dot(features[0], features[0]) * dot(features[1], features[1])),
    inputs: () => inputs,
    /** The share of neurons active on both inputs, doubled: the net's own κ₀. */
    bothActive: () => (2 * inputs[0].reduce((n, f, i) => n + (f > 0 && inputs[1][i] > 0 ? 1 : 0), 0)) / width,
    advance() {
      const next = [new Float64Array(width), new Float64Array(width)];
      for (let unit = 0; unit < width; unit++) {
        for (let j = 0; j < features[0].length; j++) {
          const w = normal();
          next[0][unit] += w * features[0][j];
          next[1][unit] += w * features[1][j];
        }
      }
      inputs = next;
      features = next.map((f) => f.map((v) => Math.sqrt(2 / width) * Math.max(0, v)));
    },
  };
}

export const experiment = defineExperiment<typeof params, RecursionFrame>({
  id: 'neural-tangent-kernel/recursion',
  title: 'Two inputs pass through a wide net',
  sentence: 'At great width only the angle between two inputs matters, and each layer changes it in one known way.',
  params,
  presets: {
    right: { label: 'At a right angle', params: { angle: 90 } },
    opposite: { label: 'Opposite', params: { angle: 180 } },
    narrow: { label: 'A narrow net', params: { width: 32 } },
  },
  claim: {
    statement:
      'A wide random net follows the recursion: after every layer its correlation is the predicted one, up to sampling.',
    holds({ measured, theory, status }, { width }) {
      if (status === 'running') return null;
      return measured.every((rho, h) => Math.abs(rho - theory.correlation[h]) < 4 * Math.sqrt(Math.max(1, h) / width));
    },
  },
  maximumSteps: 8,
  every: 1,
  async start({ angle, depth, width }, { random }) {
    const radians = (angle * Math.PI) / 180;
    const theory = traceLayers(Math.cos(radians), depth);
    const fixed = {
      theory,
      angles: curveAngles,
      ntkCurves: curves(depth, (trace, h) => trace.ntk[h] / (h + 1)),
      nngpCurves: curves(depth, (trace, h) => trace.correlation[h]),
      spectra: spectra(depth),
    };
    const net = randomLayers(radians, width, random.normal);
    const measured = [net.correlation()];
    let step = 0;
    return {
      step() {
        if (step >= depth) return;
        net.advance();
        measured.push(net.correlation());
        step++;
      },
      async read() {
        const layer = Math.min(step, depth);
        const [onX, onZ] = net.inputs();
        return {
          ...fixed,
          step,
          metrics: {
            layer,
            correlation: theory.correlation[layer],
            measuredCorrelation: measured[layer],
            gradientFactor: theory.gradientFactor[layer],
            measuredGradientFactor: layer === 0 ? Number.NaN : net.bothActive(),
            kernel: theory.ntk[layer],
            kernelShare: theory.ntk[layer] / (layer + 1),
          },
          status: step >= depth ? 'converged' : 'running',
          measured: Float64Array.from(measured),
          cloud: Float64Array.from([...onX.subarray(0, shownNeurons), ...onZ.subarray(0, shownNeurons)]),
        };
      },
      dispose() {},
    };
  },
});
