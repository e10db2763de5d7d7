/** Refuses what the theorem does not cover, and says what it does. */
import { ReaderError } from '../../lab/experiment';
import { type DecayRoots, decayRoots, largestDecayProduct, largestMomentum } from './theory';

export interface OptimizerChoice {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

/** Three digits, rounded down: a value that is told as legal is legal. */
export function roundedDown(value: number): number {
  if (!(value > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((Math.floor(value / unit) * unit).toPrecision(3));
}

/** The remark for roots that are not real: what is wrong, and the nearest values that are legal. */
export function complexRootsRemark({ learningRate, weightDecay, momentum }: OptimizerChoice): string {
  const product = learningRate * weightDecay;
  const limit = largestDecayProduct(momentum);
  const gentler = roundedDown(largestMomentum(product));
  const orLess = gentler > 0 ? `, or the momentum to ${gentler}` : '';
  if (momentum >= 1) {
    return `Momentum 1 never forgets a gradient, and no exponential rate stands in for weight decay. Lower the momentum${gentler > 0 ? ` to ${gentler} or less` : ' and the weight decay'}.`;
  }
  return (
    `With momentum ${momentum}, weight decay times learning rate is ${Number(product.toPrecision(3))}, above (1 − √γ)² = ${Number(limit.toPrecision(3))}: ` +
    'the quadratic has no real root, so no exponential rate stands in for this weight decay. ' +
    `Lower the weight decay to ${roundedDown(limit / learningRate)}, the learning rate to ${roundedDown(limit / weightDecay)}${orLess}.`
  );
}

/** The roots for these values. Throws a ReaderError with the nearest legal values where they are complex. */
export function legalRoots(choice: OptimizerChoice): DecayRoots {
  const roots = decayRoots(choice.learningRate * choice.weightDecay, choice.momentum);
  if (!roots || choice.momentum >= 1) throw new ReaderError(complexRootsRemark(choice));
  return roots;
}
