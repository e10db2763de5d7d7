/** One started run, as the scheduler trains it: counts its steps, replays, measures, and reads its frames. */
import type { StartedBackend } from './backend';
import { checked } from './divergence';
import type { Experiment, Frame, Run } from './experiment';
import type { HostUpdate, Replay } from './host-protocol';
import type { ParameterValues } from './parameters';
import type { LiveChange } from './protocol';
import type { Reading, Trainee } from './scheduler';
import { speedometer } from './speedometer';

export interface TrainingOptions {
  readonly experiment: Experiment;
  readonly run: Run;
  readonly params: ParameterValues;
  readonly started: StartedBackend;
  readonly replay?: Replay;
  /** Once it is aborted, no frame is told. */
  readonly signal: AbortSignal;
  now(): number;
  tell(update: HostUpdate): void;
  /** Told with every frame; what it returns is told along with the frame. */
  arrived(frame: Frame): HostUpdate;
  failed(error: unknown): void;
}

export class Training implements Trainee {
  readonly queued: boolean;
  steps = 0;
  readonly #options: TrainingOptions;
  readonly #speed = speedometer();
  readonly #replayUntil: number;
  #changes: LiveChange[];
  #params: ParameterValues;
  #before?: Frame;

  constructor(options: TrainingOptions) {
    this.#options = options;
    this.queued = options.started.backend === 'webgpu' || options.started.backend === 'webgl';
    this.#replayUntil = options.replay?.steps ?? 0;
    this.#changes = [...(options.replay?.changes ?? [])];
    this.#params = options.params;
  }

  /** Still on the way to the step at which the run stood before. */
  get replaying(): boolean {
    return this.steps < this.#replayUntil;
  }

  /** The run has reached a whole multiple of what it was declared to need. */
  get exhausted(): boolean {
    return this.steps > 0 && this.steps % this.#options.experiment.maximumSteps === 0;
  }

  step(): void {
    this.#applyChanges();
    this.#options.run.step();
    this.steps++;
  }

  stepsToNextRead(): number {
    const { maximumSteps } = this.#options.experiment;
    return this.replaying ? this.#replayUntil - this.steps : maximumSteps - (this.steps % maximumSteps);
  }

  async read(): Promise<Reading> {
    const { experiment, run, started, signal, tell, arrived } = this.#options;
    this.#applyChanges();
    const replaying = this.replaying;
    // While replaying, reading only keeps the queue of a GPU short.
    const raw = replaying && !this.queued ? null : await run.read();
    if (signal.aborted || started.isLost()) return { sent: false, more: false };
    if (replaying || raw === null) {
      tell({ progress: { fraction: this.steps / this.#replayUntil, what: `Replaying to step ${this.#replayUntil}` } });
      return { sent: false, more: true };
    }
    const frame = checked(raw, this.#before);
    this.#before = frame;
    tell({
      frame,
      claim: experiment.claim.holds(frame, this.#params),
      stepsPerSecond: this.#speed.at(this.#options.now(), this.steps),
      trained: this.steps,
      progress: null,
      ...arrived(frame),
    });
    return { sent: true, more: frame.status === 'running' };
  }

  failed(error: unknown): void {
    this.#options.failed(error);
  }

  /** Hands live parameters to the run, before its next step or reading: never while one is in progress. */
  change(params: ParameterValues): void {
    this.#changes.push({ step: Math.max(this.steps, this.#replayUntil), params });
  }

  /** The pause does not count in the speed. */
  rest(): void {
    this.#speed.clear();
  }

  #applyChanges(): void {
    while (this.#changes.length > 0 && this.#changes[0].step <= this.steps) {
      const [{ params }, ...later] = this.#changes;
      this.#changes = later;
      this.#params = params;
      this.#options.run.change?.(params);
      if (!this.replaying) this.#options.tell({ changed: { step: this.steps, params } });
    }
  }
}
