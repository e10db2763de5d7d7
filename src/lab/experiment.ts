/**
 * The contract that everything else hangs on: an experiment is declared once, and its controls, link, embed page,
 * command line, claim test, benchmark, recording and caption are derived from the declaration.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { BackendName } from './backend';
import type { DataLoader } from './data';
import type { ParametersOf, ParameterValues, Schema } from './parameters';
import type { RandomSource } from './random';

export type Tensorflow = typeof tfjs;

/** 'running' until there is nothing more to train; 'diverged' once a number is no longer finite. */
export type Status = 'running' | 'converged' | 'diverged';

/** What a run reports: scalars for the line plots, the command line and the claim test; arrays for its figure. */
export interface Frame {
  readonly step: number;
  /** Scalars by name. Names are the field's terms in camelCase; NaN stands for "not defined at this step". */
  readonly metrics: Readonly<Record<string, number>>;
  readonly status: Status;
  /** Where `status` is 'diverged': the likely cause and what to do, in a sentence. */
  readonly cause?: string;
}

/** A dense array with its shape, row-major. */
export interface Field {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/** A training run in progress. */
export interface Run<F extends Frame = Frame, P = ParameterValues> {
  /** Queues one unit of training on the device; never reads anything back. */
  step(): void;
  /** The only place where numbers leave the device. */
  read(): Promise<F>;
  /** Gives back every tensor: `tf.memory().numTensors` returns to where it stood before `start`. */
  dispose(): void;
  /** Takes a change of the parameters that the schema marks `live`, without starting anew. */
  change?(params: P): void;
}

/** What a run is given to work with: nothing in it knows whether it is in a page, a worker or a terminal. */
export interface RunContext {
  /** tfjs-core with gradients registered and the chosen backend started. */
  readonly tf: Tensorflow;
  readonly backend: BackendName;
  readonly seed: number;
  /** Seeded; `random.fork('batches')` gives an independent stream that later draws from others cannot shift. */
  readonly random: RandomSource;
  readonly data: DataLoader;
  /** Aborted when the run is no longer wanted; long preparations check `signal.throwIfAborted()` between parts. */
  readonly signal: AbortSignal;
  /** Tells how far a long preparation is: fraction in [0, 1] and what is being done. */
  progress(fraction: number, what: string): void;
  /** Leaves a note on the figure, e.g. that the mask was redrawn. */
  note(message: string): void;
}

/** The statement that an experiment is there to show. */
export interface Claim<P, F extends Frame> {
  /** One sentence, as the essay makes it. */
  readonly statement: string;
  /** Whether this frame shows it: true, false, or null while it is too early or these parameters do not speak of it. */
  holds(frame: F, params: P): boolean | null;
}

/** A finished run that is recorded at build time and shown, marked as recorded, before the reader presses play. */
export interface RecordingDeclaration<P> {
  readonly params?: Partial<P>;
  readonly seed?: number;
  /** Steps to record; without it, until the run is done (`maximumSteps` at most). */
  readonly steps?: number;
}

/** A sweep over parameters and seeds whose result is shipped in `public/recordings` and shown as recorded. */
export interface SweepDeclaration<P> {
  readonly params?: Partial<P>;
  readonly vary: { readonly [K in keyof P]?: readonly P[K][] };
  readonly seeds: readonly number[];
  readonly steps?: number;
  /** The metrics of the last frame to keep. */
  readonly metrics: readonly string[];
}

export interface Preset<P> {
  readonly label: string;
  readonly params: Partial<P>;
}

/** A declared experiment: the single source of its controls, its link, its command line and its test. */
export interface Experiment<S extends Schema = Schema, F extends Frame = Frame> {
  /** '<chapter>/<name>', e.g. 'deep-matrix-factorization/completion'; the file is `<name>.experiment.ts`. */
  readonly id: string;
  readonly title: string;
  /** The one sentence that the figure shows, as a lecturer would put it above a slide. */
  readonly sentence: string;
  readonly params: S;
  readonly presets?: Readonly<Record<string, Preset<ParametersOf<S>>>>;
  readonly claim: Claim<ParametersOf<S>, F>;
  /** Where `--until done` gives up. */
  readonly maximumSteps: number;
  /** Steps between two frames of a recording or of `run` where none is asked for. */
  readonly every?: number;
  readonly recording?: RecordingDeclaration<ParametersOf<S>>;
  readonly sweeps?: Readonly<Record<string, SweepDeclaration<ParametersOf<S>>>>;
  start(params: ParametersOf<S>, context: RunContext): Promise<Run<F, ParametersOf<S>>>;
}

/** Gives an experiment its inferred types. */
export function defineExperiment<S extends Schema, F extends Frame>(experiment: Experiment<S, F>): Experiment<S, F> {
  return experiment;
}

/** What a page knows of an experiment before any of its code is loaded: the declaration without its functions. */
export type Declaration = Pick<
  Experiment,
  'id' | 'title' | 'sentence' | 'params' | 'presets' | 'maximumSteps' | 'every' | 'recording' | 'sweeps'
> & { readonly claim: { readonly statement: string } };

/** The part of an experiment that is data. */
export function declarationOf(experiment: Experiment): Declaration {
  const { start: _start, claim, ...rest } = experiment;
  return { ...rest, claim: { statement: claim.statement } };
}

/** What a list of experiments shows of each. */
export type Heading = Pick<Experiment, 'id' | 'title' | 'sentence'>;

export const headingOf = ({ id, title, sentence }: Experiment): Heading => ({ id, title, sentence });

/** A mistake of the reader's, to be told in their words and never as a stack trace: bad parameters, a malformed file. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError';
}
