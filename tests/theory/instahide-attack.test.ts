import { describe, expect, it } from 'vitest';
import {
  bestPairs,
  fitTemplates,
  type Intercepted,
  membershipRate,
  type Pair,
  reconstruction,
} from '../../src/chapters/instahide/attack-theory';
import {
  firstLayerGradient,
  freshNet,
  hiddenDeltas,
  leadingDirection,
  noisyGradient,
  ratioCandidates,
  relativeError,
} from '../../src/chapters/instahide/gradient-theory';
import { correlation } from '../../src/chapters/instahide/theory';
import { seededRandom } from '../../src/lab/random';

const random = seededRandom(11);
const pixels = 7;
const images = 4;
const truth: Pair[] = Array.from({ length: 30 }, () => {
  const a = random.integer(images);
  return [a, (a + 1 + random.integer(images - 1)) % images];
});
const lambda: Pair[] = truth.map(() => [0.2 + 0.3 * random.uniform(), 0.2 + 0.3 * random.uniform()]);
const candidates: Pair[] = [];
for (let a = 0; a < images; a++) for (let b = 0; b < images; b++) if (a !== b) candidates.push([a, b]);
const intercepted: Intercepted = {
  pixels,
  lambda,
  absolute: random.normals(truth.length * pixels).map(Math.abs),
  candidates: truth.map(() => candidates),
};

describe('templates', () => {
  it('solve the normal equations of ridge regression', () => {
    const { images: found, constant } = fitTemplates(intercepted, truth, images, 0.3);
    const all = [...found, constant];
    const row = (e: number) => {
      const design = new Array<number>(images + 1).fill(0);
      design[truth[e][0]] += lambda[e][0];
      design[truth[e][1]] += lambda[e][1];
      design[images] = 1;
      return design;
    };
    for (let p = 0; p < pixels; p++) {
      for (let i = 0; i <= images; i++) {
        let gradient = 0.3 * all[i][p];
        for (let e = 0; e < truth.length; e++) {
          const fit = row(e).reduce((sum, d, j) => sum + d * all[j][p], 0);
          gradient += row(e)[i] * (fit - intercepted.absolute[e * pixels + p]);
        }
        expect(gradient).toBeCloseTo(0, 10);
      }
    }
  });

  it('assign every encryption to the pair at the least distance, by brute force', () => {
    const templates = fitTemplates(intercepted, truth, images);
    const { assignment, residual } = bestPairs(intercepted, templates);
    let total = 0;
    truth.forEach((_, e) => {
      const distances = candidates.map(([a, b]) => {
        let sum = 0;
        for (let p = 0; p < pixels; p++) {
          const fit =
            templates.constant[p] + lambda[e][0] * templates.images[a][p] + lambda[e][1] * templates.images[b][p];
          sum += (intercepted.absolute[e * pixels + p] - fit) ** 2;
        }
        return sum;
      });
      const least = Math.min(...distances);
      expect(candidates[distances.indexOf(least)]).toEqual(assignment[e]);
      total += least;
    });
    expect(residual).toBeCloseTo(total / (truth.length * pixels), 10);
  });

  it('count each private slot', () => {
    expect(
      membershipRate(
        [
          [0, 1],
          [2, 3],
        ],
        [
          [0, 2],
          [2, 3],
        ],
      ),
    ).toBe(0.75);
  });
});

describe('reconstruction', () => {
  it('goes down to zero where two private images explain everything', () => {
    const secret = Array.from({ length: images }, () => Float64Array.from({ length: pixels }, random.normal));
    const absolute = new Float32Array(truth.length * pixels);
    truth.forEach(([a, b], e) => {
      for (let p = 0; p < pixels; p++) {
        absolute[e * pixels + p] = Math.abs(lambda[e][0] * secret[a][p] + lambda[e][1] * secret[b][p]);
      }
    });
    const near = secret.map((image) => image.map((x) => x + 0.1 * random.normal()));
    const rebuilt = reconstruction({ ...intercepted, absolute }, truth, near, 0.02);
    const first = rebuilt.step();
    let last = first;
    for (let i = 0; i < 400; i++) last = rebuilt.step();
    expect(last).toBeLessThan(first / 100);
    expect(correlation(rebuilt.images[0], secret[0])).toBeGreaterThan(0.99);
  });
});

describe('the gradient of the first layer', () => {
  const net = freshNet(9, 12, 3, random);
  const batch = [random.normals(9), random.normals(9)];
  const labels = [2, 0];
  const loss = (of: typeof net) =>
    batch.reduce((sum, x, i) => {
      const hidden = Array.from({ length: of.units }, (_, r) => {
        const row = of.w1.subarray(r * of.inputs, (r + 1) * of.inputs);
        return Math.max(
          0,
          row.reduce((total, w, p) => total + w * x[p], of.b1[r]),
        );
      });
      const scores = Array.from(of.b2, (b, c) =>
        hidden.reduce((total, h, r) => total + of.w2[c * of.units + r] * h, b),
      );
      const top = Math.log(scores.reduce((total, s) => total + Math.exp(s), 0));
      return sum + (top - scores[labels[i]]) / batch.length;
    }, 0);

  it('agrees with differences of the loss', () => {
    const { weights, biases } = firstLayerGradient(net, batch, labels);
    const h = 1e-6;
    for (const index of [0, 13, 40, 107]) {
      const moved = (by: number) => ({ ...net, w1: net.w1.map((w, i) => (i === index ? w + by : w)) });
      expect(weights[index]).toBeCloseTo((loss(moved(h)) - loss(moved(-h))) / (2 * h), 7);
    }
    const shifted = (by: number) => ({ ...net, b1: net.b1.map((b, r) => (r === 5 ? b + by : b)) });
    expect(biases[5]).toBeCloseTo((loss(shifted(h)) - loss(shifted(-h))) / (2 * h), 7);
  });

  it('is an outer product for one example: the ratio and the leading direction give it away', () => {
    const [x] = batch;
    const gradient = firstLayerGradient(net, [x], [1]);
    const fired = hiddenDeltas(net, x, 1).filter((delta) => delta !== 0).length;
    const candidates = ratioCandidates(gradient);
    expect(candidates).toHaveLength(fired);
    for (const candidate of candidates) expect(relativeError(candidate, x)).toBeLessThan(1e-12);
    const direction = leadingDirection(gradient);
    expect(Math.abs(correlation(direction, x))).toBeCloseTo(1, 10);
  });

  it('is clipped to its length, and noise has the deviation that was asked for', () => {
    const { weights, biases } = noisyGradient(firstLayerGradient(net, batch, labels), 0.01, 0, random.normal);
    expect(Math.hypot(...weights, ...biases)).toBeCloseTo(0.01, 12);
    const empty = {
      units: 100,
      inputs: 100,
      weights: new Float64Array(10_000),
      biases: new Float64Array(100).fill(1e-9),
    };
    const noisy = noisyGradient(empty, 1, 0.5, random.normal);
    const variance = noisy.weights.reduce((sum, w) => sum + w * w, 0) / noisy.weights.length;
    expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.02);
  });
});
