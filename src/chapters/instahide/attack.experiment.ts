import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { integer, type ParametersOf, toggle } from '../../lab/parameters';
import { attackScene, matchImages, recogniser } from './attack-scene';
import {
  bestPairs,
  fitTemplates,
  membershipRate,
  type Pair,
  type Reconstruction,
  reconstruction,
} from './attack-theory';
import { byteField } from './byte-pictures';
import { imageOf } from './image-pool';
import { pixelsPerImage } from './image-size';
import { curveOf, type RecordedCurve, recordedRows } from './recorded-sweep';
import { correlation } from './theory';

const parameters = {
  encryptionsPerImage: integer({
    label: 'Encryptions per image T',
    help: 'How often each private image was encrypted and released: the epochs of training.',
    min: 1,
    max: 50,
    default: 20,
    scale: 'log',
  }),
  k: integer({
    label: 'Images per mixture k',
    help: 'Two of them are private, the others are public clothing.',
    min: 2,
    max: 6,
    default: 4,
    values: [2, 4, 6],
  }),
  labelsKnown: toggle({
    label: 'Classes known',
    help: 'The released labels tell which two classes were mixed; the coefficients are read off them either way.',
    default: true,
  }),
  privateImages: integer({
    label: 'Private images',
    help: 'How many images were hidden, of all ten classes as evenly as it goes.',
    min: 4,
    max: 40,
    default: 20,
    advanced: true,
  }),
};

export type AttackParams = ParametersOf<typeof parameters>;

export type AttackStage = 'absolute values' | 'assignment' | 'reconstruction' | 'done';

/** Pictures are quantised to bytes, each stretched over its own range; they show the same `shown` private images. */
export interface AttackFrame extends Frame {
  readonly stage: AttackStage;
  readonly restart: number;
  /** shown × 28 × 28. */
  readonly truth: Field;
  /** |x̃| of one encryption in which the image has the first slot. */
  readonly absolute: Field;
  /** Least-squares templates of the best assignment so far. */
  readonly templates: Field;
  readonly reconstructions: Field;
  readonly labels: readonly number[];
  /** What the nearest of 3,000 other digits says of each reconstruction. */
  readonly recognisedAs: readonly number[];
  /** Correlation against encryptions per image, classes known, for k = 2, 4, 6. */
  readonly recorded: readonly RecordedCurve[];
}

const shown = 10;
const restarts = 5;
const iterations = 15;
const adamSteps = 200;
const adamStepsPerUnit = 4;

