/** Nets of finite width falling onto the infinitely wide one, on a few points that the reader may move. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { DataLoader } from '../../lab/data';
import { defineExperiment, type Frame, ReaderError } from '../../lab/experiment';
import { choice, integer, type ParametersOf, text, toggle } from '../../lab/parameters';
import type { SweepRecording } from '../../lab/recording';
import { createNets, flippedShare, relativeMove } from './batched-nets';
import { circleInputs, evenAngles } from './circle-theory';
import { halfSquaredError, predictions, spectrumOf, trainingOutputs } from './dynamics-theory';
import { relativeDistance } from './finite-net-theory';
import { fivePoints, readPoints } from './points';
import { gramMatrix, kernelMatrices } from './theory';

const widths = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

export const params = {
  width: integer({
    label: 'Width',
    help: 'Neurons in each hidden layer',
    min: 8,
    max: 4096,
    values: widths,
    scale: 'log',
    default: 256,
  }),
  depth: integer({ label: 'Depth', help: 'Hidden layers', min: 1, max: 3, default: 1 }),
  data: choice({
    label: 'Data',
    help: 'Five points on a circle, or points that you place',
    options: [
      { value: 'five-points', label: 'Five points' },
      { value: 'drawn', label: 'Your points' },
    ],
    default: 'five-points',
  }),
  subtractInitial: toggle({
    label: 'Subtract the initial function',
    help: 'Trains f − f₀, as the infinite prediction assumes; without it the random start never goes away',
    default: true,
  }),
  bias: toggle({
    label: 'Constant input',
    help: 'Appends the coordinate 1, which acts as a bias; without it one hidden layer cannot learn odd frequencies from 3 on',
    default: false,
  }),
  fan: integer({ label: 'Nets', help: 'How many nets with other random weights', min: 1, max: 20, default: 10 }),
  points: text({
    label: 'Your points',
    help: 'Angle and value of each point, as angle,value; angle,value; … (drag them in the plot)',
    default: fivePoints,
    advanced: true,
    when: { param: 'data', is: ['drawn'] },
  }),
} as const;

export type WidthParams = ParametersOf<typeof params>;

export interface WidthFrame extends Frame {
  /** Where the curves are drawn: angles in [0, 2π). */
  readonly angles: Float64Array;
  readonly points: { readonly angles: Float64Array; readonly values: Float64Array };
  /** Predictions of the infinite net, now and at the end of time. */
  readonly infinite: Float64Array;
  readonly infiniteLimit: Float64Array;
  /** Predictions of each net, nets × angles, row-major. */
  readonly nets: Float32Array;
  /** Tangent kernel of the first net at its start and now, and its limit at infinite width: points × points. */
  readonly kernelStart: Float32Array;
  readonly kernelNow: Float32Array;
  readonly kernelLimit: Float64Array;
  /** Recorded runs of twenty nets on the five points, one entry a width; empty where none are shipped. */
  readonly widths: readonly WidthResult[];
}

/** Medians over twenty nets at the end of training, one hidden layer. */
export interface WidthResult {
  readonly width: number;
  readonly gap: number;
  /** The same without subtracting the initial function. */
  readonly gapUntouched: number;
  readonly kernelDrift: number;
  readonly kernelError: number;
}

const curvePoints = 64;
export const lastStep = 400;
/** The largest hidden matrices, summed over the nets: 64 MB. */
const largestElements = 2 ** 24;

/** How many nets of this shape fit; none is an error. */
function affordableNets({ width, depth, fan }: WidthParams): number {
  const perNet = width * width * (depth - 1);
  if (perNet > largestElements) {
    const allowed = widths.filter((w) => w * w * (depth - 1) <= largestElements);
    throw new ReaderError(
      `Depth ${depth} at width ${width} needs ${depth - 1} matrices of ${width}² numbers, too many for a tab. At this depth choose a width up to ${allowed.at(-1)}.`,
    );
  }
  return perNet === 0 ? fan : Math.min(fan, Math.floor(largestElements / perNet));
}

const median = (values: ArrayLike<number>): number => {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const rootMeanSquare = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
};

/** The recorded sweep over widths, which is made by this experiment itself: before the first recording there is none. */
async function recordedWidths(data: DataLoader): Promise<WidthResult[]> {
  const sweep = (await data.recording('neural-tangent-kernel/width-to-infinity.widths').catch(() => null)) as {
    readonly rows: SweepRecording['rows'];
  } | null;
  return widths.flatMap((width) => {
    const find = (subtractInitial: boolean) =>
      sweep?.rows.find(({ params }) => params.width === width && params.subtractInitial === subtractInitial)?.metrics;
    const [subtracted, untouched] = [find(true), find(false)];
    if (!subtracted || !untouched) return [];
    const { gap, kernelDrift, kernelError } = subtracted;
    return [{ width, gap, gapUntouched: untouched.gap, kernelDrift, kernelError }];
  });
}

