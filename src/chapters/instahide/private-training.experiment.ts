import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import type { ParametersOf } from '../../lab/parameters';
import { type SchemeName, schemeOf } from './encryption';
import { freshStream, repeatedStream, type StreamedBatch } from './encryption-stream';
import { imageOf, loadDigits, loadPublic } from './image-pool';
import { pixelsPerImage, side } from './image-size';
import { privateNet } from './private-net';
import { privateTrainingParameters } from './private-training-schema';
import { meanOf, type RecordedPoint, recordedRows } from './recorded-sweep';

export type PrivateTrainingParams = ParametersOf<typeof privateTrainingParameters>;

export interface PrivateTrainingFrame extends Frame {
  /** Epochs trained so far. */
  readonly epoch: number;
  /** shown × 28 × 28: private images of the last batch, in units of their deviation. */
  readonly originals: Field;
  /** shown × 28 × 28: what the net was shown in their place. */
  readonly encryptions: Field;
  /** Clean test accuracy of every scheme after 30 epochs (k = 4, 2,000 digits) over the recorded seeds. */
  readonly recorded: readonly RecordedScheme[];
}

export interface RecordedScheme {
  readonly scheme: SchemeName;
  readonly clean: RecordedPoint;
  readonly masked: RecordedPoint;
}

const schemeNames: readonly SchemeName[] = ['plain', 'mixup', 'mask-only', 'instahide-inside', 'instahide-cross'];
const batchSize = 64;
const learningRate = 1e-3;
const shown = 4;
const testImages = { training: 1000, done: 2000 };
const maskedTest = { training: { images: 250, masks: 4 }, done: { images: 500, masks: 8 } };

/** 10⁻³, lowered by 0.3 after 70 % and again after 90 % of the steps. */
export function scheduledRate(step: number, steps: number): number {
  return learningRate * (step < 0.7 * steps ? 1 : step < 0.9 * steps ? 0.3 : 0.09);
}

/** Adam on encrypted batches; clean and masked accuracy are measured at the end of an epoch, and kept in between. */
export async function startPrivateTraining(
  params: PrivateTrainingParams,
  context: RunContext,
): Promise<Run<PrivateTrainingFrame>> {
  const scheme = schemeOf(params.scheme, params.k);
  const { train, test } = await loadDigits(context, params.images, params.scaling, testImages.done);
  const open = scheme.cross ? await loadPublic(context, params.publicSet, params.scaling) : null;
  const streamOf = params.reencrypt === 'once' ? repeatedStream : freshStream;
  const stream = streamOf(scheme, train, open, batchSize, context.random.fork('encryption'));
  const net = privateNet(context.tf, params.architecture, context.random.fork('net'));
  const rows = await recordedRows(context, 'private-training.schemes');
  const recorded = schemeNames.map((name) => {
    const where = { scheme: name, architecture: params.architecture };
    return { scheme: name, clean: meanOf(rows, 'testAccuracy', where), masked: meanOf(rows, 'maskedAccuracy', where) };
  });
  const steps = params.epochs * stream.batchesPerEpoch;
  if (params.scheme === 'instahide-cross' && params.k < 3) {
    context.note('With two images or fewer across data sets, all of them are private: no public image is mixed in.');
  }

  let step = 0;
  let released = 0;
  let batch: StreamedBatch | null = null;
  let measured = { epoch: -1, testAccuracy: Number.NaN, maskedAccuracy: Number.NaN, trainLoss: Number.NaN };

  const measure = async (epoch: number) => {
    const when = step >= steps ? 'done' : 'training';
    const { images, masks } = maskedTest[when];
    // The masks depend on the epoch alone, and not on how often the reader looked.
    const masking = context.random.fork(`test masks ${epoch}`);
    const testAccuracy = await net.accuracy(test, testImages[when], 0, masking);
    const maskedAccuracy = await net.accuracy(test, images, masks, masking);
    return { epoch, testAccuracy, maskedAccuracy, trainLoss: await net.meanLoss() };
  };
  const pictures = () => {
    const data = {
      originals: new Float32Array(shown * pixelsPerImage),
      encryptions: new Float32Array(shown * pixelsPerImage),
    };
    batch?.first.slice(0, shown).forEach((image, i) => {
      data.originals.set(imageOf(train, image), i * pixelsPerImage);
    });
    if (batch) data.encryptions.set(batch.pixels.subarray(0, shown * pixelsPerImage));
    return data;
  };

  return {
    step() {
      if (step >= steps) return;
      batch = stream.next();
      net.train(batch, scheduledRate(step, steps));
      released += batch.first.length;
      step++;
    },
    async read() {
      const epoch = Math.floor(step / stream.batchesPerEpoch);
      if (epoch !== measured.epoch) measured = await measure(epoch);
      const { testAccuracy, maskedAccuracy, trainLoss } = measured;
      const encryptions = params.reencrypt === 'once' ? Math.min(released, params.images) : released;
      const { originals, encryptions: encrypted } = pictures();
      // Before the first epoch is over no loss has been read.
      const diverged = measured.epoch > 0 && Number.isNaN(trainLoss);
      return {
        step,
        epoch,
        status: diverged ? 'diverged' : step >= steps ? 'converged' : 'running',
        cause: diverged ? 'The loss is no longer a number.' : undefined,
        metrics: { testAccuracy, maskedAccuracy, trainLoss, encryptions },
        originals: { shape: [shown, side, side], data: originals },
        encryptions: { shape: [shown, side, side], data: encrypted },
        recorded,
      };
    },
    dispose: () => net.dispose(),
  };
}

export const experiment = defineExperiment<typeof privateTrainingParameters, PrivateTrainingFrame>({
  id: 'instahide/private-training',
  title: 'Training on nothing but encryptions',
  sentence: 'A net that has seen only encrypted digits recognises clean ones.',
  params: privateTrainingParameters,
  presets: {
    plain: { label: 'No encryption', params: { scheme: 'plain', architecture: 'cnn' } },
    raw: { label: 'Without the absolute value', params: { architecture: 'cnn' } },
    across: { label: 'With public images', params: { scheme: 'instahide-cross', k: 6 } },
    stretched: {
      label: 'A mask that deletes',
      params: { scheme: 'mask-only', scaling: 'minus-one-to-one', architecture: 'cnn', epochs: 10 },
    },
  },
  claim: {
    statement:
      'Trained on InstaHide encryptions of 2,000 digits alone (k = 4), the net on |x| classifies at least 90 % of clean test digits rightly.',
    holds({ metrics, status }, { scheme, k, architecture, scaling, images }) {
      const spoken = scheme.startsWith('instahide') && k === 4 && images >= 2000;
      if (!spoken || architecture !== 'cnn-abs' || scaling !== 'standardised') return null;
      if (metrics.testAccuracy >= 0.9) return true;
      return status === 'running' ? null : false;
    },
  },
  maximumSteps: 4000,
  every: 32,
  recording: {},
  sweeps: {
    schemes: {
      params: { epochs: 30 },
      vary: {
        scheme: ['plain', 'mixup', 'mask-only', 'instahide-inside', 'instahide-cross'],
        architecture: ['cnn', 'cnn-abs'],
      },
      seeds: [0, 1, 2, 3, 4],
      metrics: ['testAccuracy', 'maskedAccuracy'],
    },
  },
  start: startPrivateTraining,
});
