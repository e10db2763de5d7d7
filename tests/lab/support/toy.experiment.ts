/** Least squares on a small random problem: the smallest experiment that has everything an experiment may have. */
import { defineExperiment, type Field, type Frame, ReaderError } from '../../../src/lab/experiment';
import { choice, integer, real } from '../../../src/lab/parameters';

export interface ToyFrame extends Frame {
  readonly weights: Field;
}

const size = 16;

export const experiment = defineExperiment({
  id: 'toy/least-squares',
  title: 'Least squares',
  sentence: 'Gradient descent finds the solution.',
  params: {
    learningRate: real({ label: 'Learning rate', help: 'Step size.', min: 1e-4, max: 10, default: 0.1 }),
    shrinkage: real({ label: 'Shrinkage', help: 'Weight decay.', min: 0, max: 1, default: 0, live: true }),
    end: integer({ label: 'End', help: 'Steps until it is done.', min: 1, max: 1_000_000, default: 1_000_000 }),
    trouble: choice({
      label: 'Trouble',
      help: 'What goes wrong.',
      options: [
        { value: 'none', label: 'None' },
        { value: 'reader', label: 'A mistake of the reader' },
        { value: 'bug', label: 'A bug' },
        { value: 'late bug', label: 'A bug after ten steps' },
      ],
      default: 'none',
    }),
  },
  claim: {
    statement: 'The loss falls below a hundredth of its start.',
    holds: ({ metrics }: ToyFrame) => (metrics.loss < 0.01 * metrics.firstLoss ? true : null),
  },
  maximumSteps: 100_000,
  async start(params, { tf, random, progress, signal, note }) {
    if (params.trouble === 'reader') throw new ReaderError('The data do not fit. Choose others.');
    if (params.trouble === 'bug') throw new Error('boom');
    progress(0.5, 'Drawing');
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal.throwIfAborted();
    note('Drawn.');
    const inputs = tf.keep(tf.tensor2d(random.fork('inputs').normals(size * size), [size, size]));
    const targets = tf.keep(tf.tensor2d(random.fork('targets').normals(size), [size, 1]));
    const weights = tf.tidy(() => tf.variable(tf.tensor2d(random.fork('weights').normals(size), [size, 1])));
    let shrinkage = params.shrinkage;
    let step = 0;
    let firstLoss = Number.NaN;
    return {
      step() {
        if (params.trouble === 'late bug' && step === 10) throw new Error('late boom');
        tf.tidy(() => {
          const residual = tf.sub(tf.matMul(inputs, weights), targets);
          const gradient = tf.add(tf.div(tf.matMul(inputs, residual, true), size), tf.mul(weights, shrinkage));
          weights.assign(tf.sub(weights, tf.mul(gradient, params.learningRate)));
        });
        step++;
      },
      async read() {
        const at = step;
        const loss = tf.tidy(() => tf.mean(tf.square(tf.sub(tf.matMul(inputs, weights), targets))));
        const [value] = await loss.data();
        loss.dispose();
        const data = (await weights.data()) as Float32Array;
        if (Number.isNaN(firstLoss)) firstLoss = value;
        return {
          step: at,
          status: at >= params.end ? 'converged' : 'running',
          metrics: { loss: value, firstLoss, shrinkage },
          weights: { shape: [size, 1], data },
        };
      },
      change(changed) {
        shrinkage = changed.shrinkage;
      },
      dispose: () => tf.dispose([inputs, targets, weights]),
    };
  },
});
