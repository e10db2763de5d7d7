/** The birthday paradox itself: how soon do two people of a group share a birthday? One step is one group. */
import { defineExperiment, type Frame } from '../../lab/experiment';
import { integer, type ParametersOf } from '../../lab/parameters';
import { clopperPearson, collisionCurve, collisionProbability, sampleSizeForHalf } from './theory';

const groups = 400;

const params = {
  people: integer({
    label: 'People in the group',
    help: 'Try the number of people around you.',
    min: 2,
    max: 400,
    default: 23,
    scale: 'log',
  }),
  days: integer({
    label: 'Days of the year',
    help: '365 for birthdays; more for everything else that is equally likely.',
    min: 10,
    max: 100000,
    default: 365,
    scale: 'log',
  }),
};

export type CollisionCurveParams = ParametersOf<typeof params>;

export interface CollisionCurveFrame extends Frame {
  /** The group sizes at which the curve is drawn, and P(N, s) there. */
  readonly sizes: Float64Array;
  readonly probabilities: Float64Array;
  /** The birthdays of the last group, from 0. */
  readonly birthdays: Int32Array;
  /** The 95 % interval of the share of groups with a shared birthday. */
  readonly interval: readonly [lower: number, upper: number];
}

export const experiment = defineExperiment<typeof params, CollisionCurveFrame>({
  id: 'gan-birthday-test/collision-curve',
  title: 'Twenty-three people',
  sentence: 'In a group of 23, two people share a birthday more often than not.',
  params,
  presets: {
    party: { label: '23 people', params: { people: 23, days: 365 } },
    school: { label: 'A school class of 30', params: { people: 30, days: 365 } },
    faces: { label: '100,000 things, 400 draws', params: { people: 400, days: 100000 } },
  },
  claim: {
    statement: 'The share of groups with a shared birthday agrees with 1 − ∏(1 − i/N), up to its 95 % interval.',
    holds(frame, { people, days }) {
      if (frame.status !== 'converged') return null;
      const [lower, upper] = frame.interval;
      const probability = collisionProbability(days, people);
      return lower <= probability && probability <= upper;
    },
  },
  maximumSteps: groups,
  every: 4,
  recording: {},
  async start({ people, days }, { random }) {
    const draws = random.fork('birthdays');
    const half = sampleSizeForHalf(days);
    const largest = Math.max(Math.ceil(2.5 * half), people + 5);
    const curve = collisionCurve(days, largest);
    const points = Math.min(largest, 150);
    const sizes = Float64Array.from({ length: points }, (_, i) => 1 + Math.round((i * (largest - 1)) / (points - 1)));
    const probabilities = sizes.map((size) => curve[size - 1]);
    let birthdays = new Int32Array();
    let step = 0;
    let shared = 0;
    return {
      step() {
        if (step >= groups) return;
        step++;
        birthdays = Int32Array.from({ length: people }, () => draws.integer(days));
        if (new Set(birthdays).size < people) shared++;
      },
      async read() {
        return {
          step,
          metrics: {
            collisionProbability: curve[people - 1],
            sharedShare: step > 0 ? shared / step : Number.NaN,
            sampleSizeForHalf: half,
          },
          status: step >= groups ? 'converged' : 'running',
          sizes,
          probabilities,
          birthdays: birthdays.slice(),
          interval: step > 0 ? clopperPearson(shared, step) : [0, 1],
        };
      },
      dispose() {},
    };
  },
});
