import { defineExperiment } from '../../lab/experiment';
import { type DrawsFrame, drawsParameters, startDraws } from './completion-draws';

export type { DrawsFrame, DrawsParams } from './completion-draws';

const sweep = 'deep-matrix-factorization/initial-scale.scales';

export const experiment = defineExperiment<typeof drawsParameters, DrawsFrame>({
  id: 'deep-matrix-factorization/initial-scale',
  title: 'Where depth 2 only seems to minimise the nuclear norm',
  sentence: 'Depth 2 agrees with the nuclear norm at one initial scale only: start smaller, and it does better.',
  params: {
    ...drawsParameters,
    depth: { ...drawsParameters.depth, default: 2 },
    initScale: { ...drawsParameters.initScale, default: 1e-4 },
  },
  presets: {
    agreement: { label: 'Where they agree', params: { depth: 2, initScale: 1e-3 } },
    smaller: { label: 'Start smaller', params: { depth: 2, initScale: 1e-6 } },
    larger: { label: 'Start large', params: { depth: 2, initScale: 0.1 } },
    'depth-3': { label: 'Depth 3', params: { depth: 3, initScale: 1e-4 } },
  },
  claim: {
    statement:
      'At depth 2 the error falls steadily with the initial scale, and from 10⁻⁴ down it is below the nuclear norm’s; depth 3 recovers (error at most 0.02) anywhere from 10⁻³ to 10⁻⁶.',
    holds({ metrics, status }, { depth, initScale, observed, size, rank, noise }) {
      const asked = observed === 300 && size === 30 && rank === 2 && noise === 0;
      if (!asked || status === 'running') return null;
      if (depth === 2 && initScale <= 1e-4) return metrics.medianTestError < metrics.nuclearNormMedian;
      if (depth === 2 && initScale >= 1e-2) return metrics.medianTestError > metrics.nuclearNormMedian;
      return depth === 3 && initScale <= 1e-3 && initScale >= 1e-6 ? metrics.medianTestError <= 0.02 : null;
    },
  },
  maximumSteps: 1_000_000,
  every: 100,
  recording: {},
  sweeps: {
    scales: {
      params: { draws: 1 },
      vary: { depth: [2, 3], initScale: [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-9] },
      seeds: [1, 2, 3, 4, 5],
      metrics: ['testError', 'nuclearNormTestError'],
    },
  },
  start: (params, context) => startDraws(params, context, sweep, 'initScale'),
});
