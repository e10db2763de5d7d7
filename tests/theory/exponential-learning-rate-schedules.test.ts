import { describe, expect, it } from 'vitest';
import {
  type EquivalentSchedule,
  exponentialSchedule,
  generalSchedule,
  halfExponentSchedule,
  stepDecaySchedule,
  withZeroBuffer,
} from '../../src/chapters/exponential-learning-rate/schedules';
import { decayRoots, equivalentState, momentumStep } from '../../src/chapters/exponential-learning-rate/theory';
import {
  gradient,
  initialWeights,
  loss,
  norm,
  outputDeviation,
  outputs,
  startPair,
  stepPair,
  type TinyPair,
} from '../../src/chapters/exponential-learning-rate/tiny-model';

const rootsOf = (decayProduct: number, momentum: number) => {
  const roots = decayRoots(decayProduct, momentum);
  if (!roots) throw new Error('no real root');
  return roots;
};
const exact = (learningRate: number, weightDecay: number, momentum: number) =>
  exponentialSchedule(learningRate, rootsOf(learningRate * weightDecay, momentum).larger);

/** Fifty steps of both runs of the tiny model. */
function trace(schedule: EquivalentSchedule, weightDecay: number, momentum: number, steps = 50) {
  let pair = startPair(schedule);
  const losses = [loss(pair.decayed.weights)];
  const deviations = [0];
  for (let t = 0; t < steps; t++) {
    pair = stepPair(pair, t, schedule, weightDecay, momentum);
    losses.push(loss(pair.decayed.weights));
    deviations.push(outputDeviation(pair));
  }
  return { pair, losses, deviations, deviation: Math.max(...deviations) };
}

describe('the tiny model', () => {
  it('has the loss and the gradient of the fixture', () => {
    expect(loss(initialWeights)).toBeCloseTo(1.4204788223, 10);
    [-0.54403317322, -0.208900417818, -0.132006235654].forEach((g, i) => {
      expect(gradient(initialWeights)[i]).toBeCloseTo(g, 11);
    });
  });

  it('has the gradient of finite differences, orthogonal to the weights and inversely proportional to their norm', () => {
    const h = 1e-6;
    const g = gradient(initialWeights);
    initialWeights.forEach((_, i) => {
      const moved = (by: number) => loss(initialWeights.map((w, j) => (j === i ? w + by : w)));
      expect((moved(h) - moved(-h)) / (2 * h)).toBeCloseTo(g[i], 8);
    });
    expect(g.reduce((sum, x, i) => sum + x * initialWeights[i], 0)).toBeCloseTo(0, 14);
    gradient(initialWeights.map((w) => 50 * w)).forEach((x, i) => {
      expect(x).toBeCloseTo(g[i] / 50, 14);
    });
  });
});

