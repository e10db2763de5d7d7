/**
 * Gives the runs on screen their turns. A run's states are drawn in protocol.ts; what a turn does is decided here:
 *
 *   train ──▶ train ──▶ … ──▶ read ──▶ (the page draws) ──▶ train …
 *
 * A frame is read only once the page has drawn the last one; meanwhile a run on the processor trains on, unless this
 * very step is one that must be read, and one on a GPU, whose queue must not grow, waits. Runs take turns in a circle and share the budget. Pure logic: what a step
 * is, what reading is and what time is come from outside.
 */
import { turnBudget } from './turn-budget';

/** Time, as the scheduler knows it. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Runs a task after the messages that already wait. */
  soon(task: () => void): void;
  /** Runs a task after `milliseconds`; call what it returns to cancel. */
  after(milliseconds: number, task: () => void): () => void;
}

/** What came of reading a frame: whether the page was sent one to draw, and whether there is more to train. */
export interface Reading {
  readonly sent: boolean;
  readonly more: boolean;
}

/** A run, as the scheduler knows it. */
export interface Trainee {
  /** Steps enter the queue of a GPU and are paid for when numbers are read. */
  readonly queued: boolean;
  step(): void;
  read(): Promise<Reading>;
  /** Steps after which a frame must be read, at least 1. */
  stepsToNextRead(): number;
  /** A step or a reading threw; the run gets no more turns. */
  failed(error: unknown): void;
}

/** The scheduler's handle on a run. A new one is paused and visible. */
export interface Turns {
  play(): void;
  pause(): void;
  /** Trains `steps` more, whether playing or not, and reads a frame when they are done. */
  train(steps: number): void;
  /** Reads a frame even where nothing was trained, and asks anew whether there is more to train. */
  refresh(): void;
  show(visible: boolean): void;
  drawn(): void;
  /** Settles when the run has no turn in progress and will get no other. */
  remove(): Promise<void>;
}

export interface Scheduler {
  add(trainee: Trainee): Turns;
}

export interface SchedulerOptions {
  /** Milliseconds of training between two frames, shared by all runs on screen. */
  readonly budget?: number;
  /** Milliseconds after which a page that has not told of drawing is taken to have drawn. */
  readonly patience?: number;
}

interface Entry {
  readonly trainee: Trainee;
  readonly budget: ReturnType<typeof turnBudget>;
  playing: boolean;
  visible: boolean;
  finished: boolean;
  removed: boolean;
  /** Steps asked for one by one. */
  ordered: number;
  /** There is something to read: steps were trained, or a refresh was asked for. */
  stale: boolean;
  /** What was trained last must be read before anything else is. */
  due: boolean;
  /** The page has not yet drawn the last frame. */
  drawing: boolean;
  stopWaiting: () => void;
}

const nothing = () => {};

export function createScheduler(clock: Clock, { budget = 12, patience = 250 }: SchedulerOptions = {}): Scheduler {
  /** In the order of their turns. */
  let circle: readonly Entry[] = [];
  let busy = false;
  let turn: { readonly entry: Entry; readonly over: Promise<void> } | null = null;

  const nextAct = (entry: Entry): 'train' | 'read' | null => {
    if (entry.removed || !entry.visible) return null;
    if (entry.stale && !entry.drawing) return 'read';
    const wants = !entry.finished && (entry.playing || entry.ordered > 0);
    const waits = entry.due || (entry.trainee.queued && entry.stale);
    return wants && !waits ? 'train' : null;
  };

  const train = (entry: Entry, sharing: number) => {
    const { trainee } = entry;
    const untilRead = trainee.stepsToNextRead();
    const limit = Math.min(untilRead, entry.ordered > 0 ? entry.ordered : Number.POSITIVE_INFINITY);
    const steps = Math.max(1, Math.min(entry.budget.stepsFor(budget / sharing), limit));
    const started = clock.now();
    for (let i = 0; i < steps; i++) trainee.step();
    entry.budget.trained(steps, started, clock.now());
    entry.ordered = Math.max(0, entry.ordered - steps);
    entry.stale = true;
    entry.due = steps >= untilRead;
  };

  const read = async (entry: Entry) => {
    entry.stale = false;
    entry.due = false;
    const started = clock.now();
    const { sent, more } = await entry.trainee.read();
    entry.budget.read(started, clock.now());
    entry.finished = !more;
    if (!more) entry.ordered = 0;
    if (!sent) return;
    entry.drawing = true;
    entry.stopWaiting = clock.after(patience, () => drawn(entry));
  };

  const drawn = (entry: Entry) => {
    entry.stopWaiting();
    entry.stopWaiting = nothing;
    entry.drawing = false;
    wake();
  };

  const act = async (entry: Entry, sharing: number): Promise<void> => {
    try {
      if (nextAct(entry) === 'read') await read(entry);
      else train(entry, sharing);
    } catch (error) {
      entry.finished = true;
      entry.stale = false;
      entry.ordered = 0;
      if (!entry.removed) entry.trainee.failed(error);
    }
  };

  const takeTurn = async () => {
    const ready = circle.filter((entry) => nextAct(entry) !== null);
    if (ready.length === 0) {
      busy = false;
      return;
    }
    const [entry] = ready;
    circle = [...circle.filter((other) => other !== entry), entry];
    const over = act(entry, ready.length);
    turn = { entry, over };
    await over;
    turn = null;
    clock.soon(takeTurn);
  };

  const wake = () => {
    if (busy) return;
    busy = true;
    clock.soon(takeTurn);
  };

  return {
    add(trainee) {
      const entry: Entry = {
        trainee,
        budget: turnBudget(trainee.queued),
        playing: false,
        visible: true,
        finished: false,
        removed: false,
        ordered: 0,
        stale: false,
        due: false,
        drawing: false,
        stopWaiting: nothing,
      };
      circle = [...circle, entry];
      const set = (change: Partial<Entry>) => {
        Object.assign(entry, change);
        wake();
      };
      return {
        play: () => set({ playing: true }),
        pause: () => set({ playing: false }),
        train: (steps) => set({ ordered: entry.ordered + steps }),
        refresh: () => set({ stale: true, finished: false }),
        show: (visible) => set({ visible }),
        drawn: () => drawn(entry),
        async remove() {
          entry.removed = true;
          entry.stopWaiting();
          circle = circle.filter((other) => other !== entry);
          if (turn?.entry === entry) await turn.over;
        },
      };
    },
  };
}

/** The clock of a worker, a page or Node: a message to oneself queues up behind the messages that wait. */
export function messageClock(): Clock & { close(): void } {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.onmessage = () => tasks.shift()?.();
  return {
    now: () => performance.now(),
    soon(task) {
      tasks.push(task);
      port2.postMessage(null);
    },
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    close: () => port1.close(),
  };
}
