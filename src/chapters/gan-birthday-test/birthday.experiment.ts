/**
 * The birthday-paradox test (Arora & Zhang 2017): draw a sample, look at its closest pairs, count the duplicates among
 * them, and estimate how many different things there are. One step is one draw.
 */
import { defineExperiment, type Field, type Frame, ReaderError, type RunContext } from '../../lab/experiment';
import { choice, integer, type ParametersOf, toggle } from '../../lab/parameters';
import { cardImages, catchPair, GrowingSample } from './closest-pairs';
import { type Digits, digitPixels, digitSide, greyLevels, loadDigits } from './digits';
import { type Draw, drawFromPool, poolWeights } from './pools';
import {
  collisionCurve,
  collisionsOf,
  effectiveSupport,
  estimateEffectiveSupport,
  nonUniformCollisionCurve,
  type SupportEstimate,
} from './theory';
import { duplicateDistance, trainedPool } from './trained-pool';

const largestSample = 400;
const shownCards = 20;
const shownSample = 48;

const params = {
  pool: choice({
    label: 'Pool',
    help: 'What is drawn from: digits that are equally likely, digits that are not, or a GAN trained on the spot.',
    options: [
      { value: 'uniform', label: 'Equally likely digits' },
      { value: 'one-heavy', label: 'One digit with a tenth of all draws' },
      { value: 'zipf', label: 'Zipf: the k-th with weight 1/k' },
      { value: 'trained-gan', label: 'A trained GAN' },
    ],
    default: 'uniform',
  }),
  marking: choice({
    label: 'Marking',
    help: 'Automatic: duplicates are known. By hand: you mark them, and the size of the pool is hidden and drawn anew with every seed.',
    options: [
      { value: 'automatic', label: 'Automatic' },
      { value: 'by-hand', label: 'By hand' },
    ],
    default: 'automatic',
  }),
  supportSize: integer({
    label: 'Support size N',
    help: 'How many different digits are in the pool.',
    min: 10,
    max: 4000,
    default: 200,
    scale: 'log',
    when: { param: 'marking', is: ['automatic'] },
  }),
  sampleSize: integer({
    label: 'Sample size s',
    help: 'How many digits are drawn.',
    min: 2,
    max: largestSample,
    default: 40,
    scale: 'log',
  }),
  discriminatorWidth: integer({
    label: 'Discriminator width',
    help: 'Of the GAN that is trained on the spot; a narrow one draws fewer different digits.',
    min: 4,
    max: 128,
    default: 32,
    values: [4, 8, 16, 32, 64, 128],
    when: { param: 'pool', is: ['trained-gan'] },
  }),
  replacement: toggle({
    label: 'Put back',
    help: 'Without putting back, a digit never comes up twice: a sample says nothing of how many there are.',
    default: true,
    advanced: true,
    when: { param: 'pool', is: ['uniform'] },
  }),
};

export type BirthdayParams = ParametersOf<typeof params>;

export interface BirthdayFrame extends Frame {
  /** The first of the drawn digits as grey levels, at most 48, count × 14 × 14. */
  readonly sample: Field;
  /** The closest pairs, and among them the catch pair: cards × 3 × 14 × 14 (first, second, training digit nearest to the first). Empty while drawing. */
  readonly cards: Field;
  /** For each card the numbers of its two draws, from 0, and 1 where they are known to be duplicates, 0 where not, −1 where nobody knows: cards × 3. The catch pair's draws are −1. */
  readonly answers: Int32Array;
  /** N̂ and the ends of its interval after each draw, draws × 3; none by hand. Draws are faster than frames. */
  readonly estimates: Float64Array;
  /** P of a duplicate for sample sizes 1, 2, … by the theory, for this pool. */
  readonly curve: Float64Array;
  /** N_eff of the pool; for a GAN by the pixel heuristic on 1,200 samples. */
  readonly effectiveSupport: number;
  /** How many different things the pool holds; NaN for a GAN. */
  readonly support: number;
}

/** The size that the reader is to find out: between 50 and 400, even on a logarithmic scale. */
const hiddenSize = ({ random }: RunContext): number => Math.round(50 * 8 ** random.fork('hidden size').uniform());

interface Pool {
  draw(i: number): Draw;
  readonly curve: Float64Array;
  readonly effectiveSupport: number;
  readonly support: number;
}

async function openPool(params: BirthdayParams, digits: Digits, context: RunContext): Promise<Pool> {
  const { pool, sampleSize, discriminatorWidth } = params;
  if (pool === 'trained-gan') {
    const trained = await trainedPool(context, digits, discriminatorWidth, largestSample);
    const curve = collisionCurve(Math.max(1, trained.effectiveSupport), largestSample);
    const { draws } = trained;
    return { draw: (i) => draws[i], curve, effectiveSupport: trained.effectiveSupport, support: Number.NaN };
  }
  const support = params.marking === 'by-hand' ? hiddenSize(context) : params.supportSize;
  const replacement = params.replacement || pool !== 'uniform';
  if (!replacement && sampleSize > support) {
    throw new ReaderError(
      `Without putting back, ${sampleSize} digits cannot be drawn from ${support}: choose a sample of ${support} or fewer, a larger pool, or put back.`,
    );
  }
  const weights = poolWeights(pool, support);
  const draw = drawFromPool(weights, digits, replacement, context.random);
  const curve = replacement ? nonUniformCollisionCurve(weights, largestSample) : new Float64Array(largestSample);
  return { draw, curve, effectiveSupport: effectiveSupport(weights), support };
}

