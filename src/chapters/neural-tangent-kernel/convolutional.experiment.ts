/** An infinitely wide convolutional net on small digits: its exact kernel, computed pair by pair in the tab. */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { choice, integer, type ParametersOf } from '../../lab/parameters';
import { type ConvolutionalKernel, convolutionalKernel, type PreparedImage } from './convolutional-theory';
import { ridgeCoefficients, ridgePredictions } from './dynamics-theory';
import { forestPredictions } from './random-forest';
import { drawImages, type ImageProblem } from './small-images';
import { kernelMatrices, type Matrix64 } from './theory';
import { gaussianGram } from './tuning-menus';
import { advance, type Work } from './work';

export const params = {
  images: choice({
    label: 'Images',
    help: 'Handwritten digits, made small: the kernel looks at every pair of pixels of every pair of images',
    options: [
      { value: 'mnist-7', label: 'MNIST, 7 × 7' },
      { value: 'digits-8', label: 'UCI digits, 8 × 8' },
    ],
    default: 'mnist-7',
  }),
  trainingImages: integer({
    label: 'Training images',
    help: 'Labelled digits to learn from',
    min: 20,
    max: 200,
    step: 10,
    default: 100,
  }),
  depth: integer({ label: 'Depth', help: 'Convolutional layers', min: 1, max: 5, default: 3 }),
  pooling: choice({
    label: 'Last layer',
    help: 'Whether the last layer sees every pixel, or the mean over all of them',
    options: [
      { value: 'average', label: 'Global average pooling' },
      { value: 'vanilla', label: 'All pixels (vanilla)' },
    ],
    default: 'average',
  }),
  testImages: integer({
    label: 'Test images',
    help: 'Digits to classify',
    min: 50,
    max: 500,
    step: 50,
    default: 300,
    advanced: true,
  }),
} as const;

export type ConvolutionalParams = ParametersOf<typeof params>;

export const contenders = ['cntk', 'ntk', 'gaussian', 'forest'] as const;
export type Contender = (typeof contenders)[number];

export interface ConvolutionalFrame extends Frame {
  /** How many test images each contender has classified, and how many rightly. */
  readonly tally: Readonly<Record<Contender, { readonly tested: number; readonly right: number }>>;
  /** The last test images that the convolutional kernel classified: pixels 0 … 255, true and predicted digit. */
  readonly shown: {
    readonly side: number;
    readonly pixels: Uint8Array;
    readonly truth: Uint8Array;
    readonly said: Uint8Array;
  };
  readonly pairsDone: number;
  readonly pairs: number;
}

const classes = 10;
const filter = 3;
/** Of the mean diagonal entry; duplicates would make the kernel singular. */
const jitter = 1e-4;
const trees = 200;
const shownImages = 20;
const operationsPerStep = 600_000;

/** 0.9 for the right class and −0.1 for the others, n × 10. */
function targetsOf({ labels, training }: ImageProblem): Matrix64 {
  const data = new Float64Array(training * classes).fill(-0.1);
  for (let i = 0; i < training; i++) data[i * classes + labels[i]] = 0.9;
  return { rows: training, columns: classes, data };
}

function trainOn(kernel: Matrix64, targets: Matrix64): Matrix64 {
  let trace = 0;
  for (let i = 0; i < kernel.rows; i++) trace += kernel.data[i * kernel.columns + i];
  return ridgeCoefficients(kernel, (jitter * trace) / kernel.rows, targets);
}

function largest(scores: Matrix64, row: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) {
    if (scores.data[row * classes + k] > scores.data[row * classes + best]) best = k;
  }
  return best;
}

/** The parts of an all-pairs kernel: training × training and test × training. */
function cut(kernel: Matrix64, training: number): { readonly train: Matrix64; readonly cross: Matrix64 } {
  const part = (from: number, to: number): Matrix64 => {
    const data = new Float64Array((to - from) * training);
    for (let i = from; i < to; i++) {
      data.set(kernel.data.subarray(i * kernel.columns, i * kernel.columns + training), (i - from) * training);
    }
    return { rows: to - from, columns: training, data };
  };
  return { train: part(0, training), cross: part(training, kernel.rows) };
}

/** Mean over all pairs of the first `count` rows: the usual width of a Gaussian kernel that is not tuned. */
function meanSquaredDistance({ columns, data }: Matrix64, count: number): number {
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    let [first, second] = [0, 0];
    for (let i = 0; i < count; i++) {
      first += data[i * columns + k] / count;
      second += data[i * columns + k] ** 2 / count;
    }
    sum += 2 * (second - first ** 2);
  }
  return sum;
}

/** What fills in while the work goes on. */
interface Progress {
  readonly tally: Record<Contender, { tested: number; right: number }>;
  readonly said: Uint8Array;
  pairsDone: number;
}

function count(progress: Progress, who: Contender, right: boolean): void {
  progress.tally[who].tested++;
  if (right) progress.tally[who].right++;
}

