import { describe, expect, it } from 'vitest';
import {
  decayProductOf,
  decayRoots,
  descend,
  equilibriumAngle,
  equilibriumNorm,
  equivalentScaling,
  growthFactor,
  largestDecayProduct,
  largestMomentum,
  momentumStep,
  type OptimizerState,
  type RatedWeights,
  runningVarianceShare,
  scaleRate,
  scaleWeights,
  stepsToLimit,
  type Vector,
} from '../../src/chapters/exponential-learning-rate/theory';
import { gradient, initialWeights } from '../../src/chapters/exponential-learning-rate/tiny-model';
import { seededRandom } from '../../src/lab/random';

const rootsOf = (decayProduct: number, momentum: number) => {
  const roots = decayRoots(decayProduct, momentum);
  if (!roots) throw new Error('no real root');
  return roots;
};

describe('the roots', () => {
  it.each([
    [0, 5e-4, 0.1, 0.99995, 1.0001000075005],
    [0.5, 5e-4, 0.1, 0.999899989996999, 1.00020005001601],
    [0.9, 5e-4, 0.1, 0.99949772836789, 1.00100530060176],
    [0.9, 5e-4, 0.01, 0.999949977478598, 1.00010005255006],
    [0.9, 1e-4, 0.1, 0.999899909828591, 1.00020021040096],
    [0.9, 5e-3, 0.1, 0.994750694439085, 1.0105818591518],
    [0.9, 0.01, 0.1, 0.9888732142452198, 1.0226305754917624],
    [0.9, 0.0125, 0.2, 0.96, 1.08506944444],
  ])('γ = %d, λ = %d, η = %d', (momentum, weightDecay, learningRate, root, growth) => {
    const { larger, smaller } = rootsOf(weightDecay * learningRate, momentum);
    expect(larger).toBeCloseTo(root, 12);
    expect(growthFactor(larger)).toBeCloseTo(growth, 11);
    expect(larger * smaller).toBeCloseTo(momentum, 12);
    expect(larger ** 2 - (1 + momentum - weightDecay * learningRate) * larger + momentum).toBeCloseTo(0, 14);
    expect(decayProductOf(larger, momentum)).toBeCloseTo(weightDecay * learningRate, 12);
  });

  it('are real up to (1 − √γ)² only', () => {
    expect(largestDecayProduct(0.9)).toBeCloseTo(0.0026334, 8);
    expect(largestDecayProduct(0.99)).toBeCloseTo(2.51258e-5, 10);
    expect(decayRoots(5e-5, 0.99)).toBeNull();
    expect(decayRoots(0.0027, 0.9)).toBeNull();
    expect(decayRoots(4, 0.9)).toBeNull();
    const threshold = largestDecayProduct(0.9);
    expect(rootsOf(threshold, 0.9).larger).toBeCloseTo(Math.sqrt(0.9), 12);
    expect(largestMomentum(threshold)).toBeCloseTo(0.9, 12);
    expect(largestMomentum(2)).toBe(0);
  });

  it('meet the limits of momentum 0, momentum 1 and no weight decay', () => {
    expect(rootsOf(0.05, 0)).toEqual({ larger: 0.95, smaller: 0 });
    expect(rootsOf(0, 1)).toEqual({ larger: 1, smaller: 1 });
    expect(decayRoots(1e-9, 1)).toBeNull();
    expect(rootsOf(0, 0.9).larger).toBeCloseTo(1, 14);
    expect(rootsOf(1e-9, 0.9).larger).toBeCloseTo(1 - 1e-8, 13);
  });

  it('give the published growth: 1.0010053 a step is 1.481 an epoch of 391 steps', () => {
    const { larger, smaller } = rootsOf(5e-5, 0.9);
    expect(Math.abs(larger - 0.99949772836789)).toBeLessThan(1e-12);
    expect(Math.abs(smaller - 0.90045227163211)).toBeLessThan(1e-12);
    expect(growthFactor(larger) ** 391).toBeCloseTo(1.4812333563, 9);
    expect(growthFactor(rootsOf(5e-5, 0.9).smaller)).toBeCloseTo(1.23, 2);
  });

  it('tell when float32 ends', () => {
    const steps = (decayProduct: number, learningRate: number) => {
      const { larger } = rootsOf(decayProduct, 0.9);
      return stepsToLimit(learningRate / larger, growthFactor(larger));
    };
    expect(Math.round(steps(5e-5, 0.1))).toBe(90_590);
    expect(Math.abs(steps(0.002, 0.2) - 1695)).toBeLessThan(15);
    expect(stepsToLimit(0.1, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the maps', () => {
  const state: RatedWeights = { weights: initialWeights, learningRate: 0.3 };
  const same = (a: RatedWeights, b: RatedWeights) => {
    expect(a.learningRate).toBeCloseTo(b.learningRate, 12);
    a.weights.forEach((w, i) => {
      expect(w).toBeCloseTo(b.weights[i], 12);
    });
  };

  it('equivalent scaling commutes with descent', () => {
    same(descend(equivalentScaling(state, 3.7), gradient, 0.9), equivalentScaling(descend(state, gradient, 0.9), 3.7));
  });

  it('weight decay is a smaller rate, a shrinkage and a larger rate: GD^ρ = Π₂^ρ Π₁^ρ GD Π₂^{1/ρ}', () => {
    const shrink = 0.88;
    const inner = descend(scaleRate(state, 1 / shrink), gradient);
    same(descend(state, gradient, shrink), scaleRate(scaleWeights(inner, shrink), shrink));
  });

  it('compose to the theorem', () => {
    const shrink = 0.93;
    const steps = 12;
    let decayed = state;
    let exponential = scaleRate(state, 1 / shrink);
    for (let t = 0; t < steps; t++) {
      decayed = descend(decayed, gradient, shrink);
      exponential = descend(exponential, gradient);
      exponential = scaleRate(exponential, t < steps - 1 ? shrink ** -2 : 1 / shrink);
    }
    same(scaleRate(scaleWeights(decayed, shrink ** -steps), shrink ** (-2 * steps)), exponential);
  });
});

describe('equilibrium', () => {
  it('holds to 1 % where gradients are random and orthogonal to the weights', () => {
    const random = seededRandom(5);
    const dimension = 400;
    const [learningRate, weightDecay, momentum] = [0.1, 0.005, 0.9];
    const normOf = (vector: Vector) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    let state: OptimizerState = {
      weights: Array.from(random.normals(dimension, 0.1)),
      buffer: new Array<number>(dimension).fill(0),
    };
    let squares = 0;
    let cosines = 0;
    const [burnIn, steps] = [6000, 12_000];
    for (let t = 0; t < steps; t++) {
      const length = normOf(state.weights);
      const raw = random.normals(dimension, 1 / Math.sqrt(dimension));
      const along = state.weights.reduce((sum, w, i) => sum + w * raw[i], 0) / length ** 2;
      const orthogonal = state.weights.map((w, i) => raw[i] - along * w);
      const unit = normOf(orthogonal);
      const drawn = orthogonal.map((g) => g / unit / length);
      const next = momentumStep(state, drawn, learningRate, momentum, weightDecay);
      if (t >= burnIn) {
        squares += normOf(next.weights);
        const dot = next.weights.reduce((sum, w, i) => sum + w * state.weights[i], 0);
        cosines += Math.acos(dot / length / normOf(next.weights));
      }
      state = next;
    }
    const predicted = equilibriumNorm(learningRate, weightDecay, momentum, 1);
    expect(Math.abs(squares / (steps - burnIn) / predicted - 1)).toBeLessThan(0.01);
    const angle = equilibriumAngle(learningRate, weightDecay, momentum);
    expect(Math.abs(cosines / (steps - burnIn) / angle - 1)).toBeLessThan(0.01);
  });

  it('has the published angle', () => {
    expect(equilibriumAngle(0.1, 5e-4, 0.9)).toBeCloseTo(0.007255, 6);
  });
});

it('running variances lag behind growing activations', () => {
  expect(runningVarianceShare(0.99, 1.0226)).toBeCloseTo(0.313, 2);
  expect(1 / Math.sqrt(runningVarianceShare(0.99, 1.0226))).toBeCloseTo(1.79, 1);
  expect(runningVarianceShare(0.9, 1.00100530060176)).toBeCloseTo(0.991, 3);
});
