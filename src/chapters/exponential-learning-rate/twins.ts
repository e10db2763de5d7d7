/** Trains the pair of runs and measures how far apart they are: what every experiment on digits in this chapter does. */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Field, Frame, Run, RunContext } from '../../lab/experiment';
import { batchOrder, classes, loadDigits } from './digits';
import type { EquivalentSchedule } from './schedules';
import { type NetworkKind, twinNetwork } from './twin-network';
import { twinOptimizer } from './twin-optimizer';

export interface TwinSetup extends NetworkKind {
  readonly schedule: EquivalentSchedule;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly representation: 'direct' | 'log-scale';
  readonly rateInside: boolean;
  readonly epsilon: number;
  readonly width: number;
  readonly images: number;
}

/** What the figures draw beside the history of metrics. */
export interface TwinFrame extends Frame {
  /** Probability of the right digit for the first test images, [2, shown]: with weight decay, then exponential. */
  readonly probabilities: Field;
}

const shown = 200;

/**
 * Floats of 16 bits end at 65,504 and keep three digits: the reader is told. WebGL alone may have no others; its backend's
 * own floatPrecision() says 16 on devices that have 32 (tfjs 4.22), so its flag is asked.
 */
function remarkOnPrecision({ tf, backend, note }: RunContext): void {
  if (backend !== 'webgl' || tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return;
  note(
    'This device computes with 16-bit floats: rates beyond 65,504 overflow, and the two runs drift apart by rounding. Choose WebAssembly in the menu of backends to see them agree.',
  );
}

/** e^x, or NaN ("not defined") beyond what float64 holds: the metric log10LearningRate goes on. */
const finiteExp = (x: number): number => (x < 700 ? Math.exp(x) : Number.NaN);

/** Starts both runs from the same weights on the same batches. */
export async function startTwins(setup: TwinSetup, context: RunContext): Promise<Run<TwinFrame>> {
  const { tf, random } = context;
  const { schedule, width } = setup;
  remarkOnPrecision(context);
  const digits = await loadDigits(context);
  const batchAt = batchOrder(random.fork('batches'), setup.images);

  /** He's initialisation, the same for both runs. */
  const drawn = (label: string, inputs: number, outputs: number): Tensor3D => {
    const values = random.fork(label).normals(inputs * outputs, Math.sqrt(2 / inputs));
    return tf.tidy(() => tf.tile(tf.tensor3d(values, [1, inputs, outputs]), [2, 1, 1]));
  };
  const last = drawn('last layer', width, classes);
  const network = twinNetwork(tf, setup, last);
  const initial = [drawn('first layer', digits.pixels, width), drawn('second layer', width, width)];
  const optimizer = twinOptimizer(tf, {
    ...setup,
    // Only where the loss does not see the scale of the weights may they be kept apart from it.
    representation: setup.normalization === 'none' ? 'direct' : setup.representation,
    initial,
  });
  tf.dispose(initial);
  let step = 0;

  /** ε as the scaled weights see it: the variance of ŵ is that of w̃ divided by 2^2k. */
  const epsilons = (): Tensor[] =>
    optimizer.exponents.map((k) =>
      setup.epsilon === 0 ? tf.scalar(0) : tf.mul(setup.epsilon, tf.pow(2, tf.mul(k, -2))),
    );

  /** Every number of a frame as one tensor, so that one read-back is enough. */
  const measured = () =>
    tf.tidy(() => {
      const { inputs, labels } = digits.batch(batchAt(step));
      const [weights, small] = [optimizer.weights, epsilons()];
      const losses = network.loss(network.forward(inputs, weights, small).logits, labels);
      const { logits } = network.forward(digits.test.inputs, weights, small);
      const probabilities = tf.softmax(logits);
      const [decayed, exponential] = tf.split(probabilities, 2, 0);
      const truth = tf.argMax(digits.test.labels, 2);
      const hits = tf.cast(tf.equal(tf.argMax(logits, 2), truth), 'float32');
      const right = tf.sum(tf.mul(probabilities, digits.test.labels), 2);
      const squares = weights.map((w) => tf.sum(tf.square(w), [1, 2]));
      return tf.concat([
        losses,
        tf.mean(hits, 1),
        tf.reshape(tf.max(tf.abs(tf.sub(decayed, exponential))), [1]),
        ...squares,
        ...optimizer.exponents.map((k) => tf.reshape(k, [2])),
        tf.reshape(tf.slice(right, [0, 0], [2, shown]), [2 * shown]),
      ]);
    });

  return {
    step() {
      tf.tidy(() => {
        const { inputs, labels } = digits.batch(batchAt(step));
        optimizer.apply(step, network.gradients(inputs, labels, optimizer.weights, epsilons()));
      });
      step++;
    },
    async read() {
      const at = step;
      const tensor = measured();
      const numbers = (await tensor.data()) as Float32Array;
      tensor.dispose();
      const [lossWeightDecay, lossExponential, accuracyWeightDecay, accuracyExponential, maxDeviation] = numbers;
      const [firstDecayed, firstGrown, secondDecayed, secondGrown, , firstExponent, , secondExponent] =
        numbers.slice(5);
      const squareDecayed = firstDecayed + secondDecayed;
      // ln ‖w̃‖², which may lie far beyond what even float64 holds.
      const most = Math.max(firstExponent, secondExponent);
      const squareGrown = firstGrown * 4 ** (firstExponent - most) + secondGrown * 4 ** (secondExponent - most);
      const logSquareGrown = Math.log(squareGrown) + 2 * most * Math.LN2;
      const logRate = schedule.logRate(at);
      const lost = !Number.isFinite(lossWeightDecay)
        ? 'with weight decay'
        : !Number.isFinite(lossExponential)
          ? 'with the growing rate'
          : null;
      return {
        step: at,
        status: lost ? 'diverged' : 'running',
        cause: lost
          ? `The run ${lost} is no longer finite: its learning rate is ${(logRate / Math.LN10).toFixed(1)} decades above 1.`
          : undefined,
        metrics: {
          lossWeightDecay,
          lossExponential,
          accuracyWeightDecay,
          accuracyExponential,
          maxDeviation: lost ? Number.NaN : maxDeviation,
          learningRate: schedule.rate(at),
          exponentialLearningRate: finiteExp(logRate),
          log10LearningRate: logRate / Math.LN10,
          normWeightDecay: Math.sqrt(squareDecayed),
          normExponential: finiteExp(logSquareGrown / 2),
          predictedNorm: finiteExp(schedule.logScale(at) + Math.log(squareDecayed) / 2),
          effectiveLearningRate: schedule.rate(at) / squareDecayed,
          effectiveLearningRateExponential: finiteExp(logRate - logSquareGrown),
        },
        probabilities: { shape: [2, shown], data: numbers.slice(13) },
      };
    },
    dispose() {
      optimizer.dispose();
      tf.dispose([last, digits.test.inputs, digits.test.labels]);
    },
  };
}
