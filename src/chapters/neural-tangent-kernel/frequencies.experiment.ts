/** A sum of cosines on a circle: every frequency is learned on its own clock, the eigenvalue of its eigenvector. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { defineExperiment, type Frame, ReaderError } from '../../lab/experiment';
import { integer, type ParametersOf, real, toggle } from '../../lab/parameters';
import { createNets } from './batched-nets';
import { circleInputs, circleSpectrum, evenAngles } from './circle-theory';

const weight = (k: number) =>
  real({
    label: `Weight of cos ${k === 1 ? '' : k}θ`,
    help: `How much of frequency ${k} the target has; 0 leaves it out`,
    min: 0,
    max: 2,
    step: 0.1,
    default: 1,
    advanced: true,
  });

export const params = {
  width: integer({
    label: 'Width',
    help: 'Neurons in each hidden layer',
    min: 64,
    max: 4096,
    values: [64, 128, 256, 512, 1024, 2048, 4096],
    scale: 'log',
    default: 4096,
  }),
  depth: integer({ label: 'Depth', help: 'Hidden layers', min: 1, max: 3, default: 1 }),
  bias: toggle({
    label: 'Constant input',
    help: 'Appends the coordinate 1, which acts as a bias',
    default: false,
  }),
  weight1: weight(1),
  weight2: weight(2),
  weight3: weight(3),
  weight4: weight(4),
} as const;

export type FrequencyParams = ParametersOf<typeof params>;

export interface FrequencyFrame extends Frame {
  readonly angles: Float64Array;
  readonly target: Float64Array;
  /** f − f₀ at the points. */
  readonly output: Float32Array;
  /** Eigenvalues of the kernel for frequencies 0 … 8, divided by the largest. */
  readonly spectrum: Float64Array;
  /** Steps after which e⁻¹ of frequencies 1 … 4 is left, in theory; Infinity where it is never learned. */
  readonly clocks: Float64Array;
}

export const pointCount = 32;
export const frequencies = [1, 2, 3, 4];
const lastStep = 400;
const largestElements = 2 ** 24;

export const experiment = defineExperiment<typeof params, FrequencyFrame>({
  id: 'neural-tangent-kernel/frequencies',
  title: 'Every frequency has its own clock',
  sentence:
    'Low frequencies are learned first, each at the rate of its eigenvalue; without a bias some are never learned.',
  params,
  presets: {
    frozen: { label: 'One layer: cos 3θ never moves', params: { depth: 1, bias: false } },
    thawed: { label: 'With a constant input it does', params: { depth: 1, bias: true } },
    deep: { label: 'Two layers', params: { depth: 2, width: 1024 } },
  },
  claim: {
    statement:
      'What is left of each frequency follows the eigenvalue of the infinite net, step by step, within a tenth of the start.',
    holds({ metrics, status }, { width, depth }) {
      if (status === 'running' || width < 1024 * 4 ** (2 - Math.min(2, depth))) return null;
      return frequencies.every((k) => {
        const gap = Math.abs(metrics[`residual${k}`] - metrics[`theory${k}`]);
        return Number.isNaN(gap) || gap < 0.1;
      });
    },
  },
  maximumSteps: lastStep,
  every: 4,
  async start(params, { tf, random }) {
    const { depth, width, bias } = params;
    const weights = [params.weight1, params.weight2, params.weight3, params.weight4];
    if (weights.every((w) => w === 0)) {
      throw new ReaderError('Every frequency has weight 0: there is nothing to learn. Give one of them a weight.');
    }
    if (width * width * (depth - 1) > largestElements) {
      throw new ReaderError(`Depth ${depth} at width ${width} is too large for a tab. Choose a width up to 2048.`);
    }
    const angles = evenAngles(pointCount);
    const target = angles.map((angle) => frequencies.reduce((sum, k, i) => sum + weights[i] * Math.cos(k * angle), 0));
    // On even points the cosines are the eigenvectors of the gram matrix.
    const eigenvalues = circleSpectrum(8, { depth, bias }, pointCount).map((c) => pointCount * c);
    const largest = Math.max(...eigenvalues);
    const batch = createNets(tf, { nets: 1, inputs: bias ? 3 : 2, width, depth }, random);
    const points = batch.inputs(circleInputs(angles, bias));
    const start = batch.outputs(points);
    const sharpest = await sharpness(batch.kernel(points));
    const stepSize = 0.5 / Math.max(largest, sharpest / 2);
    const left = frequencies.map((k) => {
      const rate = stepSize * eigenvalues[k];
      return Math.abs(rate) < 1e-12 ? 1 : 1 - rate;
    });
    const targets = tf.tidy(
      () => tf.add(start, tf.tensor3d(Float32Array.from(target), [1, pointCount, 1])) as Tensor3D,
    );
    let step = 0;
    return {
      step() {
        if (step >= lastStep) return;
        batch.descend(points, targets, stepSize);
        step++;
      },
      async read() {
        const difference = tf.tidy(() => tf.sub(batch.outputs(points), start));
        const output = Float32Array.from(await difference.data());
        difference.dispose();
        const metrics: Record<string, number> = {};
        for (const [i, k] of frequencies.entries()) {
          let learned = 0;
          for (let p = 0; p < pointCount; p++) learned += (2 / pointCount) * output[p] * Math.cos(k * angles[p]);
          metrics[`residual${k}`] = weights[i] === 0 ? Number.NaN : (weights[i] - learned) / weights[i];
          metrics[`theory${k}`] = weights[i] === 0 ? Number.NaN : left[i] ** step;
        }
        const finite = output.every(Number.isFinite);
        return {
          step,
          metrics,
          status: !finite ? 'diverged' : step >= lastStep ? 'converged' : 'running',
          ...(finite ? {} : { cause: 'The step was too large for a net this narrow: choose a wider one.' }),
          angles,
          target,
          output,
          spectrum: eigenvalues.map((value) => value / largest),
          clocks: Float64Array.from(left, (rest) => (rest === 1 ? Number.POSITIVE_INFINITY : -1 / Math.log(rest))),
        };
      },
      dispose() {
        batch.dispose();
        tf.dispose([points, start, targets]);
      },
    };
  },
});

/** The largest eigenvalue of a net's own kernel, by power iteration; takes the tensor. */
async function sharpness(kernel: Tensor3D): Promise<number> {
  const data = await kernel.data();
  const n = kernel.shape[1];
  kernel.dispose();
  let v = Float64Array.from({ length: n }, (_, i) => 1 + 0.1 * Math.sin(i));
  let norm = 0;
  for (let round = 0; round < 50; round++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) next[i] += data[i * n + j] * v[j];
    norm = Math.hypot(...next);
    v = next.map((entry) => entry / norm);
  }
  return norm;
}
