/** Mixtures of equal Gaussians in the plane: data whose modes can be counted. */
import type { RandomSource } from '../../lab/random';

export type MixtureName = 'ring-8' | 'grid-25' | 'grid-100';

export interface Mixture {
  /** Mode centres, x and y in turn. */
  readonly centres: Float32Array;
  readonly modes: number;
  /** Standard deviation σ of every mode, along each axis. */
  readonly standardDeviation: number;
  /** Standard deviation of a coordinate of the whole mixture: samples are divided by it before a net sees them. */
  readonly scale: number;
  /** The plot reaches from −extent to extent. */
  readonly extent: number;
}

const ring = (modes: number, radius: number): number[] =>
  Array.from({ length: modes }, (_, i) => (2 * Math.PI * i) / modes).flatMap((angle) => [
    radius * Math.cos(angle),
    radius * Math.sin(angle),
  ]);

const grid = (side: number, spacing: number): number[] => {
  const at = (i: number) => (i - (side - 1) / 2) * spacing;
  return Array.from({ length: side * side }, (_, i) => [at(i % side), at(Math.floor(i / side))]).flat();
};

function mixtureOf(centres: readonly number[], standardDeviation: number): Mixture {
  const variance = centres.reduce((sum, c) => sum + c * c, 0) / centres.length;
  const furthest = centres.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  return {
    centres: Float32Array.from(centres),
    modes: centres.length / 2,
    standardDeviation,
    scale: Math.sqrt(variance + standardDeviation ** 2),
    extent: furthest * 1.15 + 5 * standardDeviation,
  };
}

/** Eight modes on a circle, or 25 or 100 on a square grid. */
export const mixtures: Readonly<Record<MixtureName, Mixture>> = {
  'ring-8': mixtureOf(ring(8, 2), 0.1),
  'grid-25': mixtureOf(grid(5, 2), 0.2),
  'grid-100': mixtureOf(grid(10, 2), 0.2),
};

/** `count` samples, divided by the mixture's scale: count × 2. */
export function sampleMixture(mixture: Mixture, count: number, random: RandomSource): Float32Array {
  const { centres, modes, standardDeviation, scale } = mixture;
  const samples = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const mode = random.integer(modes);
    samples[2 * i] = (centres[2 * mode] + standardDeviation * random.normal()) / scale;
    samples[2 * i + 1] = (centres[2 * mode + 1] + standardDeviation * random.normal()) / scale;
  }
  return samples;
}

export interface ModeCounts {
  /** Samples whose nearest centre this is, wherever they lie. */
  readonly nearest: Int32Array;
  /** Those of them within 3σ of the centre. */
  readonly close: Int32Array;
}

/** Counts samples (count × 2, in the mixture's own units) by their nearest mode. */
export function countModes(mixture: Mixture, samples: ArrayLike<number>): ModeCounts {
  const { centres, modes, standardDeviation } = mixture;
  const nearest = new Int32Array(modes);
  const close = new Int32Array(modes);
  const reach = (3 * standardDeviation) ** 2;
  for (let i = 0; i < samples.length; i += 2) {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let mode = 0; mode < modes; mode++) {
      const distance = (samples[i] - centres[2 * mode]) ** 2 + (samples[i + 1] - centres[2 * mode + 1]) ** 2;
      if (distance < least) {
        least = distance;
        best = mode;
      }
    }
    nearest[best]++;
    if (least < reach) close[best]++;
  }
  return { nearest, close };
}

const total = (counts: Int32Array): number => counts.reduce((a, b) => a + b, 0);

/**
 * N_eff = 1/Σp² over the nearest modes. Σp² is estimated by the share of agreeing pairs, which is unbiased, and N_eff
 * is at most the number of modes.
 */
export function effectiveModes({ nearest }: ModeCounts): number {
  const n = total(nearest);
  const agreeing = nearest.reduce((sum, c) => sum + c * (c - 1), 0);
  return Math.min(nearest.length, (n * (n - 1)) / agreeing);
}

/** The share of samples within 3σ of their nearest mode; 0.989 for the mixture itself. */
export const highQualityShare = ({ nearest, close }: ModeCounts): number => total(close) / total(nearest);

/** Modes that get at least a tenth of their fair share in samples within 3σ. */
export const coveredModes = ({ nearest, close }: ModeCounts): number =>
  close.filter((c) => c >= (0.1 * total(nearest)) / nearest.length).length;
