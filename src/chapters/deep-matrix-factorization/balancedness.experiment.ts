import { defineExperiment, type Field, type Frame, ReaderError, type Run, type RunContext } from '../../lab/experiment';
import { type ParametersOf, real, text } from '../../lab/parameters';
import { type ScalarPair, scalarFlowLimit, scalarImbalance, scalarStep } from './scalar-theory';

const params = {
  start: text({
    label: 'Start (w₁, w₂)',
    help: 'The point in the figure: two numbers between −3 and 3.',
    default: '1.5, -0.5',
    maximumLength: 40,
  }),
  target: real({
    label: 'Target',
    help: 'The number t that the product w₁w₂ is to reach.',
    min: -2,
    max: 2,
    default: 1,
    step: 0.1,
    scale: 'linear',
  }),
  learningRate: real({
    label: 'Learning rate',
    help: 'Step size η of gradient descent.',
    min: 1e-3,
    max: 1,
    default: 0.05,
  }),
};

export type BalancednessParams = ParametersOf<typeof params>;

export interface BalancednessFrame extends Frame {
  /** points × 2: (w₁, w₂) at every step so far. */
  readonly path: Field;
  /** (w₁, w₂) where gradient flow ends, on the hyperbola through the start. */
  readonly flowLimit: Field;
}

/** Reads '1.5, -0.5'. Throws ReaderError on anything else, and on the saddle itself. */
export function parseStart(source: string): ScalarPair {
  const numbers = source
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(Number);
  if (numbers.length !== 2 || numbers.some((x) => !Number.isFinite(x) || Math.abs(x) > 3)) {
    throw new ReaderError(`“${source}” is no start: give two numbers between −3 and 3, such as 1.5, -0.5.`);
  }
  if (numbers[0] === 0 && numbers[1] === 0) {
    throw new ReaderError('At (0, 0) both gradients vanish: it is the saddle, and nothing moves. Drag the start away.');
  }
  return { first: numbers[0], second: numbers[1] };
}

/** At rest where the squared gradient is below 10⁻¹⁸: nothing moves any more. */
function statusAt({ first, second }: ScalarPair, target: number): Frame['status'] {
  const residual = first * second - target;
  if (!(Math.abs(residual) < 1e12)) return 'diverged';
  return residual ** 2 * (first ** 2 + second ** 2) < 1e-18 ? 'converged' : 'running';
}

async function begin(chosen: BalancednessParams, context: RunContext): Promise<Run<BalancednessFrame>> {
  const { target, learningRate } = chosen;
  const start = parseStart(chosen.start);
  const limit = scalarFlowLimit(start, target);
  if (limit.first === 0 && limit.second === 0 && target !== 0) {
    context.note('This start lies on the line that leads into the saddle: nothing pushes off it, and the loss stays.');
  }
  const startImbalance = scalarImbalance(start);
  const path: ScalarPair[] = [start];
  let lawDeviation = 0;
  let status: Frame['status'] = statusAt(start, target);

  return {
    step() {
      if (status !== 'running') return;
      const here = path[path.length - 1];
      const next = scalarStep(here, target, learningRate);
      const residual = here.first * here.second - target;
      const lawful = scalarImbalance(here) * (1 - (learningRate * residual) ** 2);
      const scale = next.first ** 2 + next.second ** 2 + 1;
      lawDeviation = Math.max(lawDeviation, Math.abs(scalarImbalance(next) - lawful) / scale);
      path.push(next);
      status = statusAt(next, target);
    },
    async read() {
      const { first, second } = path[path.length - 1];
      const residual = first * second - target;
      return {
        step: path.length - 1,
        status,
        cause:
          status === 'diverged' ? 'The steps overshoot further each time: choose a smaller learning rate.' : undefined,
        metrics: {
          loss: residual ** 2 / 2,
          imbalance: scalarImbalance({ first, second }),
          startImbalance,
          drift: startImbalance === 0 ? 0 : 1 - scalarImbalance({ first, second }) / startImbalance,
          lawDeviation,
          first,
          second,
        },
        path: { shape: [path.length, 2], data: Float32Array.from(path.flatMap((p) => [p.first, p.second])) },
        flowLimit: { shape: [2], data: Float32Array.of(limit.first, limit.second) },
      };
    },
    dispose() {},
  };
}

export const experiment = defineExperiment<typeof params, BalancednessFrame>({
  id: 'deep-matrix-factorization/balancedness',
  title: 'The hyperbolas that descent follows',
  sentence:
    'Gradient flow conserves the difference w₁² − w₂²; steps of finite size leak a little of it, by an exact law.',
  params,
  presets: {
    crossing: { label: 'Crossing the axis', params: { start: '1.5, -0.5', target: 1 } },
    unbalanced: { label: 'Far from balanced', params: { start: '2, 0.1', target: 1 } },
    saddle: { label: 'Into the saddle', params: { start: '1, 1', target: -1 } },
    'past-the-saddle': { label: 'Just past the saddle', params: { start: '1.01, 0.99', target: -1 } },
  },
  claim: {
    statement:
      'Each step multiplies w₁² − w₂² by 1 − η²(w₁w₂ − t)², so that at η = 0.05 at most 4 % of it leaks away on the way to t = 1.',
    holds({ metrics, status }, { learningRate, target }) {
      if (status === 'running' || learningRate > 0.05 || metrics.startImbalance === 0) return null;
      return metrics.lawDeviation < 1e-12 && (target !== 1 || Math.abs(metrics.drift) <= 0.04);
    },
  },
  maximumSteps: 20_000,
  every: 1,
  recording: {},
  start: begin,
});
