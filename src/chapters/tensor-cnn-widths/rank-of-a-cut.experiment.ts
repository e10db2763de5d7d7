/** Cuts a circuit in two: the exact rank of the matricization against the minimal cut, and its singular values. */
import { Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { defineExperiment, type Frame, ReaderError } from '../../lab/experiment';
import { choice, integer, type ParametersOf, text, toggle } from '../../lab/parameters';
import { alternatingPartition, type CutIndex, minimalCut } from './minimal-cut';
import {
  type CircuitShape,
  drawWeights,
  exactRank,
  gridSize,
  gridTensor,
  type Matrix,
  matricize,
  modularArithmetic,
  prime,
} from './theory';

/** Entries of the largest tensor that is computed: 16 inputs with two values each. */
const largestTensor = 2 ** 17;

const width = (layer: number, inputs: readonly number[]) =>
  integer({
    label: `Width r${layer}`,
    help: `Channels of layer ${layer + 1}${layer === 0 ? ', nearest to the inputs' : ''}.`,
    min: 1,
    max: 16,
    default: [2, 4, 4, 4][layer],
    when: { param: 'inputs', is: inputs },
  });

const params = {
  partition: choice({
    label: 'Cut',
    help: 'Which inputs lie on the first side. Press an input to move it across.',
    options: [
      { value: 'odd-even', label: 'odd against even' },
      { value: 'blocks', label: 'pairs in turn' },
      { value: 'left-right', label: 'left against right' },
      { value: 'drawn', label: 'drawn by hand' },
    ],
    default: 'left-right',
  }),
  inputs: integer({
    label: 'Inputs N',
    help: 'Pixels; a power of two.',
    min: 4,
    max: 16,
    values: [4, 8, 16],
    default: 8,
  }),
  width0: width(0, [4, 8, 16]),
  width1: width(1, [4, 8, 16]),
  width2: width(2, [8, 16]),
  width3: width(3, [16]),
  sharedWeights: toggle({
    label: 'Shared weights',
    help: 'One set of weights a layer, as in a convolution: pair tensors become symmetric, and the bound is no longer met.',
    default: false,
  }),
  representation: integer({
    label: 'Representation M',
    help: 'Functions that describe one input; the grid has M values an input.',
    min: 2,
    max: 4,
    default: 2,
    advanced: true,
  }),
  drawn: text({ label: 'Drawn cut', help: 'One letter an input: A for the first side, B for the other.', default: '' }),
};

export type RankParams = ParametersOf<typeof params>;

export interface RankFrame extends Frame {
  readonly shape: CircuitShape;
  readonly firstSide: readonly boolean[];
  readonly cut: readonly CutIndex[];
  /** Side of every convolution, by layer. */
  readonly sides: readonly (readonly boolean[])[];
  /** Singular values over the largest, descending; empty until they are computed. */
  readonly spectrum: Float32Array;
}

/** The circuit of a choice of parameters. Throws ReaderError where its tensor would not fit. */
export function shapeOf(p: RankParams): CircuitShape {
  const depth = Math.log2(p.inputs);
  const widths = [p.width0, p.width1, p.width2, p.width3].slice(0, depth);
  const shape = { inputs: p.inputs, representation: p.representation, widths, sharedWeights: p.sharedWeights };
  if (gridSize(shape) > largestTensor) {
    throw new ReaderError(
      `${p.inputs} inputs with M = ${p.representation} make a tensor of ${gridSize(shape).toLocaleString('en')} numbers, too many to hold. Take fewer inputs, or M = 2.`,
    );
  }
  return shape;
}

/** The sides of the inputs. Throws ReaderError where a drawn cut leaves a side empty or has letters other than A and B. */
export function firstSideOf(p: RankParams): readonly boolean[] {
  const depth = Math.log2(p.inputs);
  switch (p.partition) {
    case 'odd-even':
      return alternatingPartition(p.inputs, 0);
    case 'blocks':
      return alternatingPartition(p.inputs, 1);
    case 'left-right':
      return alternatingPartition(p.inputs, depth - 1);
    case 'drawn': {
      if (p.drawn === '') return alternatingPartition(p.inputs, depth - 1);
      const letters = [...p.drawn.toUpperCase()].slice(0, p.inputs);
      if (letters.length < p.inputs || letters.some((letter) => letter !== 'A' && letter !== 'B')) {
        throw new ReaderError(`A drawn cut has one letter, A or B, for each of the ${p.inputs} inputs.`);
      }
      if (new Set(letters).size < 2) {
        throw new ReaderError('All inputs lie on one side. Move at least one to the other: a cut needs two sides.');
      }
      return letters.map((letter) => letter === 'A');
    }
  }
}

function spectrumOf({ rows, columns, data }: Matrix): Float32Array {
  const matrix = MlMatrix.from1DArray(rows, columns, Array.from(data));
  const tall = rows < columns ? matrix.transpose() : matrix;
  const options = { computeLeftSingularVectors: false, computeRightSingularVectors: false };
  const values = new SingularValueDecomposition(tall, options).diagonal;
  return Float32Array.from(values, (value) => value / values[0]);
}

export const experiment = defineExperiment<typeof params, RankFrame>({
  id: 'tensor-cnn-widths/rank-of-a-cut',
  title: 'Cut a network in two: how much correlation gets across?',
  sentence:
    'The cheapest cut through a network bounds the correlation it can model between the two sides, and random weights attain it.',
  params,
  presets: {
    short: { label: 'short range: odd against even', params: { partition: 'odd-even', sharedWeights: false } },
    long: { label: 'long range: left against right', params: { partition: 'left-right', sharedWeights: false } },
    tip: {
      label: 'wide tip, 16 inputs',
      params: { inputs: 16, width0: 2, width1: 4, width2: 8, width3: 16, representation: 2, sharedWeights: false },
    },
    shared: { label: 'share the weights', params: { partition: 'left-right', sharedWeights: true } },
  },
  claim: {
    statement:
      'The rank across a cut never exceeds the minimal cut of the network, and equals it for untied random weights.',
    holds(frame, p) {
      const { rank, minCut } = frame.metrics;
      if (Number.isNaN(rank)) return null;
      return p.sharedWeights ? rank <= minCut : rank === minCut;
    },
  },
  maximumSteps: 2,
  every: 1,
  async start(p, context) {
    const shape = shapeOf(p);
    const firstSide = firstSideOf(p);
    const cut = minimalCut(shape, firstSide);
    let rank = Number.NaN;
    let spectrum: Float32Array = new Float32Array(0);
    let step = 0;
    return {
      step() {
        if (step >= 2) return;
        step++;
        if (step === 1) {
          const random = context.random.fork('whole weights');
          const whole = drawWeights(shape, () => 1 + random.integer(prime - 1));
          rank = exactRank(matricize(gridTensor(shape, whole, modularArithmetic), shape.representation, firstSide));
        } else {
          const random = context.random.fork('real weights');
          const real = drawWeights(shape, () => random.normal());
          spectrum = spectrumOf(matricize(gridTensor(shape, real), shape.representation, firstSide));
        }
      },
      async read() {
        const metrics = { rank, minCut: cut.weight };
        const status = step >= 2 ? 'converged' : 'running';
        return { step, metrics, status, shape, firstSide, cut: cut.indices, sides: cut.sides, spectrum };
      },
      dispose() {},
    };
  },
});
