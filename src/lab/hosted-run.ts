/** A figure's run in the worker, from its opening to its end, through every reset. Its states: protocol.ts. */
import type { StartedBackend } from './backend';
import { dataLoader, type FetchBytes } from './data';
import { type Experiment, type Frame, ReaderError, type Run, type RunContext } from './experiment';
import type { Command, HostUpdate, Opening, Replay } from './host-protocol';
import type { RunRequest, RunState } from './protocol';
import { seededRandom } from './random';
import type { Clock, Scheduler, Turns } from './scheduler';
import { Training } from './training';

export interface HostedRunTools {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly backend: Promise<StartedBackend>;
  readonly fetchBytes: FetchBytes;
  find(experiment: string): Promise<Experiment>;
  tell(update: HostUpdate): void;
}

/** What a start has led to. */
interface Begun {
  readonly run: Run;
  readonly training: Training;
  readonly turns: Turns;
}

/** A lost device is told some milliseconds after the first call on it has failed. */
const deviceGrace = 500;

export class HostedRun {
  readonly #tools: HostedRunTools;
  #request: RunRequest;
  #playing: boolean;
  #visible: boolean;
  /** Single steps asked for while the run was starting. */
  #ordered = 0;
  #attempt = new AbortController();
  #begun: Begun | null = null;
  #state: RunState = 'idle';

  constructor(tools: HostedRunTools, opening: Opening) {
    this.#tools = tools;
    this.#request = opening.request;
    this.#playing = opening.playing;
    this.#visible = opening.visible;
    void this.#begin(opening.note, opening.replay);
  }

  command(command: Command): void {
    switch (command.type) {
      case 'play':
        this.#play();
        break;
      case 'pause':
        this.#pause();
        break;
      case 'step':
        this.#step(command.count);
        break;
      case 'reset':
        this.#request = command.request;
        this.#ordered = 0;
        void this.#begin();
        break;
      case 'change':
        this.#change(command.params);
        break;
      case 'show':
        this.#visible = command.visible;
        this.#begun?.turns.show(command.visible);
        break;
      case 'drawn':
        this.#begun?.turns.drawn();
        break;
      case 'dispose':
        this.#attempt.abort();
        void this.#retire();
    }
  }

