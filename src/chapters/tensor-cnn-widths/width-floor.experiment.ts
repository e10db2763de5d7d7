/** Trains circuits of two shapes on one target, and sees each stop at the floor that its minimal cut predicts. */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { choice, integer, type ParametersOf, toggle } from '../../lab/parameters';
import { fitCircuit } from './circuit-fit';
import { leafOrders, predictedFloor, targets, targetTensor } from './pair-targets';
import { type CircuitShape, parameterCount } from './theory';

const steps = 800;

const width = (label: string, help: string, standard: number, when?: { param: string; is: readonly boolean[] }) =>
  integer({ label, help, min: 1, max: 8, default: standard, when });
const withRival = { param: 'rival', is: [true] };

const params = {
  target: choice({
    label: 'Target',
    help: 'Which inputs depend on one another.',
    options: [
      { value: 'short-range', label: 'short range: neighbours' },
      { value: 'long-range', label: 'long range: half the line apart' },
      { value: 'mirror-pairs', label: 'mirror images' },
    ],
    default: 'short-range',
  }),
  r0: width('Width r0', 'Channels of the first layer, nearest to the inputs.', 4),
  r1: width('Width r1', 'Channels of the second layer.', 4),
  r2: width('Width r2', 'Channels of the last layer, nearest to the output.', 2),
  geometry: choice({
    label: 'Pooling',
    help: 'Which inputs are pooled first: neighbours, or an input with its mirror image.',
    options: [
      { value: 'square', label: 'neighbours' },
      { value: 'mirror', label: 'mirror images' },
    ],
    default: 'square',
  }),
  restarts: integer({
    label: 'Restarts',
    help: 'Nets trained at once from other weights; the best one counts, as training can get stuck above the floor.',
    min: 1,
    max: 8,
    default: 4,
  }),
  rival: toggle({
    label: 'Rival of about equal size',
    help: 'A second shape trained beside the first.',
    default: true,
  }),
  rivalR0: width('Rival r0', 'Channels of the rival’s first layer.', 2, withRival),
  rivalR1: width('Rival r1', 'Channels of the rival’s second layer.', 6, withRival),
  rivalR2: width('Rival r2', 'Channels of the rival’s last layer.', 8, withRival),
};

export type WidthFloorParams = ParametersOf<typeof params>;

export interface WidthFloorFrame extends Frame {
  /** Relative squared error of every restart. */
  readonly errors: Float32Array;
  readonly rivalErrors: Float32Array;
  /** The partition whose floor binds, for either shape. */
  readonly bindingSide: readonly boolean[];
}

const circuit = (widths: readonly number[], p: WidthFloorParams): CircuitShape => ({
  inputs: 8,
  representation: 4,
  widths,
  leafOrder: leafOrders[p.geometry],
});

/** Training has rounding errors of this size; a run below its floor by more would refute the theorem. */
const rounding = 1e-5;

export const experiment = defineExperiment<typeof params, WidthFloorFrame>({
  id: 'tensor-cnn-widths/width-floor',
  title: 'Wide base against wide tip: training stops at the predicted floor',
  sentence:
    'Two nets of equal size: the wide base learns what is near, the wide tip what is far, and neither gets below its floor.',
  params,
  presets: {
    short: {
      label: 'near: wide base wins',
      params: { target: 'short-range', geometry: 'square', r0: 4, r1: 4, r2: 2 },
    },
    long: {
      label: 'far: wide tip wins',
      params: { target: 'long-range', geometry: 'square', r0: 4, r1: 4, r2: 2, restarts: 8 },
    },
    mirror: {
      label: 'mirror images, square windows',
      params: { target: 'mirror-pairs', geometry: 'square', r0: 4, r1: 4, r2: 2, rival: false },
    },
    folded: {
      label: 'mirror images, mirror windows',
      params: { target: 'mirror-pairs', geometry: 'mirror', r0: 4, r1: 4, r2: 2, rival: false },
    },
  },
  claim: {
    statement:
      'No training run ends below the floor that the minimal cut predicts, and the best restart ends within 0.01 of it.',
    holds({ metrics, status }) {
      if (metrics.error < metrics.floor - rounding) return false;
      return status === 'converged' ? metrics.error <= metrics.floor + 0.01 : null;
    },
  },
  maximumSteps: steps,
  every: 20,
  async start(p, context) {
    const pairs = targets[p.target];
    const target = targetTensor(pairs, leafOrders[p.geometry]);
    const own = circuit([p.r0, p.r1, p.r2], p);
    const other = circuit([p.rivalR0, p.rivalR1, p.rivalR2], p);
    const floor = predictedFloor(own, pairs);
    const rivalFloor = predictedFloor(other, pairs);
    const fit = fitCircuit(own, target, p.restarts, steps, context);
    const rival = p.rival ? fitCircuit(other, target, p.restarts, steps, context) : undefined;
    let step = 0;
    return {
      step() {
        if (step >= steps) return;
        fit.step();
        rival?.step();
        step++;
      },
      async read() {
        const errors = await fit.errors();
        const rivalErrors = rival ? await rival.errors() : new Float32Array(0);
        const error = Math.min(...errors);
        const metrics = {
          error,
          floor: floor.error,
          parameters: parameterCount(own),
          ...(rival && {
            rivalError: Math.min(...rivalErrors),
            rivalFloor: rivalFloor.error,
            rivalParameters: parameterCount(other),
          }),
        };
        const common = { step, metrics, errors, rivalErrors, bindingSide: floor.firstSide };
        if (!Number.isFinite(error)) {
          return { ...common, status: 'diverged', cause: 'The weights are no longer finite. Try another seed.' };
        }
        return { ...common, status: step >= steps ? 'converged' : 'running' };
      },
      dispose() {
        fit.dispose();
        rival?.dispose();
      },
    };
  },
});