export const experiment = defineExperiment<typeof params, WidthFrame>({
  id: 'neural-tangent-kernel/width-to-infinity',
  title: 'From eight neurons to infinity',
  sentence: 'The wider the nets, the closer they train along the path of the infinitely wide one.',
  params,
  presets: {
    narrow: { label: '16 neurons', params: { width: 16 } },
    wide: { label: '4,096 neurons', params: { width: 4096 } },
    untouched: { label: 'Keep the random start', params: { width: 1024, subtractInitial: false } },
    deep: { label: 'Two hidden layers', params: { width: 512, depth: 2 } },
  },
  claim: {
    statement:
      'From 1,024 neurons on, and with the initial function subtracted, the median net ends within 0.12 (RMS) of the infinitely wide one.',
    holds({ metrics, status }, { width, subtractInitial }) {
      if (status === 'running' || width < 1024 || !subtractInitial) return null;
      return metrics.gap <= 0.12;
    },
  },
  maximumSteps: lastStep,
  every: 5,
  sweeps: {
    widths: {
      params: { fan: 20 },
      vary: { width: widths, subtractInitial: [true, false] },
      seeds: [1],
      metrics: ['loss', 'gap', 'kernelDrift', 'kernelError', 'weightDistance', 'activationFlips'],
    },
  },
  async start(params, { tf, random, data, note, signal }) {
    const recorded = await recordedWidths(data);
    const points = readPoints(params.data === 'drawn' ? params.points : fivePoints);
    const { depth, width, bias, subtractInitial } = params;
    const nets = affordableNets(params);
    if (nets < params.fan) note(`At this width and depth ${nets} of ${params.fan} nets fit.`);
    const x = circleInputs(points.angles, bias);
    const angles = evenAngles(curvePoints);
    const places = circleInputs(angles, bias);
    const limit = gramMatrix(x, { depth });
    const spectrum = spectrumOf(limit);
    const cross = kernelMatrices(places, { depth }, x).ntk;

    const batch = createNets(tf, { nets, inputs: x.columns, width, depth }, random);
    signal.throwIfAborted();
    const train = batch.inputs(x);
    const curve = batch.inputs(places);
    const startWeights = batch.weights.map((w) => w.clone());
    const startKernels = batch.kernel(train);
    const startPatterns = batch.patterns(train);
    const startOutputs = batch.outputs(train);
    const startCurve = batch.outputs(curve);
    const targets = tf.tidy(() => {
      const wanted = tf.tensor3d(Float32Array.from(points.values), [1, points.values.length, 1]);
      return tf.add(wanted, subtractInitial ? startOutputs : tf.zerosLike(startOutputs)) as Tensor3D;
    });
    const kept = [train, curve, ...startWeights, startKernels, ...startPatterns, startOutputs, startCurve, targets];

    const kernelsAtStart = await startKernels.data();
    const size = points.values.length;
    const kernelOf = (all: ArrayLike<number>, net: number) =>
      Float32Array.from({ length: size * size }, (_, i) => all[net * size * size + i]);
    // A narrow net's kernel may be much larger than its limit; the step that suits the limit would overshoot.
    const sharpest = Math.max(
      ...Array.from({ length: nets }, (_, i) => {
        const data = Float64Array.from(kernelOf(kernelsAtStart, i));
        return spectrumOf({ rows: size, columns: size, data }).eigenvalues[0];
      }),
    );
    const stepSize = 1 / Math.max(spectrum.eigenvalues[0], sharpest / 1.5);
    const descent = { kind: 'steps', stepSize } as const;
    const infiniteLimit = predictions(spectrum, cross, points.values, Number.POSITIVE_INFINITY, descent);
    const kernelError = median(
      Array.from({ length: nets }, (_, i) => relativeDistance(kernelOf(kernelsAtStart, i), limit.data)),
    );
    let step = 0;

    return {
      step() {
        if (step >= lastStep) return;
        batch.descend(train, targets, stepSize);
        step++;
      },
      async read() {
        const [kernels, outputs, curves, moves, flips] = tf.tidy(() => {
          const offset = (now: Tensor3D, start: Tensor3D) => (subtractInitial ? tf.sub(now, start) : now);
          return [
            batch.kernel(train),
            offset(batch.outputs(train), startOutputs),
            offset(batch.outputs(curve), startCurve),
            relativeMove(tf, batch.weights, startWeights),
            flippedShare(tf, batch.patterns(train), startPatterns),
          ];
        });
        const read = [kernels, outputs, curves, moves, flips];
        const [kernelsNow, outputsNow, curvesNow, movesNow, flipsNow] = await Promise.all(
          read.map((tensor) => tensor.data()),
        );
        tf.dispose(read);
        const infinite = predictions(spectrum, cross, points.values, step, descent);
        const perNet = (value: (net: number) => number) => median(Array.from({ length: nets }, (_, i) => value(i)));
        const metrics = {
          loss: perNet((i) => halfSquaredError(outputsNow.subarray(i * size, (i + 1) * size), points.values)),
          infiniteLoss: halfSquaredError(trainingOutputs(spectrum, points.values, step, descent), points.values),
          gap: perNet((i) => rootMeanSquare(curvesNow.subarray(i * curvePoints, (i + 1) * curvePoints), infinite)),
          kernelDrift: perNet((i) => relativeDistance(kernelOf(kernelsNow, i), kernelOf(kernelsAtStart, i))),
          kernelError,
          weightDistance: median(movesNow),
          activationFlips: median(flipsNow),
        };
        const finite = Number.isFinite(metrics.loss) && metrics.loss < 1e6;
        return {
          step,
          metrics,
          status: !finite ? 'diverged' : step >= lastStep ? 'converged' : 'running',
          ...(finite ? {} : { cause: 'The step was too large for a net this narrow: choose a wider one.' }),
          angles,
          points,
          infinite,
          infiniteLimit,
          nets: Float32Array.from(curvesNow),
          kernelStart: kernelOf(kernelsAtStart, 0),
          kernelNow: kernelOf(kernelsNow, 0),
          kernelLimit: limit.data,
          widths: recorded,
        };
      },
      dispose() {
        batch.dispose();
        tf.dispose(kept);
      },
    };
  },
});