/** Absolute values; then restarts of alternating templates and assignments; then Adam on the images. */
export async function startAttack(params: AttackParams, context: RunContext): Promise<Run<AttackFrame>> {
  const { privateImages: images, encryptionsPerImage: perImage, k, labelsKnown } = params;
  const scene = await attackScene(context, { images, perImage, k, labelsKnown });
  const { intercepted, secret } = scene;
  const recognise = recogniser(scene.known);
  const rows = await recordedRows(context, 'attack.encryptions');
  const recorded = [2, 4, 6].map((mixed) =>
    curveOf(rows, `k = ${mixed}`, 'correlation', 'encryptionsPerImage', { k: mixed }),
  );
  const random = context.random.fork('restarts');
  const randomAssignment = (): Pair[] => intercepted.candidates.map((pairs) => pairs[random.integer(pairs.length)]);

  let [step, restart, iteration] = [0, 0, 0];
  let stage: AttackStage = 'absolute values';
  let assignment = randomAssignment();
  let best = {
    assignment,
    residual: Number.POSITIVE_INFINITY,
    templates: fitTemplates(intercepted, assignment, images),
  };
  let rebuilt: Reconstruction | null = null;
  let adam = 0;

  const improve = (): void => {
    const templates = fitTemplates(intercepted, assignment, images);
    const next = bestPairs(intercepted, templates);
    const settled = next.assignment.every(([a, b], e) => a === assignment[e][0] && b === assignment[e][1]);
    assignment = next.assignment;
    iteration++;
    if (next.residual < best.residual) best = { ...next, templates };
    if (!settled && iteration < iterations) return;
    restart++;
    iteration = 0;
    assignment = randomAssignment();
    if (restart === restarts) stage = 'reconstruction';
  };
  const rebuild = (): void => {
    rebuilt ??= reconstruction(intercepted, best.assignment, best.templates.images);
    for (let i = 0; i < adamStepsPerUnit; i++) rebuilt.step();
    adam += adamStepsPerUnit;
    if (adam >= adamSteps) stage = 'done';
  };
  // Who recognises what costs more than a step: it is asked anew only where the images have moved on.
  let recognised = { at: '', labels: [] as number[] };
  const recognisedLabels = (inTrueOrder: readonly ArrayLike<number>[]): number[] => {
    const at = rebuilt ? `adam ${Math.floor(adam / 40)}` : `restart ${restart}`;
    if (at !== recognised.at) recognised = { at, labels: recognise(inTrueOrder) };
    return recognised.labels;
  };
  const pictured = Array.from({ length: Math.min(shown, images) }, (_, i) => i);
  const fixed = {
    truth: byteField(pictured.map((i) => imageOf(secret, i))),
    absolute: byteField(
      pictured.map((i) => intercepted.absolute.subarray(i * pixelsPerImage, (i + 1) * pixelsPerImage)),
    ),
    labels: pictured.map((i) => secret.labels[i]),
  };

  return {
    step() {
      if (stage === 'done') return;
      step++;
      if (stage === 'absolute values') stage = 'assignment';
      if (stage === 'assignment') improve();
      else rebuild();
    },
    async read() {
      const found = rebuilt?.images ?? best.templates.images;
      const match = matchImages(found, secret, labelsKnown);
      const renamed = best.assignment.map(([a, b]): Pair => [match[a], match[b]]);
      const inTrueOrder = match.map((_, i) => match.indexOf(i));
      const correlations = inTrueOrder.map((f, i) => correlation(found[f], imageOf(secret, i)));
      const labels = recognisedLabels(inTrueOrder.map((f) => found[f]));
      const hits = labels.filter((label, i) => label === secret.labels[i]).length;
      return {
        step,
        status: stage === 'done' ? 'converged' : 'running',
        stage,
        restart: Math.min(restart + 1, restarts),
        metrics: {
          membership: membershipRate(renamed, scene.truth),
          correlation: correlations.reduce((sum, c) => sum + c, 0) / images,
          recovered: hits / images,
          residual: Number.isFinite(best.residual) ? best.residual : Number.NaN,
        },
        ...fixed,
        templates: byteField(pictured.map((i) => best.templates.images[inTrueOrder[i]])),
        reconstructions: byteField(pictured.map((i) => found[inTrueOrder[i]])),
        recognisedAs: labels.slice(0, shown),
        recorded,
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof parameters, AttackFrame>({
  id: 'instahide/attack',
  title: 'Taking the encryptions apart',
  sentence: 'From twenty encryptions of each image, least squares and gradient descent bring the images back.',
  params: parameters,
  presets: {
    once: { label: 'One encryption each', params: { encryptionsPerImage: 1 } },
    few: { label: 'Five each', params: { encryptionsPerImage: 5 } },
    'six-mixed': { label: 'As in the challenge: k = 6, T = 50', params: { k: 6, encryptionsPerImage: 50 } },
    unlabelled: { label: 'Classes unknown', params: { labelsKnown: false } },
  },
  claim: {
    statement:
      'With k = 4 and classes known, reconstructions correlate with the private images at 0.85 or more from 20 encryptions each, and below 0.5 from one.',
    holds({ metrics, status }, { k, labelsKnown, encryptionsPerImage, privateImages }) {
      if (k !== 4 || !labelsKnown || privateImages !== 20 || status === 'running') return null;
      if (encryptionsPerImage >= 20) return metrics.correlation >= 0.85 && metrics.membership >= 0.8;
      return encryptionsPerImage === 1 ? metrics.correlation < 0.5 : null;
    },
  },
  maximumSteps: 200,
  every: 5,
  recording: {},
  sweeps: {
    encryptions: {
      vary: { encryptionsPerImage: [1, 2, 5, 10, 20, 50], k: [2, 4, 6] },
      seeds: [0, 1, 2],
      metrics: ['correlation', 'membership', 'recovered'],
    },
  },
  start: startAttack,
});
