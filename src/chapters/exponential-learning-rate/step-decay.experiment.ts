import { defineExperiment } from '../../lab/experiment';
import { choice, integer, type ParametersOf, real, toggle } from '../../lab/parameters';
import { legalRoots } from './legal-roots';
import { type EquivalentSchedule, generalSchedule, phaseRate, stepDecaySchedule } from './schedules';
import { networkParameters, optimizerParameters } from './twin-schema';
import { startTwins, type TwinFrame } from './twins';

const parameters = {
  decayStep: integer({
    label: 'Decay at step',
    help: 'When the run with weight decay lowers its rate. Drag the line in the plot.',
    min: 100,
    max: 1400,
    default: 1000,
  }),
  decayFactor: real({
    label: 'Divide the rate by',
    help: 'How far the rate of the run with weight decay drops.',
    min: 1,
    max: 50,
    default: 10,
    step: 1,
    scale: 'linear',
  }),
  ...optimizerParameters({ learningRate: 0.5, weightDecay: 0.02, momentum: 0 }),
  momentumCorrection: toggle({
    label: 'Correct the buffer at the drop',
    help: 'With momentum, the buffers of the two phases differ by another multiple of the weights; the effect is of second order.',
    default: true,
    when: { param: 'schedule', is: ['exact'] },
  }),
  schedule: choice({
    label: 'Schedule',
    help: 'The exponential pieces of the paper, or the recursion that needs no correction.',
    options: [
      { value: 'exact', label: 'exponential in each phase' },
      { value: 'general', label: 'general: the recursion α_t' },
    ],
    default: 'exact',
  }),
  ...networkParameters,
};

export type StepDecayParams = ParametersOf<typeof parameters>;

/** The rates of a run whose rate drops once, and what stands in for its weight decay. */
function scheduleFor(params: StepDecayParams): EquivalentSchedule {
  const { learningRate, weightDecay, momentum, decayStep, decayFactor } = params;
  legalRoots(params);
  const phases = [
    { start: 0, learningRate },
    { start: decayStep, learningRate: learningRate / decayFactor },
  ];
  return params.schedule === 'general'
    ? generalSchedule((step) => phaseRate(phases, step), weightDecay, momentum)
    : stepDecaySchedule(phases, weightDecay, momentum, params.momentumCorrection);
}

export const experiment = defineExperiment<typeof parameters, TwinFrame>({
  id: 'exponential-learning-rate/step-decay',
  title: 'Step decay becomes a sawtooth',
  sentence:
    'Where one run divides its learning rate by ten, the other keeps growing, only from a lower place and more slowly.',
  params: parameters,
  presets: {
    plain: {
      label: 'Without momentum',
      params: { momentum: 0, learningRate: 0.5, weightDecay: 0.02, momentumCorrection: true },
    },
    momentum: {
      label: 'With momentum',
      params: { momentum: 0.9, learningRate: 0.1, weightDecay: 0.025, momentumCorrection: true },
    },
    uncorrected: {
      label: 'With momentum, uncorrected',
      params: { momentum: 0.9, learningRate: 0.1, weightDecay: 0.025, momentumCorrection: false },
    },
  },
  claim: {
    statement:
      'With a step decay too, no class probability of the two runs differs by as much as 0.001, before and after the drop.',
    holds(
      { metrics, step },
      { normalization, activation, epsilon, decayStep, momentum, momentumCorrection, schedule },
    ) {
      const corrected = momentum === 0 || momentumCorrection || schedule === 'general';
      if (normalization !== 'batch' || activation !== 'tanh' || epsilon > 0 || !corrected) return null;
      if (!(metrics.maxDeviation < 1e-3)) return false;
      return step > decayStep ? true : null;
    },
  },
  maximumSteps: 1500,
  every: 20,
  recording: {},
  async start(params, context) {
    const schedule = scheduleFor(params);
    const run = await startTwins({ ...params, schedule, rateInside: false, representation: 'log-scale' }, context);
    const sides = {
      learningRateBefore: Math.exp(schedule.logRate(params.decayStep - 1)),
      learningRateAfter: Math.exp(schedule.logRate(params.decayStep)),
    };
    return {
      ...run,
      async read() {
        const frame = await run.read();
        return { ...frame, metrics: { ...frame.metrics, ...sides } };
      },
    };
  },
});
