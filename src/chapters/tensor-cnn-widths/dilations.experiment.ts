/** Mixes two orders of dilation: what either tree can correlate, and what both together can. */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { choice, integer, type ParametersOf } from '../../lab/parameters';
import { minimalCut } from './minimal-cut';
import {
  type CircuitShape,
  drawWeights,
  exactRank,
  gridTensor,
  matricize,
  modularArithmetic,
  parameterCount,
  prime,
} from './theory';

const inputs = 8;
/** Rows of a balanced matricization: the most that any net can have here. */
const fullRank = 2 ** (inputs / 2);

/** Leaves of the tree that dilations 1, 2, 4 make, and of the tree that dilations 2, 1, 4 make. */
export const trees = {
  baseline: [0, 1, 2, 3, 4, 5, 6, 7],
  swapped: [0, 2, 1, 3, 4, 6, 5, 7],
} as const;

/** The partitions looked at, by the inputs (from 1) on the first side. */
export const partitions = {
  'odd-even': [1, 3, 5, 7],
  pairs: [1, 2, 5, 6],
  'left-right': [1, 2, 3, 4],
} as const;
export type PartitionName = keyof typeof partitions;

const params = {
  trees: choice({
    label: 'Dilations',
    help: 'In which order the windows of a dilated net join the inputs; mixed, a net of either order feeds the same output.',
    options: [
      { value: 'baseline', label: '1, 2, 4' },
      { value: 'swapped', label: '2, 1, 4' },
      { value: 'mixed', label: 'both, mixed' },
    ],
    default: 'mixed',
  }),
  width: integer({ label: 'Channels r', help: 'Channels of every layer of a tree.', min: 2, max: 4, default: 2 }),
};

export type DilationParams = ParametersOf<typeof params>;

export interface DilationFrame extends Frame {
  /** The minimal cut of each tree alone at full width, by partition: [baseline, swapped]. */
  readonly cuts: Readonly<Record<PartitionName, readonly [number, number]>>;
}

const shapeOf = (tree: keyof typeof trees, width: number): CircuitShape => ({
  inputs,
  representation: 2,
  widths: [width, width, width],
  leafOrder: trees[tree],
});

/** Weights of what is chosen: two trees where they are mixed. */
const weightsOf = (p: DilationParams): number =>
  parameterCount(shapeOf('baseline', p.width)) * (p.trees === 'mixed' ? 2 : 1);

/** The widest single tree that has no more weights than what is chosen. */
function equalSizeWidth(p: DilationParams): number {
  let width = p.width;
  while (parameterCount(shapeOf('baseline', width + 1)) <= weightsOf(p)) width++;
  return width;
}

const sideOf = (name: PartitionName): readonly boolean[] => {
  const first: readonly number[] = partitions[name];
  return Array.from({ length: inputs }, (_, i) => first.includes(i + 1));
};

const names = Object.keys(partitions) as PartitionName[];

export const experiment = defineExperiment<typeof params, DilationFrame>({
  id: 'tensor-cnn-widths/dilations',
  title: 'Mixing dilations: correlations that neither tree has alone',
  sentence:
    'A dilated net favours the pixels that its tree joins first; mixing two orders of dilation is strong in both ways at equal size.',
  params,
  claim: {
    statement:
      'Either order of dilations alone is weak on one of the two partitions; both mixed are stronger there than any one tree of the same size.',
    holds({ metrics, status }, p) {
      if (status !== 'converged' || metrics.equalSizeRank >= fullRank) return null;
      return p.trees === 'mixed' ? metrics.rank > metrics.equalSizeRank : metrics.rank === metrics.equalSizeRank;
    },
  },
  maximumSteps: 3,
  every: 1,
  async start(p, context) {
    const parts = (p.trees === 'mixed' ? (['baseline', 'swapped'] as const) : [p.trees]).map((tree) => {
      const shape = shapeOf(tree, p.width);
      const random = context.random.fork(tree);
      const weights = drawWeights(shape, () => 1 + random.integer(prime - 1));
      return { shape, tensor: gridTensor(shape, weights, modularArithmetic) };
    });
    /** The matricization of the sum of both nets: rows and columns are over inputs, not over leaves. */
    const rankOf = (name: PartitionName): number => {
      const firstSide = sideOf(name);
      const matrices = parts.map(({ shape, tensor }) =>
        matricize(inInputOrder(tensor, shape.leafOrder ?? []), 2, firstSide),
      );
      const [{ rows, columns }] = matrices;
      const data = matrices[0].data.map((_, i) => matrices.reduce((sum, matrix) => (sum + matrix.data[i]) % prime, 0));
      return exactRank({ rows, columns, data });
    };
    const cuts = Object.fromEntries(
      names.map((name) => [
        name,
        (['baseline', 'swapped'] as const).map((tree) => minimalCut(shapeOf(tree, p.width), sideOf(name)).weight),
      ]),
    ) as unknown as DilationFrame['cuts'];
    const equalSize = equalSizeWidth(p);
    const equalSizeRank = minimalCut(shapeOf('baseline', equalSize), sideOf('pairs')).weight;
    const ranks = names.map(() => Number.NaN);
    let step = 0;
    return {
      step() {
        if (step >= names.length) return;
        ranks[step] = rankOf(names[step]);
        step++;
      },
      async read() {
        const [rankOddEven, rankPairs, rankLeftRight] = ranks;
        return {
          step,
          metrics: {
            rank: Math.min(rankOddEven, rankPairs),
            rankOddEven,
            rankPairs,
            rankLeftRight,
            equalSizeRank,
            equalSizeWidth: equalSize,
            parameters: weightsOf(p),
          },
          status: step >= names.length ? 'converged' : 'running',
          cuts,
        };
      },
      dispose() {},
    };
  },
});

/** A tensor over the leaves of a tree, with its modes put in the order of the inputs (two values each). */
export function inInputOrder(tensor: Float64Array, leafOrder: readonly number[]): Float64Array {
  const modes = leafOrder.length;
  const placeOf = leafOrder.map((_, input) => leafOrder.indexOf(input));
  return tensor.map((_, flat) => {
    let source = 0;
    for (let input = 0; input < modes; input++) {
      const digit = (flat >> (modes - 1 - input)) & 1;
      source |= digit << (modes - 1 - placeOf[input]);
    }
    return tensor[source];
  });
}