  #tell(update: HostUpdate): void {
    if (update.state) this.#state = update.state;
    this.#tools.tell(update);
  }

  /** Where a run that is neither finished nor failed stands. */
  #pausedOrRunning(): RunState {
    return this.#playing ? 'running' : 'paused';
  }

  #play(): void {
    this.#playing = true;
    if (this.#state !== 'paused' || !this.#begun) return;
    this.#begun.training.rest();
    this.#begun.turns.play();
    this.#tell({ state: 'running' });
  }

  #pause(): void {
    this.#playing = false;
    this.#ordered = 0;
    if (this.#begun?.training.replaying) return;
    this.#begun?.turns.pause();
    if (this.#state === 'running') this.#tell({ state: 'paused' });
  }

  #step(count: number): void {
    if (this.#playing) this.#pause();
    if (this.#begun && !this.#begun.training.replaying) this.#begun.turns.train(count);
    else this.#ordered += count;
  }

  #change(params: RunRequest['params']): void {
    this.#request = { ...this.#request, params };
    if (!this.#begun?.run.change) {
      void this.#begin();
      return;
    }
    this.#begun.training.change(params);
    this.#begun.turns.refresh();
  }

  /** Starts the run; a start in progress is given up, so that of quick changes the last one wins. */
  async #begin(note?: string, replay?: Replay): Promise<void> {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    const { backend, find, clock } = this.#tools;
    const request = this.#request;
    this.#tell({
      state: 'starting',
      note,
      claim: null,
      progress: { fraction: 0, what: 'Starting' },
      anew: replay === undefined,
    });
    try {
      await this.#retire();
      // A burst of resets that wait in the queue leads to one start.
      await new Promise<void>((resolve) => clock.soon(resolve));
      if (signal.aborted) return;
      const [started, experiment] = await Promise.all([backend, find(request.experiment)]);
      if (signal.aborted) return;
      this.#tell({ backend: started.backend, backendReason: started.reason });
      const run = await experiment.start(request.params, this.#context(started, signal));
      if (signal.aborted) run.dispose();
      else this.#schedule(started, experiment, run, signal, replay);
    } catch (error) {
      await this.#fail(error, signal);
    }
  }

  #schedule(started: StartedBackend, experiment: Experiment, run: Run, signal: AbortSignal, replay?: Replay): void {
    const training: Training = new Training({
      experiment,
      run,
      params: this.#request.params,
      started,
      replay,
      signal,
      now: this.#tools.clock.now,
      tell: (update) => this.#tell(update),
      arrived: (frame) => this.#arrived(frame),
      failed: (error) => void this.#fail(error, signal),
    });
    const turns = this.#tools.scheduler.add(training);
    this.#begun = { run, training, turns };
    turns.show(this.#visible);
    if (training.replaying) {
      turns.play();
      return;
    }
    turns.refresh();
    this.#settle(turns);
    this.#tell({ state: this.#pausedOrRunning(), progress: null });
  }

  /** Lets a run that is ready go on as was asked meanwhile. */
  #settle(turns: Turns): void {
    if (this.#playing) turns.play();
    else turns.pause();
    if (this.#ordered > 0) turns.train(this.#ordered);
    this.#ordered = 0;
  }

  #arrived(frame: Frame): HostUpdate {
    if (!this.#begun) return {};
    const { training, turns } = this.#begun;
    if (frame.status !== 'running') {
      this.#playing = false;
      turns.pause();
      return this.#changedTo(frame.status);
    }
    if (this.#state === 'starting') this.#settle(turns);
    if (!this.#playing || !training.exhausted) return this.#changedTo(this.#pausedOrRunning());
    this.#pause();
    return { state: 'paused', note: `Paused after ${training.steps} steps; play goes on.` };
  }

  #changedTo(state: RunState): HostUpdate {
    return state === this.#state ? {} : { state };
  }

  #context(started: StartedBackend, signal: AbortSignal): RunContext {
    const progress = (fraction: number, what: string) => {
      if (!signal.aborted) this.#tell({ progress: { fraction, what } });
    };
    return {
      tf: started.tf,
      backend: started.backend,
      seed: this.#request.seed,
      random: seededRandom(this.#request.seed),
      data: dataLoader(this.#tools.fetchBytes, progress, signal),
      signal,
      progress,
      note: (note) => {
        if (!signal.aborted) this.#tell({ note });
      },
    };
  }

  /** Ends the run's turns and gives back its tensors. */
  async #retire(): Promise<void> {
    const begun = this.#begun;
    this.#begun = null;
    if (!begun) return;
    await begun.turns.remove();
    begun.run.dispose();
  }

  async #fail(error: unknown, signal: AbortSignal): Promise<void> {
    const steps = this.#begun?.training.steps ?? 0;
    const started = await this.#tools.backend.catch(() => null);
    const stillThere = new Promise<true>((resolve) => this.#tools.clock.after(deviceGrace, () => resolve(true)));
    const onGpu = started?.backend === 'webgpu' || started?.backend === 'webgl';
    // The host tells of a lost device, and the client goes on elsewhere.
    if (onGpu && !(error instanceof ReaderError) && (await Promise.race([started.lost, stillThere])) !== true) return;
    if (signal.aborted) return;
    this.#playing = false;
    this.#tell({ state: 'failed', progress: null, error: explain(error, this.#request.experiment, steps) });
    await this.#retire().catch(() => {});
  }
}

/** What happened and what to do, in the reader's words. */
function explain(error: unknown, experiment: string, steps: number): string {
  if (error instanceof ReaderError) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  const when = steps > 0 ? `stopped after step ${steps}` : 'did not start';
  return `${experiment} ${when}: ${what.replace(/\.$/, '')}. Reset to try again; if it happens again, choose another backend.`;
}
