/**
 * C-support-vector classification with a precomputed kernel, one class against one, as LIBSVM does it: sequential
 * minimal optimisation with second-order working sets (Fan, Chen and Lin 2005), tolerance 10⁻³, no shrinking.
 *
 * The tests hold it against `libsvm-js`. That library is not used here because one fit of it cannot be interrupted:
 * with C = 10⁴ on classes that overlap it blocks its thread for ten seconds and more, while this solver pauses
 * after every few hundred iterations, stops at a limit, and goes from one C to the next without starting anew.
 */
import type { Matrix64 } from './theory';
import type { Work } from './work';

const tolerance = 1e-3;
/** Where two points coincide the curvature is zero; LIBSVM's τ. */
const leastCurvature = 1e-12;
const iterationsPerYield = 256;

/** One two-class problem: the kernel of its m points, and its state, which survives a growing C. */
interface Machine {
  readonly points: Int32Array;
  /** +1 or −1. */
  readonly signs: Float64Array;
  /** m × m. */
  readonly kernel: Float64Array;
  /** y_k α_k. */
  readonly coefficients: Float64Array;
  /** Σ_l K_kl coefficient_l − y_k: y times the gradient of the dual. */
  readonly gradient: Float64Array;
  offset: number;
}

function createMachine(kernel: Matrix64, positive: readonly number[], negative: readonly number[]): Machine {
  const points = Int32Array.from([...positive, ...negative]);
  const m = points.length;
  const sub = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    const row = points[i] * kernel.columns;
    for (let j = 0; j < m; j++) sub[i * m + j] = kernel.data[row + points[j]];
  }
  const signs = Float64Array.from(points, (_, k) => (k < positive.length ? 1 : -1));
  return { points, signs, kernel: sub, coefficients: new Float64Array(m), gradient: signs.map((y) => -y), offset: 0 };
}

/** The working pair, or null where the optimality conditions hold within the tolerance. */
function workingPair({ signs, kernel, coefficients, gradient }: Machine, cost: number): [number, number] | null {
  const m = signs.length;
  let first = -1;
  let steepest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    const upper = signs[k] > 0 ? cost : 0;
    if (coefficients[k] < upper && -gradient[k] > steepest) {
      steepest = -gradient[k];
      first = k;
    }
  }
  if (first < 0) return null;
  let second = -1;
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  const row = first * m;
  const own = kernel[row + first];
  for (let k = 0; k < m; k++) {
    const lower = signs[k] > 0 ? 0 : -cost;
    if (coefficients[k] <= lower) continue;
    const descent = -gradient[k];
    if (descent < lowest) lowest = descent;
    const violation = steepest - descent;
    if (violation <= 0) continue;
    const curvature = own + kernel[k * m + k] - 2 * kernel[row + k];
    const gain = (violation * violation) / Math.max(curvature, leastCurvature);
    if (gain > best) {
      best = gain;
      second = k;
    }
  }
  return second < 0 || steepest - lowest < tolerance ? null : [first, second];
}

/** Moves two coefficients by opposite amounts to the minimum between them, inside the box. */
function moveAlong(machine: Machine, [i, j]: [number, number], cost: number): void {
  const { signs, kernel, coefficients, gradient } = machine;
  const m = signs.length;
  const curvature = Math.max(leastCurvature, kernel[i * m + i] + kernel[j * m + j] - 2 * kernel[i * m + j]);
  const room = Math.min((signs[i] > 0 ? cost : 0) - coefficients[i], coefficients[j] - (signs[j] > 0 ? 0 : -cost));
  const step = Math.min(room, (gradient[j] - gradient[i]) / curvature);
  coefficients[i] = step === room ? snap(coefficients[i] + step, cost) : coefficients[i] + step;
  coefficients[j] = step === room ? snap(coefficients[j] - step, cost) : coefficients[j] - step;
  const [rowI, rowJ] = [i * m, j * m];
  for (let k = 0; k < m; k++) gradient[k] += step * (kernel[rowI + k] - kernel[rowJ + k]);
}

/** A coefficient that has reached its bound lies on it exactly. */
function snap(value: number, cost: number): number {
  const near = 1e-12 * cost;
  if (Math.abs(value) < near) return 0;
  if (Math.abs(Math.abs(value) - cost) < near) return Math.sign(value) * cost;
  return value;
}

/** ρ: the mean gradient of the free points, or the middle of what the bound ones allow. */
function offsetOf({ signs, coefficients, gradient }: Machine, cost: number): number {
  let [sum, free] = [0, 0];
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k < signs.length; k++) {
    const atUpper = coefficients[k] >= (signs[k] > 0 ? cost : 0);
    const atLower = coefficients[k] <= (signs[k] > 0 ? 0 : -cost);
    if (atUpper) low = Math.max(low, gradient[k]);
    else if (atLower) high = Math.min(high, gradient[k]);
    else {
      sum += gradient[k];
      free++;
    }
  }
  return free > 0 ? sum / free : (low + high) / 2;
}

/** Solves for one C, from the coefficients of a smaller one. */
function* solve(machine: Machine, cost: number, iterationLimit: number): Work<void> {
  const operations = 3 * machine.points.length;
  for (let iteration = 1; iteration <= iterationLimit; iteration++) {
    const pair = workingPair(machine, cost);
    if (!pair) break;
    moveAlong(machine, pair, cost);
    if (iteration % iterationsPerYield === 0) yield iterationsPerYield * operations;
  }
  machine.offset = offsetOf(machine, cost);
}

export interface Classification {
  /** The kernel of all rows with all rows, N × N. */
  readonly kernel: Matrix64;
  /** Class of each row, 0 … classes − 1. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** Rows to train on, and rows to classify. */
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

/**
 * Classifies the test rows for each C of `costs` (ascending): an Int32Array of classes for each. Each pair of classes
 * votes; of equal votes the lowest class wins. A two-class problem gets at most `iterationLimit` iterations.
 */
export function* supportVectorPredictions(
  { kernel, labels, classes, train, test }: Classification,
  costs: readonly number[],
  iterationLimit = 100_000,
): Work<Int32Array[]> {
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (let i = 0; i < train.length; i++) members[labels[train[i]]].push(train[i]);
  const present = members.flatMap((points, k) => (points.length > 0 ? [k] : []));
  const votes = costs.map(() => new Int32Array(test.length * classes));
  for (const [a, first] of present.entries()) {
    if (present.length === 1) for (const v of votes) for (let t = 0; t < test.length; t++) v[t * classes + first]++;
    for (const second of present.slice(a + 1)) {
      const machine = createMachine(kernel, members[first], members[second]);
      yield machine.points.length ** 2;
      for (const [c, cost] of costs.entries()) {
        yield* solve(machine, cost, iterationLimit);
        for (let t = 0; t < test.length; t++) {
          const winner = decision(machine, kernel, test[t]) > 0 ? first : second;
          votes[c][t * classes + winner]++;
        }
        yield machine.points.length * test.length;
      }
    }
  }
  return votes.map((v) => Int32Array.from({ length: test.length }, (_, t) => mostVoted(v, t * classes, classes)));
}

function decision({ points, coefficients, offset }: Machine, kernel: Matrix64, row: number): number {
  let sum = -offset;
  for (let k = 0; k < points.length; k++) sum += coefficients[k] * kernel.data[row * kernel.columns + points[k]];
  return sum;
}

function mostVoted(votes: Int32Array, from: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if (votes[from + k] > votes[from + best]) best = k;
  return best;
}
