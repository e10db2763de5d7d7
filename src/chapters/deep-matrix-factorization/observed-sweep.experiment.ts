import { defineExperiment } from '../../lab/experiment';
import { type DrawsFrame, drawsParameters, startDraws } from './completion-draws';

export type { DrawsFrame, DrawsParams } from './completion-draws';

export const experiment = defineExperiment<typeof drawsParameters, DrawsFrame>({
  id: 'deep-matrix-factorization/observed-sweep',
  title: 'How many entries are enough',
  sentence: 'Depth 3 needs fewer entries than the nuclear norm; with plenty of entries nothing beats the nuclear norm.',
  params: drawsParameters,
  presets: {
    gap: { label: 'Where depth wins', params: { observed: 300, depth: 3 } },
    'depth-2': { label: 'Depth 2 at the same entries', params: { observed: 300, depth: 2 } },
    scarce: { label: 'Too few for anyone', params: { observed: 150, depth: 3 } },
    plenty: { label: 'Plenty', params: { observed: 500, depth: 3 } },
  },
  claim: {
    statement:
      'At 300 of 900 entries the median error of depth 3 is at most 0.02, while the nuclear norm and depth 2 stay above 0.05.',
    holds({ metrics, status }, chosen) {
      const asked = chosen.observed === 300 && chosen.size === 30 && chosen.rank === 2 && chosen.noise === 0;
      if (!asked || status === 'running' || (chosen.depth !== 2 && chosen.depth !== 3)) return null;
      const right = chosen.depth === 3 ? metrics.medianTestError <= 0.02 : metrics.medianTestError >= 0.05;
      return right && metrics.nuclearNormMedian >= 0.05;
    },
  },
  maximumSteps: 1_000_000,
  every: 100,
  recording: {},
  sweeps: {
    transition: {
      params: { draws: 1 },
      vary: { depth: [2, 3, 4], observed: [150, 180, 210, 240, 270, 300, 350, 400, 500] },
      seeds: [1, 2, 3, 4, 5],
      metrics: ['testError', 'nuclearNormTestError'],
    },
  },
  start: (params, context) =>
    startDraws(params, context, 'deep-matrix-factorization/observed-sweep.transition', 'observed'),
});
