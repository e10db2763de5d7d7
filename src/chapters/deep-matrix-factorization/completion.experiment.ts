import { defineExperiment, type Field, type Frame, type Run, type RunContext } from '../../lab/experiment';
import { type CompletionParams, divergenceCause, prepareCompletion } from './completion-run';
import { completionParameters } from './completion-schema';
import { fieldOf, spectrumMetrics } from './spectrum';
import { watch } from './watched-network';

export type { CompletionParams } from './completion-run';

/** Matrices of the figure, all n × n; entries have root mean square 1. */
export interface CompletionFrame extends Frame {
  readonly truth: Field;
  /** Ones where the entry is observed. */
  readonly observed: Field;
  /** W_N … W_1. */
  readonly recovered: Field;
  /** What the nuclear norm makes of the same entries. */
  readonly nuclearNormRecovered: Field;
}

async function start(params: CompletionParams, context: RunContext): Promise<Run<CompletionFrame, CompletionParams>> {
  const { network, clean, convex, convexError, measure } = await prepareCompletion(params, context);
  const fixed = {
    truth: fieldOf(clean.target),
    observed: { shape: [clean.mask.rows, clean.mask.columns], data: Uint8Array.from(clean.mask.to1DArray()) },
    nuclearNormRecovered: fieldOf(convex.completed),
  };
  const baseline = {
    nuclearNormTestError: convexError,
    nuclearNormMinimum: convex.norm,
    nuclearNormLowerBound: convex.lowerBound,
  };
  const watched = watch(network, { every: 20, done: (w) => measure(w).status !== 'running' });

  return {
    step: () => watched.step(),
    async read() {
      const { step, endToEnd, done } = await watched.look();
      const { trainError, testError, status: reached } = measure(endToEnd);
      const status = done ? reached : 'running';
      return {
        step,
        status,
        cause: status === 'diverged' ? divergenceCause : undefined,
        metrics: { trainError, testError, ...spectrumMetrics(endToEnd), ...baseline },
        recovered: fieldOf(endToEnd),
        ...fixed,
      };
    },
    dispose: () => watched.dispose(),
  };
}

export const experiment = defineExperiment<typeof completionParameters, CompletionFrame>({
  id: 'deep-matrix-factorization/completion',
  title: 'Completing a matrix by gradient descent',
  sentence: 'From a third of its entries, depth 3 recovers a matrix that the nuclear norm cannot.',
  params: completionParameters,
  presets: {
    'depth-2': { label: 'Depth 2', params: { depth: 2 } },
    'depth-3': { label: 'Depth 3', params: { depth: 3 } },
    plenty: { label: 'Plenty of entries', params: { depth: 3, observed: 500 } },
    scarce: { label: 'Too few entries', params: { depth: 3, observed: 150 } },
    photograph: { label: 'A photograph', params: { matrix: 'photograph', observed: 512, depth: 2 } },
    published: { label: 'As published (100 × 100)', params: { size: 100, rank: 5, observed: 2000 } },
  },
  claim: {
    statement:
      'Gradient descent on a product of three matrices recovers a low-rank matrix (error at most 0.02) from entries with which the nuclear norm fails (error at least 0.05).',
    holds({ metrics, status }, { depth, matrix, noise }) {
      if (depth < 3 || matrix !== 'random' || noise > 0 || !(metrics.nuclearNormTestError >= 0.05)) return null;
      if (metrics.testError <= 0.02) return true;
      return status === 'running' ? null : false;
    },
  },
  maximumSteps: 15_000,
  every: 20,
  recording: {},
  start,
});
