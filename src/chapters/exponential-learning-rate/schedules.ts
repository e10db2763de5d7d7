/**
 * Learning-rate schedules without weight decay that trace the same functions as a run with it, in float64.
 *
 * All are of one form (Li and Arora, ICLR 2020, for momentum and for any schedule): with w̃_t = P_t w_t, the rate
 * is η̃_t = η_t P_t P_{t+1}. Rates and scales are given as natural logarithms, since they leave float64 in long runs.
 */
import { bufferOffset, decayRoots } from './theory';

export interface EquivalentSchedule {
  /** η_t of the run with weight decay. */
  rate(step: number): number;
  /** ln η̃_t of the run without. */
  logRate(step: number): number;
  /** ln P_t, where w̃_t = P_t w_t is predicted. */
  logScale(step: number): number;
  /** ṽ_0 as a multiple of w_0, for a run with weight decay that starts with v_0 = 0. */
  readonly initialBuffer: number;
  /** What to add to ṽ_t before step t, as a multiple of P_t^{−2} w̃_t; zero but at a step decay. */
  correction(step: number): number;
}

/** A stretch of constant learning rate, from step `start` on. */
export interface Phase {
  readonly start: number;
  readonly learningRate: number;
}

function scheduleOf(
  rate: (step: number) => number,
  logScale: (step: number) => number,
  initialBuffer: number,
  correction: (step: number) => number = () => 0,
): EquivalentSchedule {
  const logRate = (step: number) => Math.log(rate(step)) + logScale(step) + logScale(step + 1);
  return { rate, logRate, logScale, initialBuffer, correction };
}

/** η̃_t = η α^{−2t−1} and ṽ_0 = −(1 − α)/(αη) w_0, for either root α of the quadratic, or any α at all. */
export function exponentialSchedule(learningRate: number, root: number): EquivalentSchedule {
  return scheduleOf(
    () => learningRate,
    (step) => -step * Math.log(root),
    -bufferOffset(root, learningRate),
  );
}

/** The same rates from a buffer of zeros: what a hasty implementation does. */
export function withZeroBuffer(schedule: EquivalentSchedule): EquivalentSchedule {
  return { ...schedule, initialBuffer: 0 };
}

/** η α^{−t}: the exponent that forgets that a rate scales with the square of the weights. */
export function halfExponentSchedule(learningRate: number, root: number): EquivalentSchedule {
  const exact = exponentialSchedule(learningRate, root);
  return { ...exact, logRate: (step) => Math.log(learningRate) - step * Math.log(root) };
}

/**
 * Exact for any rates and zero buffers on both sides: α_0 = 1, α_{t+1} = 1 − η_t λ + γ (η_t/η_{t−1})(1 − 1/α_t),
 * P_{t+1} = P_t/α_{t+1}. Steps past the one where α_t ≤ 0 (complex roots) have a rate of NaN.
 */
export function generalSchedule(
  rate: (step: number) => number,
  weightDecay: number,
  momentum: number,
): EquivalentSchedule {
  const roots = [1];
  const logScales = [0];
  const extendTo = (step: number) => {
    for (let t = roots.length - 1; t < step; t++) {
      const previous = t === 0 ? rate(0) : rate(t - 1);
      roots.push(nextRoot(roots[t], weightDecay * rate(t), momentum, rate(t) / previous));
      logScales.push(logScales[t] - Math.log(roots[t + 1]));
    }
  };
  const logScale = (step: number) => {
    extendTo(step);
    return logScales[step];
  };
  return scheduleOf(rate, logScale, 0);
}

/** α_{t+1} from α_t; the ratio is η_t/η_{t−1}. It tends to the larger root with ratio γ/α². */
export function nextRoot(root: number, decayProduct: number, momentum: number, ratio = 1): number {
  return 1 - decayProduct + momentum * ratio * (1 - 1 / root);
}

/** The rate of the phase that step t belongs to. `phases` are in order and the first starts at 0. */
export function phaseRate(phases: readonly Phase[], step: number): number {
  return (phases.findLast(({ start }) => start <= step) ?? phases[0]).learningRate;
}

/**
 * TEXP: a run with step decay, without its weight decay. Inside a phase the rate grows by α_I^{−2}; into phase I it
 * is multiplied with (η_I/η_{I−1})/(α_I α_{I−1}). With momentum it is exact only if the buffer is corrected too:
 * ṽ_T += [(1 − α_old)/(α_old η_old) − (1 − α_new)/(α_new η_new)] P_T^{−2} w̃_T, a term of second order in λη.
 * Throws a RangeError where a phase has no real root.
 */
export function stepDecaySchedule(
  phases: readonly Phase[],
  weightDecay: number,
  momentum: number,
  corrected = true,
): EquivalentSchedule {
  const roots = phases.map(({ learningRate }) => {
    const found = decayRoots(weightDecay * learningRate, momentum);
    if (!found) throw new RangeError(`λη = ${weightDecay * learningRate} has no real root at momentum ${momentum}`);
    return found.larger;
  });
  const offsets = phases.map(({ learningRate }, i) => bufferOffset(roots[i], learningRate));
  const logScale = (step: number) =>
    phases.reduce((sum, { start }, i) => {
      const end = Math.min(step, phases[i + 1]?.start ?? Number.POSITIVE_INFINITY);
      return sum - Math.max(0, end - start) * Math.log(roots[i]);
    }, 0);
  const correction = (step: number) => {
    const entered = corrected ? phases.findIndex(({ start }, i) => i > 0 && start === step) : -1;
    return entered < 0 ? 0 : offsets[entered - 1] - offsets[entered];
  };
  return scheduleOf((step) => phaseRate(phases, step), logScale, -offsets[0], correction);
}