const undefinedEstimate: SupportEstimate = { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN };

/** What is reported of an estimate: without a collision only the lower bound says anything. */
export const reported = (estimate: SupportEstimate): SupportEstimate =>
  Number.isFinite(estimate.upper) ? estimate : { ...undefinedEstimate, lower: estimate.lower };

/** Colliding pairs and triples of the sample: by identity where it is known, else by distance. */
function countCollisions(sample: GrowingSample): { readonly pairs: number; readonly triples: number } {
  if (sample.draws.length === 0 || sample.draws[0].identity < 0) return sample.near();
  const counts = new Map<number, number>();
  for (const { identity } of sample.draws) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return collisionsOf([...counts.values()]);
}

export const experiment = defineExperiment<typeof params, BirthdayFrame>({
  id: 'gan-birthday-test/birthday',
  title: 'The birthday test, by hand',
  sentence: 'A few dozen samples and a pair of eyes tell how many different things a generator makes.',
  params,
  presets: {
    'by-hand': { label: 'Mark a hidden pool', params: { marking: 'by-hand', pool: 'uniform' } },
    gan: { label: 'Mark a trained GAN', params: { marking: 'by-hand', pool: 'trained-gan', sampleSize: 80 } },
    automatic: { label: 'Automatic, 200 digits', params: { marking: 'automatic', pool: 'uniform', supportSize: 200 } },
    heavy: {
      label: 'One heavy digit among 1,000',
      params: { marking: 'automatic', pool: 'one-heavy', supportSize: 1000, sampleSize: 60 },
    },
  },
  claim: {
    statement:
      'The 95 % interval holds the effective support: for equally likely digits in at least 90 % of the samples.',
    holds(frame, { pool, marking, replacement }) {
      if (frame.status !== 'converged' || marking === 'by-hand' || pool === 'trained-gan' || !replacement) return null;
      const { lower, upper } = frame.metrics;
      return lower <= frame.effectiveSupport && !(upper < frame.effectiveSupport);
    },
  },
  maximumSteps: largestSample,
  every: 1,
  recording: { params: { marking: 'by-hand' } },
  async start(params, context) {
    const { sampleSize, marking } = params;
    const { training } = await loadDigits(context.data);
    const pool = await openPool(params, training, context);
    const sample = new GrowingSample(shownCards, duplicateDistance);
    const noCards: Field = { shape: [0, 3, digitSide, digitSide], data: new Uint8Array() };
    let dealt: Pick<BirthdayFrame, 'cards' | 'answers'> | undefined;
    const byHand = marking === 'by-hand';
    const estimates = [undefinedEstimate];

    const estimateNow = (): SupportEstimate => {
      const { pairs, triples } = countCollisions(sample);
      return sample.draws.length < 2
        ? undefinedEstimate
        : reported(estimateEffectiveSupport(sample.draws.length, pairs, triples));
    };

    const deal = (): Pick<BirthdayFrame, 'cards' | 'answers'> => {
      const pairs = sample.pairs();
      const planted = catchPair(sample.draws, training, pairs.length, context.random.fork('catch'));
      const images = pairs.map(({ first, second }) => [sample.draws[first].image, sample.draws[second].image] as const);
      const answers = pairs.map(({ first, second }) => {
        const [a, b] = [sample.draws[first].identity, sample.draws[second].identity];
        return [first, second, a < 0 ? -1 : Number(a === b)];
      });
      images.splice(planted.position, 0, planted.images);
      answers.splice(planted.position, 0, [-1, -1, Number(planted.duplicate)]);
      return {
        cards: { shape: [images.length, 3, digitSide, digitSide], data: cardImages(images, training) },
        answers: Int32Array.from(answers.flat()),
      };
    };

    return {
      step() {
        if (sample.draws.length >= sampleSize) return;
        sample.add(pool.draw(sample.draws.length));
        // By hand it is the reader who counts.
        if (!byHand) estimates.push(estimateNow());
      },
      async read() {
        const drawn = sample.draws.length;
        const done = drawn >= sampleSize;
        if (done) dealt ??= deal();
        const shown = sample.draws.slice(0, shownSample);
        const pixels = new Uint8Array(shown.length * digitPixels);
        for (const [i, { image }] of shown.entries()) pixels.set(greyLevels(image), i * digitPixels);
        return {
          step: drawn,
          metrics: {
            collisions: byHand ? Number.NaN : countCollisions(sample).pairs,
            ...estimates[estimates.length - 1],
            collisionProbability: byHand || drawn === 0 ? Number.NaN : pool.curve[drawn - 1],
          },
          status: done ? 'converged' : 'running',
          sample: { shape: [shown.length, digitSide, digitSide], data: pixels },
          cards: dealt?.cards ?? noCards,
          answers: dealt?.answers ?? new Int32Array(),
          estimates: Float64Array.from(
            estimates.slice(1).flatMap(({ estimate, lower, upper }) => [estimate, lower, upper]),
          ),
          curve: pool.curve.slice(0, Math.max(sampleSize, 60)),
          effectiveSupport: pool.effectiveSupport,
          support: pool.support,
        };
      },
      dispose() {},
    };
  },
});
