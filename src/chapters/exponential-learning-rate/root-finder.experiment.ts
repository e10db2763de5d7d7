import { defineExperiment, type Frame } from '../../lab/experiment';
import { integer, type ParametersOf, real } from '../../lab/parameters';
import { roundedDown } from './legal-roots';
import { nextRoot } from './schedules';
import { decayRoots, growthFactor, largestDecayProduct, largestMomentum, stepsToLimit } from './theory';

const parameters = {
  decayProduct: real({
    label: 'Weight decay × learning rate, λη',
    help: 'Only the product enters the quadratic.',
    min: 1e-6,
    max: 0.5,
    default: 5e-5,
  }),
  momentum: real({
    label: 'Momentum γ',
    help: 'The product of the two roots.',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0.9,
  }),
  stepsPerEpoch: integer({
    label: 'Steps per epoch',
    help: 'How many batches the data make: 50,000 images in batches of 128 are 391.',
    min: 1,
    max: 10_000,
    default: 391,
    scale: 'log',
    advanced: true,
  }),
};

export type RootFinderParams = ParametersOf<typeof parameters>;

/** Two successive values of the recursion closer than this: it has settled. */
const settled = 1e-14;

function remarkOnComplexRoots({ decayProduct, momentum }: RootFinderParams): string {
  const gentler = roundedDown(largestMomentum(decayProduct));
  return momentum >= 1
    ? `At momentum 1 there is no real root for any weight decay; at this λη the largest momentum with one is ${gentler}.`
    : `The parabola does not meet the axis: no exponential rate stands in for this weight decay. The nearest legal values are λη = ${roundedDown(largestDecayProduct(momentum))} at this momentum, or momentum ${gentler} at this λη.`;
}

export const experiment = defineExperiment<typeof parameters, Frame>({
  id: 'exponential-learning-rate/root-finder',
  title: 'The quadratic behind the growth',
  sentence: 'One root of a parabola says how fast the learning rate must grow to replace weight decay under momentum.',
  params: parameters,
  presets: {
    published: {
      label: 'Published (ResNet, CIFAR-10)',
      params: { decayProduct: 5e-5, momentum: 0.9, stepsPerEpoch: 391 },
    },
    digits: { label: 'The twin runs', params: { decayProduct: 0.001, stepsPerEpoch: 20 } },
    'near-threshold': { label: 'Near the threshold', params: { decayProduct: 0.0026, stepsPerEpoch: 20 } },
    'no-root': { label: 'Momentum 0.99: no root', params: { momentum: 0.99 } },
  },
  claim: {
    statement:
      'While λη is at most (1 − √γ)², the recursion of the general schedule settles on the larger root, and the rate grows by its inverse square: at the published setting by 1.481 an epoch.',
    holds({ metrics, status }) {
      if (status !== 'converged' || Number.isNaN(metrics.largerRoot)) return null;
      return Math.abs(metrics.recursion - metrics.largerRoot) < 1e-9;
    },
  },
  maximumSteps: 3000,
  every: 5,
  recording: {},
  async start(params, context) {
    const { decayProduct, momentum, stepsPerEpoch } = params;
    const roots = momentum < 1 ? decayRoots(decayProduct, momentum) : null;
    if (!roots) context.note(remarkOnComplexRoots(params));
    const growth = roots ? growthFactor(roots.larger) : Number.NaN;
    const fixed = {
      largerRoot: roots?.larger ?? Number.NaN,
      smallerRoot: roots?.smaller ?? Number.NaN,
      threshold: largestDecayProduct(momentum),
      growthPerStep: growth,
      growthPerEpoch: growth ** stepsPerEpoch,
      // From a rate of 0.1: the published one.
      stepsToFloat32Limit: roots ? stepsToLimit(0.1 / roots.larger, growth) : Number.NaN,
    };
    let step = 0;
    let recursion = 1;
    let change = Number.POSITIVE_INFINITY;
    return {
      step() {
        if (change < settled) return;
        const next = nextRoot(recursion, decayProduct, momentum);
        change = Math.abs(next - recursion);
        recursion = next;
        step++;
      },
      read: async () => ({
        step,
        // Complex roots: the recursion never settles, and there is nothing to wait for.
        status: change < settled || !roots ? 'converged' : 'running',
        metrics: { ...fixed, growthPerEpoch: finite(fixed.growthPerEpoch), recursion },
      }),
      dispose() {},
    };
  },
});

/** NaN ("not defined") for what float64 cannot hold. */
const finite = (x: number): number => (Number.isFinite(x) ? x : Number.NaN);
