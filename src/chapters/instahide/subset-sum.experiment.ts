import { defineExperiment, type Frame, ReaderError, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, toggle } from '../../lab/parameters';
import { curveOf, type RecordedCurve, recordedRows } from './recorded-sweep';
import { bruteForceSearch, meetInTheMiddleSearch, mostTableEntries, type SubsetSearch } from './subset-search';
import {
  hitRate,
  innerProductScores,
  subsetSumCosts,
  sumOfVectors,
  topPositions,
  type VectorSet,
} from './subset-sum-theory';
import { applyMask, drawMask } from './theory';

const parameters = {
  n: integer({
    label: 'Public vectors N',
    help: 'How many random vectors everyone knows.',
    min: 10,
    max: 2000,
    default: 2000,
    scale: 'log',
  }),
  k: integer({ label: 'Vectors in the sum k', help: 'How many of them were added up.', min: 2, max: 6, default: 4 }),
  dimension: integer({
    label: 'Dimension d',
    help: 'Entries of each vector; a digit has 784, a small colour picture 3,072.',
    min: 10,
    max: 3072,
    default: 784,
    scale: 'log',
  }),
  mask: toggle({
    label: 'Sign mask',
    help: 'Whether every entry of the sum is given a random sign, as InstaHide does.',
    default: true,
  }),
};

export type SubsetSumParams = ParametersOf<typeof parameters>;

/** One way of finding the members of the first sum, and how far it is. */
export interface Racer {
  readonly name: 'brute force' | 'meet in the middle' | 'inner products';
  /** Numbers looked at so far; multiplications for inner products. */
  readonly tried: number;
  /** What it takes at most. */
  readonly needed: number;
  readonly found: boolean;
  /** Where it cannot run at all: why. */
  readonly impossible?: string;
}

export interface SubsetSumFrame extends Frame {
  readonly racers: readonly Racer[];
  readonly members: readonly number[];
  /** Scores of the first sum: every public vector's inner product, in units of their deviation. */
  readonly scores: Float32Array;
  readonly slideBound: number;
  readonly articleBound: number;
  /** Sums that inner products were tried on. */
  readonly sums: number;
  /** Hit rate against dimension with 2,000 vectors and k = 4: behind a mask, and without. */
  readonly recorded: readonly RecordedCurve[];
}

const maximumSteps = 400;
const sumsPerRun = 100;
const triesPerStep = 100_000;

const inDeviations = (scores: Float64Array): Float32Array => {
  const mean = scores.reduce((sum, s) => sum + s, 0) / scores.length;
  const variance = scores.reduce((sum, s) => sum + (s - mean) ** 2, 0) / scores.length;
  return Float32Array.from(scores, (s) => (s - mean) / Math.sqrt(variance));
};

/** Each step gives both searches 100,000 tries at the first sum, and ranks the vectors for one more sum. */
export async function startSubsetSum(params: SubsetSumParams, context: RunContext): Promise<Run<SubsetSumFrame>> {
  const { n, k, dimension, mask } = params;
  if (k > n) throw new ReaderError(`A sum of ${k} needs at least ${k} vectors.`);
  const vectors: VectorSet = {
    count: n,
    dimension,
    data: context.random.fork('vectors').normals(n * dimension),
  };
  const random = context.random.fork('sums');
  const drawSum = () => {
    const members = [...random.permutation(n).slice(0, k)].sort((a, b) => a - b);
    const sum = sumOfVectors(vectors, members);
    return { members, target: mask ? applyMask(sum, drawMask(dimension, random.uniform)) : sum };
  };
  const costs = subsetSumCosts(n, k, dimension);
  const first = drawSum();
  const firstScores = innerProductScores(vectors, first.target, k, mask);
  const searches: { name: Racer['name']; needed: number; search: SubsetSearch | null }[] = [
    { name: 'brute force', needed: costs.bruteForce, search: bruteForceSearch(vectors, first.target, k, mask) },
    {
      name: 'meet in the middle',
      needed: costs.meetInTheMiddle,
      search: costs.tableEntries <= mostTableEntries ? meetInTheMiddleSearch(vectors, first.target, k, mask) : null,
    },
  ];
  const rows = await recordedRows(context, 'subset-sum.dimension');
  const recorded = [true, false].map((masked) =>
    curveOf(rows, masked ? 'masked' : 'no mask', 'hitRate', 'dimension', { mask: masked }),
  );
  let [step, hits] = [0, 0];

  const racers = (): Racer[] => [
    ...searches.map(({ name, needed, search }) => ({
      name,
      needed,
      tried: search?.tried ?? 0,
      found: search?.found != null,
      impossible: search ? undefined : `its table would have ${costs.tableEntries.toPrecision(3)} entries`,
    })),
    {
      name: 'inner products',
      needed: costs.innerProducts,
      tried: step > 0 ? costs.innerProducts : 0,
      found: step > 0 && hitRate(first.members, topPositions(firstScores, k)) === 1,
    },
  ];

  return {
    step() {
      if (step >= maximumSteps) return;
      for (const { search } of searches) search?.advance(triesPerStep);
      if (step < sumsPerRun) {
        const { members, target } = step === 0 ? first : drawSum();
        const scores = step === 0 ? firstScores : innerProductScores(vectors, target, k, mask);
        hits += hitRate(members, topPositions(scores, k));
      }
      step++;
    },
    async read() {
      const running = searches.some(({ search }) => search && !search.finished);
      const [brute, meet] = searches;
      return {
        step,
        status: step >= sumsPerRun && (!running || step >= maximumSteps) ? 'converged' : 'running',
        metrics: {
          stepsTried: brute.search?.tried ?? 0,
          meetTried: meet.search?.tried ?? 0,
          multiplications: step > 0 ? costs.innerProducts : 0,
          hitRate: step > 0 ? hits / Math.min(step, sumsPerRun) : Number.NaN,
        },
        racers: racers(),
        members: first.members,
        scores: inDeviations(firstScores),
        slideBound: costs.slideBound,
        articleBound: costs.articleBound,
        sums: Math.min(step, sumsPerRun),
        recorded,
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof parameters, SubsetSumFrame>({
  id: 'instahide/subset-sum',
  title: 'The subset-sum race',
  sentence: 'The search that should be hopeless is lost to one inner product per public vector.',
  params: parameters,
  presets: {
    'low-dimension': { label: 'Low dimension', params: { dimension: 50 } },
    unmasked: { label: 'Without the mask', params: { mask: false } },
    pictures: { label: 'Colour pictures', params: { dimension: 3072 } },
    six: { label: 'k = 6', params: { k: 6 } },
    small: { label: 'Small enough to search', params: { n: 60, dimension: 50 } },
  },
  claim: {
    statement:
      'In 784 dimensions, one inner product of squares with each vector finds at least nine in ten members of a masked sum of four; in 100 dimensions that fails.',
    holds({ metrics, step }, { k, dimension, mask }) {
      if (k !== 4 || step < sumsPerRun) return null;
      if (dimension >= 784) return metrics.hitRate >= 0.9;
      return mask && dimension <= 100 ? metrics.hitRate < 0.5 : null;
    },
  },
  maximumSteps,
  every: 4,
  recording: {},
  sweeps: {
    dimension: {
      vary: { dimension: [50, 100, 200, 400, 784, 1536], mask: [true, false] },
      seeds: [0],
      steps: sumsPerRun,
      metrics: ['hitRate'],
    },
  },
  start: startSubsetSum,
});