/** The contenders that need no convolution, in seconds. */
function* playQuick(
  problem: ImageProblem,
  depth: number,
  progress: Progress,
  random: Parameters<typeof forestPredictions>[2],
): Work<void> {
  const { images, labels, training, test } = problem;
  const targets = targetsOf(problem);
  const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
  const rows = range(training, training + test);
  const kernels = {
    ntk: () => kernelMatrices(images, { depth }).ntk,
    gaussian: () => gaussianGram(images, 1 / meanSquaredDistance(images, training)),
  };
  for (const who of ['ntk', 'gaussian'] as const) {
    const { train, cross } = cut(kernels[who](), training);
    yield operationsPerStep;
    const scores = ridgePredictions(cross, trainOn(train, targets));
    for (let t = 0; t < test; t++) count(progress, who, largest(scores, t) === labels[training + t]);
    yield operationsPerStep;
  }
  const task = { features: images, labels, classes, train: range(0, training), test: rows };
  const predicted = yield* forestPredictions(task, trees, random);
  for (let t = 0; t < test; t++) count(progress, 'forest', predicted[t] === labels[training + t]);
}

/** The convolutional kernel: first among the training images, then one test image after the other. */
function* playConvolutional(
  problem: ImageProblem,
  kernel: ConvolutionalKernel,
  costOfPair: number,
  progress: Progress,
): Work<void> {
  const { images, labels, training, test } = problem;
  const prepared: PreparedImage[] = Array.from({ length: images.rows }, (_, i) =>
    kernel.prepare(images.data.subarray(i * images.columns, (i + 1) * images.columns)),
  );
  const gram: Matrix64 = { rows: training, columns: training, data: new Float64Array(training * training) };
  for (let i = 0; i < training; i++) {
    for (let j = 0; j <= i; j++) {
      gram.data[i * training + j] = gram.data[j * training + i] = kernel.pair(prepared[i], prepared[j]).ntk;
      progress.pairsDone++;
      yield costOfPair;
    }
  }
  const coefficients = trainOn(gram, targetsOf(problem));
  for (let t = 0; t < test; t++) {
    const row: Matrix64 = { rows: 1, columns: training, data: new Float64Array(training) };
    for (let j = 0; j < training; j++) {
      row.data[j] = kernel.pair(prepared[training + t], prepared[j]).ntk;
      progress.pairsDone++;
      yield costOfPair;
    }
    progress.said[t] = largest(ridgePredictions(row, coefficients), 0);
    count(progress, 'cntk', progress.said[t] === labels[training + t]);
  }
}

export const experiment = defineExperiment<typeof params, ConvolutionalFrame>({
  id: 'neural-tangent-kernel/convolutional',
  title: 'An infinitely wide convolutional net',
  sentence: 'With few images, the infinite net that knows of neighbouring pixels beats the one that does not.',
  params,
  presets: {
    average: { label: 'Average pooling', params: { pooling: 'average' } },
    vanilla: { label: 'All pixels', params: { pooling: 'vanilla' } },
  },
  claim: {
    statement:
      'The convolutional kernel with average pooling classifies more test digits than the fully connected one.',
    holds({ metrics, status }, { pooling, testImages }) {
      if (status === 'running' || pooling !== 'average') return null;
      const p = metrics.ntkAccuracy;
      return metrics.cntkAccuracy >= p - Math.sqrt((p * (1 - p)) / testImages);
    },
  },
  maximumSteps: 100_000,
  every: 50,
  async start(params, { data, random }) {
    const { images: source, trainingImages, testImages, depth, pooling } = params;
    const problem = await drawImages(source, trainingImages, testImages, data, random);
    const { side, images, labels, training, test } = problem;
    const kernel = convolutionalKernel({ height: side, width: side, channels: 1 }, { depth, filter, pooling });
    const pairs = (training * (training + 1)) / 2 + training * test;
    const costOfPair = (pooling === 'average' ? side ** 4 : side ** 2) * (depth + 1);
    const progress: Progress = {
      tally: {
        cntk: { tested: 0, right: 0 },
        ntk: { tested: 0, right: 0 },
        gaussian: { tested: 0, right: 0 },
        forest: { tested: 0, right: 0 },
      },
      said: new Uint8Array(test),
      pairsDone: 0,
    };
    const work = (function* (): Work<void> {
      yield* playQuick(problem, depth, progress, random.fork('forest'));
      yield* playConvolutional(problem, kernel, costOfPair, progress);
    })();
    let step = 0;
    let done = false;
    return {
      step() {
        if (done) return;
        step++;
        done = advance(work, operationsPerStep).done;
      },
      async read() {
        const { tally, said, pairsDone } = progress;
        const metrics: Record<string, number> = {};
        for (const who of contenders) {
          const { tested, right } = tally[who];
          metrics[`${who}Accuracy`] = tested === 0 ? Number.NaN : right / tested;
        }
        metrics.progress = pairsDone / pairs;
        const from = Math.max(0, tally.cntk.tested - shownImages);
        const rows = Array.from({ length: Math.min(shownImages, tally.cntk.tested) }, (_, i) => from + i);
        return {
          step,
          metrics,
          status: done ? 'converged' : 'running',
          tally: structuredClone(tally),
          shown: {
            side,
            pixels: Uint8Array.from(rows.flatMap((t) => grey(images, training + t))),
            truth: Uint8Array.from(rows, (t) => labels[training + t]),
            said: Uint8Array.from(rows, (t) => said[t]),
          },
          pairsDone,
          pairs,
        };
      },
      dispose() {
        work.return(undefined);
        done = true;
      },
    };
  },
});

/** One image as 0 … 255. */
function grey({ data, columns }: Matrix64, row: number): number[] {
  const image = data.subarray(row * columns, (row + 1) * columns);
  const brightest = Math.max(...image, 1e-12);
  return Array.from(image, (v) => Math.round((255 * v) / brightest));
}