describe('weight decay is an exponential rate', () => {
  it.each([
    [0.2, 0.1, 0, 1.3451024461, 0.507918713, 0.2604810371, 1.47791175048, 0.4502531071, 1.2363827406],
    [0.1, 0.3, 0, 1.3829486072, 0.8314421945, 0.2604810371, 2.03985035137, 0.2622011376, 1.2023969287],
    [0.5, 0.4, 0, 1.186076852, 0.2660992491, 0.2762769814, 1963637386.12, 0.2464353977, 17266.47721],
    [0.2, 0.0125, 0.9, 1.3464571226, 0.3131091275, 0.260649557, 11.3809345227, 3.056648882, 23.53335803],
  ])('η = %d, λ = %d, γ = %d', (learningRate, weightDecay, momentum, l1, l10, l50, rate, decayedNorm, grownNorm) => {
    const schedule = exact(learningRate, weightDecay, momentum);
    const { losses, pair, deviation } = trace(schedule, weightDecay, momentum);
    expect(losses[1]).toBeCloseTo(l1, 9);
    expect(losses[10]).toBeCloseTo(l10, 9);
    expect(losses[50]).toBeCloseTo(l50, 9);
    expect(Math.exp(schedule.logRate(49)) / rate - 1).toBeCloseTo(0, 10);
    expect(norm(pair.decayed.weights)).toBeCloseTo(decayedNorm, 8);
    expect(norm(pair.exponential.weights) / grownNorm - 1).toBeCloseTo(0, 8);
    expect(norm(pair.exponential.weights) / norm(pair.decayed.weights)).toBeCloseTo(
      Math.exp(schedule.logScale(50)),
      momentum === 0 && weightDecay === 0.4 ? 4 : 8,
    );
    expect(deviation).toBeLessThan(1e-10);
  });

  it('starts the buffer where the theorem says, and ends where the fixture does', () => {
    const schedule = exact(0.2, 0.0125, 0.9);
    [-0.0416666667, 0.1875, -0.125].forEach((v, i) => {
      expect(startPair(schedule).exponential.buffer[i]).toBeCloseTo(v, 9);
    });
    const { pair } = trace(schedule, 0.0125, 0.9);
    [1.8090820327, 1.5052920952, -0.7648060189].forEach((f, i) => {
      expect(outputs(pair.decayed.weights)[i]).toBeCloseTo(f, 9);
    });
    [1.8435292744, 1.4436481935, -0.746048249].forEach((f, i) => {
      expect(outputs(trace(exact(0.2, 0.1, 0), 0.1, 0).pair.exponential.weights)[i]).toBeCloseTo(f, 9);
    });
  });

  it('maps weights and buffers step by step', () => {
    const { larger } = rootsOf(0.0025, 0.9);
    const { pair } = trace(exact(0.2, 0.0125, 0.9), 0.0125, 0.9, 20);
    const mapped = equivalentState(pair.decayed, 20, larger, 0.2);
    pair.exponential.weights.forEach((w, i) => {
      expect(w).toBeCloseTo(mapped.weights[i], 12);
      expect(pair.exponential.buffer[i]).toBeCloseTo(mapped.buffer[i], 12);
    });
  });

  it('holds for the smaller root too, with its own buffer', () => {
    const { smaller } = rootsOf(0.0025, 0.9);
    const schedule = exponentialSchedule(0.2, smaller);
    expect(trace(schedule, 0.0125, 0.9).deviation).toBeLessThan(1e-12);
    expect(trace(withZeroBuffer(schedule), 0.0125, 0.9).deviation).toBeCloseTo(0.54, 2);
  });

  it('holds for a buffer of zeros where the run with weight decay starts with another', () => {
    const schedule = exact(0.2, 0.0125, 0.9);
    const start = startPair(withZeroBuffer(schedule));
    let pair: TinyPair = {
      ...start,
      decayed: { ...start.decayed, buffer: initialWeights.map((w) => -schedule.initialBuffer * w) },
    };
    for (let t = 0; t < 50; t++) pair = stepPair(pair, t, schedule, 0.0125, 0.9);
    expect(outputDeviation(pair)).toBeLessThan(1e-13);
  });

  it('with the rate inside the buffer needs momentum γ/α² and a velocity', () => {
    const { larger } = rootsOf(0.08, 0.5);
    const schedule = exact(0.5, 0.16, 0.5);
    const inside = (momentum: number) => {
      let decayed = startPair(schedule).decayed;
      let weights = initialWeights;
      let velocity = initialWeights.map((w) => (1 - larger) * w);
      let worst = 0;
      for (let t = 0; t < 50; t++) {
        decayed = momentumStep(decayed, gradient(decayed.weights), 0.5, 0.5, 0.16);
        const g = gradient(weights);
        const rate = Math.exp(schedule.logRate(t));
        velocity = velocity.map((u, i) => momentum * u - rate * g[i]);
        weights = weights.map((w, i) => w + velocity[i]);
        worst = Math.max(worst, outputDeviation({ decayed, exponential: { weights, buffer: velocity } }));
      }
      return worst;
    };
    expect(inside(0.5 / larger ** 2)).toBeLessThan(1e-11);
    expect(inside(0.5)).toBeGreaterThan(0.2);
  });
});

describe('wrong variants', () => {
  const rooted = (shift: number): EquivalentSchedule => {
    const right = exact(0.5, 0.4, 0);
    return { ...right, logRate: (t) => right.logRate(t) + shift * Math.log(0.8) };
  };

  it('deviate as measured', () => {
    expect(trace(rooted(1), 0.4, 0).deviation).toBeCloseTo(3.6, 1);
    expect(trace(rooted(-1), 0.4, 0).deviation).toBeCloseTo(3.2, 1);
    expect(trace(halfExponentSchedule(0.5, 0.8), 0.4, 0).deviation).toBeCloseTo(2.2, 1);
    expect(trace(withZeroBuffer(exact(0.2, 0.0125, 0.9)), 0.0125, 0.9).deviation).toBeCloseTo(0.33, 2);
    const { deviation, deviations } = trace(withZeroBuffer(exact(0.5, 0.16, 0.5)), 0.16, 0.5);
    expect(deviation).toBeCloseTo(2.9, 1);
    expect(deviations[50]).toBeCloseTo(0.32, 2);
    const momentumFree = withZeroBuffer(exponentialSchedule(0.5, 0.92));
    expect(trace(momentumFree, 0.16, 0.5).deviation).toBeCloseTo(3.1, 1);
  });
});

