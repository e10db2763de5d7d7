import { defineExperiment, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, real } from '../../lab/parameters';
import { loadDigits } from './image-pool';
import { privacyBudget } from './privacy-accountant';
import { privateSgd } from './private-sgd';
import { curveOf, meanOf, type RecordedCurve, type RecordedPoint, recordedRows } from './recorded-sweep';

const parameters = {
  noiseMultiplier: real({
    label: 'Noise σ',
    unit: '× C',
    help: 'Deviation of the noise on every entry of the summed gradient; 0 clips only, and promises nothing.',
    min: 0,
    max: 16,
    default: 1,
    values: [0, 0.5, 1, 2, 4, 8, 16],
  }),
  clipNorm: real({
    label: 'Clipping norm C',
    help: 'Every example’s gradient is shortened to this length at most.',
    min: 0.1,
    max: 10,
    default: 1,
    advanced: true,
  }),
  images: integer({
    label: 'Private images',
    help: 'How many digits are trained on; a tenth of them, drawn at random, take part in a step.',
    min: 200,
    max: 4000,
    default: 2000,
    scale: 'log',
  }),
  learningRate: real({
    label: 'Learning rate',
    unit: '× min(1, 1/σ)',
    help: 'More noise asks for smaller steps; the default is about the best at every σ.',
    min: 0.1,
    max: 10,
    default: 1,
    advanced: true,
  }),
};

export type DifferentialPrivacyParams = ParametersOf<typeof parameters>;

export interface DifferentialPrivacyFrame extends Frame {
  /** The chance δ that the promise fails, for which ε is stated. */
  readonly delta: number;
  /** Test accuracy against σ over the recorded seeds. */
  readonly recorded: RecordedCurve;
  /** ε after all steps at the recorded σ; NaN without noise. */
  readonly recordedEpsilon: readonly number[];
  /** Test accuracy of the recorded nets on |x| that InstaHide trained (inside, k = 4) on as many digits. */
  readonly instaHide: RecordedPoint;
}

/** q: an example's chance to take part in a step. */
const samplingRate = 0.1;
const steps = 300;
const delta = 1e-4;

/** Without noise nothing is promised: ε is not defined. */
function epsilonOf(noise: number, taken: number): number {
  const { epsilon } = privacyBudget(samplingRate, noise, taken, delta);
  return Number.isFinite(epsilon) ? epsilon : Number.NaN;
}

/** One step of DP-SGD on a Poisson sample of the examples; ε is counted along. */
export async function startDifferentialPrivacy(
  params: DifferentialPrivacyParams,
  context: RunContext,
): Promise<Run<DifferentialPrivacyFrame>> {
  const { noiseMultiplier, clipNorm, images } = params;
  const { train, test } = await loadDigits(context, images, 'standardised');
  const sampling = context.random.fork('sampling');
  const net = privateSgd(
    context.tf,
    train,
    {
      clipNorm,
      noiseMultiplier,
      learningRate: params.learningRate * Math.min(1, 1 / noiseMultiplier),
      expectedBatch: samplingRate * images,
    },
    { weights: context.random.fork('weights'), noise: context.random.fork('noise') },
  );
  const poissonSample = (): number[] => {
    const sample: number[] = [];
    for (let i = 0; i < images; i++) if (sampling.uniform() < samplingRate) sample.push(i);
    return sample;
  };
  const recorded = curveOf(
    await recordedRows(context, 'differential-privacy.noise'),
    'recorded',
    'testAccuracy',
    'noiseMultiplier',
  );
  const recordedEpsilon = recorded.x.map((noise) => epsilonOf(noise, steps));
  const instaHide = meanOf(await recordedRows(context, 'private-training.schemes'), 'testAccuracy', {
    scheme: 'instahide-inside',
    architecture: 'cnn-abs',
  });
  let step = 0;
  let measured = { step: -1, accuracy: Number.NaN };

  return {
    step() {
      if (step >= steps) return;
      net.step(poissonSample());
      step++;
    },
    async read() {
      if (step !== measured.step) measured = { step, accuracy: await net.accuracy(test) };
      const finite = await net.finite();
      return {
        step,
        status: !finite ? 'diverged' : step >= steps ? 'converged' : 'running',
        cause: finite ? undefined : 'The steps grew until a number overflowed: choose a smaller learning rate.',
        metrics: {
          testAccuracy: measured.accuracy,
          epsilon: epsilonOf(noiseMultiplier, step),
        },
        delta,
        recorded,
        recordedEpsilon,
        instaHide,
      };
    },
    dispose: () => net.dispose(),
  };
}

export const experiment = defineExperiment<typeof parameters, DifferentialPrivacyFrame>({
  id: 'instahide/differential-privacy',
  title: 'The price of differential privacy',
  sentence: 'A promise that can be proved costs accuracy, and more for every factor of two.',
  params: parameters,
  presets: {
    clipped: { label: 'Clipping alone', params: { noiseMultiplier: 0 } },
    middling: { label: 'A middling promise', params: { noiseMultiplier: 4 } },
    strict: { label: 'A strong promise', params: { noiseMultiplier: 8 } },
  },
  claim: {
    statement:
      'On 2,000 digits, DP-SGD keeps 82 % test accuracy at noise σ = 1 (ε = 12.9), and falls to between 65 and 76 % at σ = 8 (ε = 0.75).',
    holds({ metrics, status }, { noiseMultiplier, clipNorm, images, learningRate }) {
      if (status === 'running' || clipNorm !== 1 || images !== 2000 || learningRate !== 1) return null;
      if (noiseMultiplier === 1) return metrics.testAccuracy >= 0.82;
      if (noiseMultiplier === 8) return metrics.testAccuracy >= 0.65 && metrics.testAccuracy <= 0.76;
      return null;
    },
  },
  maximumSteps: steps,
  every: 10,
  recording: {},
  sweeps: {
    noise: {
      vary: { noiseMultiplier: [0, 0.5, 1, 2, 4, 8, 16] },
      seeds: [0, 1, 2, 3, 4],
      metrics: ['testAccuracy', 'epsilon'],
    },
  },
  start: startDifferentialPrivacy,
});
