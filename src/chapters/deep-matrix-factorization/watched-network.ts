/** Ends a run at the right step, however seldom its frames are read. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Matrix } from 'ml-matrix';
import type { DeepLinearNetwork } from './deep-linear-network';
import { readMatrix } from './spectrum';

/** The product at some step, and whether the run is over there. */
export interface Look {
  readonly step: number;
  readonly endToEnd: Matrix;
  readonly done: boolean;
}

export interface WatchedNetwork {
  /** Queues a step; does nothing once a look has found the run done. */
  step(): void;
  /** The first look that finds the run done; the network as it is now where none does. */
  look(): Promise<Look>;
  dispose(): void;
}

interface WatchOptions {
  /** Steps between two looks. The products are kept on the device until they are read. */
  readonly every: number;
  /** Whether the run is over at this product. */
  readonly done: (endToEnd: Matrix) => boolean;
  /** The run is over at this step, a multiple of `every`, at the latest. */
  readonly limit?: number;
}

/**
 * Steps are queued by the dozen between two frames, and whether the loss is small enough is only known when numbers
 * have left the device. So the product is kept at every few steps, and the run's result is the first that is done:
 * the same on every machine, at any rate of frames.
 */
export function watch(network: DeepLinearNetwork, { every, done, limit }: WatchOptions): WatchedNetwork {
  let step = 0;
  let kept: { readonly step: number; readonly product: Tensor2D }[] = [];
  let last: Look | undefined;

  return {
    step() {
      if (last) return;
      network.step();
      step++;
      if (step % every === 0) kept.push({ step, product: network.endToEnd() });
    },
    async look() {
      const [now, product] = [step, network.endToEnd()];
      while (!last && kept.length > 0) {
        const [next] = kept.splice(0, 1);
        const endToEnd = await readMatrix(next.product);
        if (done(endToEnd) || next.step === limit) last = { step: next.step, endToEnd, done: true };
      }
      const endToEnd = await readMatrix(product);
      if (last) {
        for (const { product: unread } of kept) unread.dispose();
        kept = [];
      }
      return last ?? { step: now, endToEnd, done: false };
    },
    dispose() {
      for (const { product } of kept) product.dispose();
      kept = [];
      network.dispose();
    },
  };
}
