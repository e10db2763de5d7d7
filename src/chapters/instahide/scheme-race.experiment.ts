import { defineExperiment, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { choice, integer, type ParametersOf } from '../../lab/parameters';
import { type SchemeName, schemeOf } from './encryption';
import { freshStream } from './encryption-stream';
import { loadDigits, loadPublic } from './image-pool';
import { privateNet } from './private-net';

const parameters = {
  k: integer({
    label: 'Images per mixture k',
    help: 'How many images are mixed, by mixup and by InstaHide alike.',
    min: 2,
    max: 6,
    default: 4,
  }),
  images: integer({
    label: 'Private images',
    help: 'How many digits every net is trained on.',
    min: 100,
    max: 4000,
    default: 1000,
    scale: 'log',
  }),
  architecture: choice({
    label: 'Nets',
    help: 'The same small convolutional net for all, on the pixels or on their absolute values.',
    options: [
      { value: 'cnn', label: 'convolutional' },
      { value: 'cnn-abs', label: 'convolutional on |x|' },
    ],
    default: 'cnn',
  }),
  epochs: integer({
    label: 'Epochs',
    help: 'How often every net sees every private image.',
    min: 1,
    max: 40,
    default: 16,
    advanced: true,
  }),
};

export type SchemeRaceParams = ParametersOf<typeof parameters>;

export interface SchemeRaceFrame extends Frame {
  /** Epochs that every net has trained. */
  readonly epoch: number;
}

/** The metric of each scheme: the share of clean test digits that its net classifies rightly. */
export const racers: readonly { readonly scheme: SchemeName; readonly metric: string; readonly name: string }[] = [
  { scheme: 'plain', metric: 'plainAccuracy', name: 'plain images' },
  { scheme: 'mixup', metric: 'mixupAccuracy', name: 'mixup' },
  { scheme: 'mask-only', metric: 'maskOnlyAccuracy', name: 'mask only' },
  { scheme: 'instahide-inside', metric: 'insideAccuracy', name: 'InstaHide, inside' },
  { scheme: 'instahide-cross', metric: 'crossAccuracy', name: 'InstaHide, across' },
];

const batchSize = 64;
const learningRate = 1e-3;
const testImages = 1000;

/** Five nets from the same start take turns: one step is one batch for one of them. */
export async function startSchemeRace(params: SchemeRaceParams, context: RunContext): Promise<Run<SchemeRaceFrame>> {
  const { train, test } = await loadDigits(context, params.images, 'standardised', testImages);
  const open = await loadPublic(context, 'fashion', 'standardised');
  const runners = racers.map(({ scheme, metric }) => ({
    metric,
    net: privateNet(context.tf, params.architecture, context.random.fork('net')),
    stream: freshStream(schemeOf(scheme, params.k), train, open, batchSize, context.random.fork(scheme)),
  }));
  const { batchesPerEpoch } = runners[0].stream;
  const batches = params.epochs * batchesPerEpoch;
  let step = 0;
  let measured = { epoch: -1, metrics: {} as Record<string, number> };

  const measure = async (epoch: number) => {
    const metrics: Record<string, number> = {};
    for (const { metric, net } of runners) metrics[metric] = await net.accuracy(test, testImages, 0, context.random);
    return { epoch, metrics };
  };

  return {
    step() {
      const batch = Math.floor(step / runners.length);
      if (batch >= batches) return;
      const { net, stream } = runners[step % runners.length];
      net.train(stream.next(), learningRate * (batch < 0.7 * batches ? 1 : batch < 0.9 * batches ? 0.3 : 0.09));
      step++;
    },
    async read() {
      const batch = Math.floor(step / runners.length);
      const epoch = Math.floor(batch / batchesPerEpoch);
      if (epoch !== measured.epoch) measured = await measure(epoch);
      return { step, epoch, status: batch >= batches ? 'converged' : 'running', metrics: measured.metrics };
    },
    dispose() {
      for (const { net } of runners) net.dispose();
    },
  };
}

export const experiment = defineExperiment<typeof parameters, SchemeRaceFrame>({
  id: 'instahide/scheme-race',
  title: 'Five ways to show a net its images',
  sentence: 'Mixing costs next to nothing, the mask a little, both together a few points.',
  params: parameters,
  presets: {
    absolute: { label: 'On absolute values', params: { architecture: 'cnn-abs' } },
    six: { label: 'k = 6', params: { k: 6 } },
  },
  claim: {
    statement:
      'All nets learn, those on encryptions more than half of the clean digits, and the net on plain images stays ahead.',
    holds({ metrics, status }) {
      const { plainAccuracy, insideAccuracy, crossAccuracy } = metrics;
      const ahead = plainAccuracy > insideAccuracy && plainAccuracy > crossAccuracy;
      return status === 'running' ? null : ahead && Math.min(insideAccuracy, crossAccuracy) > 0.5;
    },
  },
  maximumSteps: 20_000,
  every: 80,
  recording: {},
  start: startSchemeRace,
});
