/** Seeded random numbers: one seed fixes initial weights, data and batch order, in the page, the worker and Node. */
import { randomNormal } from 'd3-random';

export interface RandomSource {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number, uniform in 0 … n − 1. */
  integer(n: number): number;
  /** `n` normals with mean 0. */
  normals(n: number, standardDeviation?: number): Float32Array;
  /** 0 … n − 1 in random order. */
  permutation(n: number): Uint32Array;
  /** An independent stream named by `label`; it depends on the seed and the label alone. */
  fork(label: string | number): RandomSource;
}

/** The mulberry32 generator: uniform in [0, 1), the same numbers wherever it runs. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** FNV-1a over the label, started from the seed. */
function hash(seed: number, label: string): number {
  let h = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 16777619) >>> 0;
  return Math.imul(h ^ (h >>> 15), 2246822507) >>> 0;
}

export function seededRandom(seed: number): RandomSource {
  const uniform = mulberry32(seed);
  const normal = randomNormal.source(uniform)(0, 1);
  return {
    uniform,
    normal,
    integer: (n) => Math.floor(uniform() * n),
    normals: (n, standardDeviation = 1) => Float32Array.from({ length: n }, () => standardDeviation * normal()),
    permutation(n) {
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return order;
    },
    fork: (label) => seededRandom(hash(seed, String(label))),
  };
}
