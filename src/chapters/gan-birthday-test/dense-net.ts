/**
 * A dense net and its Adam optimiser, with the gradients written out: the only training code of this chapter.
 *
 * All weights and biases of a net live in one vector, so that an optimiser step is ten operations whatever the depth.
 * Products with a transpose are written as `transpose` and then `matMul`: the WebAssembly kernel is ten times slower
 * when it transposes by itself.
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../lab/experiment';
import type { RandomSource } from '../../lab/random';
import { parameterCount } from './discriminator-theory';

interface Layer {
  /** in × out. */
  readonly weights: Tensor2D;
  /** out. */
  readonly bias: Tensor1D;
}

/** What a forward pass leaves behind for the backward pass. */
export interface Pass {
  readonly layers: readonly Layer[];
  /** Input of every layer, each batch × in. */
  readonly inputs: readonly Tensor2D[];
  /** Batch × out, without an activation: a discriminator's logits. */
  readonly output: Tensor2D;
}

export interface DenseNet {
  readonly sizes: readonly number[];
  /** Weights and biases of all layers, one after the other. */
  readonly parameters: Variable;
  forward(input: Tensor2D): Pass;
  /** The gradient in the parameters, in their order; `outputGradient` is batch × out. */
  parameterGradient(pass: Pass, outputGradient: Tensor2D): Tensor1D;
  /** The gradient in the input, batch × in. */
  inputGradient(pass: Pass, outputGradient: Tensor2D): Tensor2D;
  dispose(): void;
}

/** Normal weights with variance gain/in, zero biases: gain 1 is LeCun's initialisation, 2 is He's. */
function initialParameters(sizes: readonly number[], gain: number, random: RandomSource): Float32Array {
  const parameters = new Float32Array(parameterCount(sizes));
  let offset = 0;
  for (let i = 1; i < sizes.length; i++) {
    const weights = sizes[i - 1] * sizes[i];
    parameters.set(random.normals(weights, Math.sqrt(gain / sizes[i - 1])), offset);
    offset += weights + sizes[i];
  }
  return parameters;
}

/** A net with layers `sizes[0] → … → sizes[n]` and (leaky) rectifiers between them; `slope` 0 is the plain rectifier. */
export function denseNet(
  tf: Tensorflow,
  sizes: readonly number[],
  slope: number,
  random: RandomSource,
  gain = 1,
): DenseNet {
  const parameters = tf.tidy(() => tf.variable(tf.tensor1d(initialParameters(sizes, gain, random)), false));

  const layersOf = (): readonly Layer[] => {
    let offset = 0;
    const take = (count: number) => {
      const part = tf.slice(parameters as unknown as Tensor1D, offset, count);
      offset += count;
      return part;
    };
    return sizes.slice(1).map((out, i) => ({
      weights: tf.reshape(take(sizes[i] * out), [sizes[i], out]) as Tensor2D,
      bias: take(out),
    }));
  };

  /** The gradient that arrives before each layer's activation, from the last layer to the first. */
  function* backward(pass: Pass, outputGradient: Tensor2D): Generator<readonly [layer: number, gradient: Tensor2D]> {
    let gradient = outputGradient;
    for (let i = pass.layers.length - 1; i >= 0; i--) {
      yield [i, gradient];
      if (i === 0) return;
      const arriving = tf.matMul(gradient, tf.transpose(pass.layers[i].weights));
      // The derivative of the rectifier, read off its output: 1 where it is positive, else the slope.
      gradient = tf.mul(arriving, tf.step(pass.inputs[i], slope));
    }
  }

  return {
    sizes,
    parameters,
    forward(input) {
      const layers = layersOf();
      const inputs: Tensor2D[] = [input];
      layers.forEach(({ weights, bias }, i) => {
        const last = i === layers.length - 1;
        const activation = last ? 'linear' : slope > 0 ? 'leakyrelu' : 'relu';
        inputs.push(tf.fused.matMul({ a: inputs[i], b: weights, bias, activation, leakyreluAlpha: slope }) as Tensor2D);
      });
      return { layers, inputs: inputs.slice(0, -1), output: inputs[layers.length] };
    },
    parameterGradient(pass, outputGradient) {
      const parts: Tensor1D[] = [];
      const ones: Tensor2D = tf.ones([1, outputGradient.shape[0]]);
      for (const [i, gradient] of backward(pass, outputGradient)) {
        const weights = tf.matMul(tf.transpose(pass.inputs[i]), gradient);
        // A product with ones sums over the batch faster than a reduction does.
        parts.unshift(tf.reshape(weights, [-1]), tf.reshape(tf.matMul(ones, gradient), [-1]));
      }
      return tf.concat1d(parts);
    },
    inputGradient(pass, outputGradient) {
      let gradient = outputGradient;
      for (const [, arriving] of backward(pass, outputGradient)) gradient = arriving;
      return tf.matMul(gradient, tf.transpose(pass.layers[0].weights));
    },
    dispose: () => parameters.dispose(),
  };
}

export interface Adam {
  /** One step against the gradient; queues only. */
  update(gradient: Tensor1D, learningRate: number): void;
  dispose(): void;
}

/** Adam (Kingma & Ba 2015) on one vector of parameters; `beta1` 0.5 is what GANs are trained with since DCGAN. */
export function adam(tf: Tensorflow, parameters: Variable, beta1: number, beta2 = 0.999, epsilon = 1e-8): Adam {
  // The moments without their factors 1 − β: these join the step size.
  const first = tf.tidy(() => tf.variable(tf.zerosLike(parameters), false));
  const second = tf.tidy(() => tf.variable(tf.zerosLike(parameters), false));
  const constants: readonly Scalar[] = [tf.scalar(beta1), tf.scalar(beta2), tf.scalar(epsilon)];
  const [decay1, decay2, smallest] = constants;
  let steps = 0;
  return {
    update(gradient, learningRate) {
      steps++;
      const scale1 = (1 - beta1) / (1 - beta1 ** steps);
      const scale2 = (1 - beta2) / (1 - beta2 ** steps);
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, decay1), gradient) as Tensor);
        second.assign(tf.add(tf.mul(second, decay2), tf.square(gradient)) as Tensor);
        const deviation = tf.add(tf.sqrt(second), smallest);
        const rate = tf.scalar((learningRate * scale1) / Math.sqrt(scale2));
        parameters.assign(tf.sub(parameters, tf.mul(tf.div(first, deviation), rate)) as Tensor);
      });
    },
    dispose() {
      for (const tensor of [first, second, ...constants]) tensor.dispose();
    },
  };
}