describe('the general schedule', () => {
  it('is exact with buffers of zeros, and its rate tends to the exponential one', () => {
    const schedule = generalSchedule(() => 0.2, 0.0125, 0.9);
    expect(trace(schedule, 0.0125, 0.9).deviation).toBeLessThan(1e-12);
    const growth = Math.exp(schedule.logRate(1500) - schedule.logRate(1499));
    expect(growth).toBeCloseTo(1.08506944444, 8);
    expect(schedule.logScale(0)).toBe(0);
  });

  it('needs no correction at a step decay', () => {
    const rate = (step: number) => (step < 25 ? 0.5 : 0.05);
    expect(trace(generalSchedule(rate, 0.16, 0.5), 0.16, 0.5).deviation).toBeLessThan(1e-11);
  });
});

describe('step decay', () => {
  const phases = [
    { start: 0, learningRate: 0.5 },
    { start: 25, learningRate: 0.05 },
  ];

  it('without momentum: the rates of the fixture, and the same function', () => {
    const schedule = stepDecaySchedule(phases, 0.4, 0);
    [
      [0, 0.625],
      [24, 28025.9692865],
      [25, 3574.74098042],
      [49, 9427.42195554],
    ].forEach(([step, rate]) => {
      expect(Math.exp(schedule.logRate(step)) / rate - 1).toBeCloseTo(0, 10);
    });
    const { losses, deviation } = trace(schedule, 0.4, 0);
    expect(losses[50]).toBeCloseTo(0.2604810371, 9);
    expect(deviation).toBeLessThan(1e-11);
  });

  it('with momentum: exact with the correction of the buffer, 2.4e−3 off without', () => {
    const schedule = stepDecaySchedule(phases, 0.16, 0.5);
    expect(rootsOf(0.08, 0.5).larger).toBeCloseTo(0.774031242374, 11);
    expect(rootsOf(0.008, 0.5).larger).toBeCloseTo(0.983730940351, 11);
    [
      [0, 0.645968757626],
      [24, 141190.009485],
      [25, 18542.5366377],
      [49, 40747.9022081],
    ].forEach(([step, rate]) => {
      expect(Math.exp(schedule.logRate(step)) / rate - 1).toBeCloseTo(0, 10);
    });
    expect(trace(schedule, 0.16, 0.5).deviation).toBeLessThan(1e-12);
    expect(trace(stepDecaySchedule(phases, 0.16, 0.5, false), 0.16, 0.5).deviation).toBeCloseTo(2.4e-3, 4);
  });

  it('goes wrong where the boundary or the growth is that of the phase before', () => {
    const right = stepDecaySchedule(phases, 0.4, 0);
    const boundary: EquivalentSchedule = {
      ...right,
      logRate: (t) => right.logRate(t) + (t < 25 ? 0 : Math.log(0.98 / 0.8)),
    };
    expect(trace(boundary, 0.4, 0).deviation).toBeGreaterThan(4e-3);
    const unreduced: EquivalentSchedule = {
      ...right,
      logRate: (t) => right.logRate(t) + Math.max(0, t - 25) * 2 * Math.log(0.98 / 0.8),
    };
    expect(trace(unreduced, 0.4, 0).deviation).toBeCloseTo(2.8, 1);
  });

  it('gives the published rates: drops by ten at epochs 80 and 120 of 300', () => {
    const epoch = 391;
    const published = stepDecaySchedule(
      [
        { start: 0, learningRate: 0.1 },
        { start: 80 * epoch, learningRate: 0.01 },
        { start: 120 * epoch, learningRate: 0.001 },
      ],
      5e-4,
      0.9,
    );
    [
      [80 * epoch - 1, 4.45e12],
      [80 * epoch, 4.47e11],
      [120 * epoch - 1, 2.13e12],
      [120 * epoch, 2.14e11],
      [300 * epoch, 4.32e11],
    ].forEach(([step, rate]) => {
      expect(Math.exp(published.logRate(step)) / rate - 1).toBeCloseTo(0, 2);
    });
    const perEpoch = (step: number) => Math.exp(published.logRate(step + epoch) - published.logRate(step));
    expect(perEpoch(0)).toBeCloseTo(1.4812, 4);
    expect(perEpoch(90 * epoch)).toBeCloseTo(1.03989, 5);
    expect(perEpoch(200 * epoch)).toBeCloseTo(1.00392, 5);
  });

  it('refuses a phase without a real root', () => {
    expect(() => stepDecaySchedule(phases, 0.4, 0.9)).toThrow(RangeError);
  });
});
