/** The scheduler with fake runs on a fake clock: time passes only where a run says that it does. */
import { describe, expect, test } from 'vitest';
import { type Clock, createScheduler, messageClock, type Trainee } from '../../src/lab/scheduler';
import { speedometer } from '../../src/lab/speedometer';
import { turnBudget } from '../../src/lab/turn-budget';

function fakeClock() {
  let time = 0;
  let due: { readonly at: number; readonly task: () => void }[] = [];
  const clock: Clock = {
    now: () => time,
    soon: (task) => clock.after(0.01, task) && undefined,
    after(milliseconds, task) {
      const entry = { at: time + milliseconds, task };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
  };
  return {
    ...clock,
    spend: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Lets everything happen that is due within `milliseconds`. */
    async run(milliseconds: number) {
      const end = time + milliseconds;
      while (time <= end) {
        for (let i = 0; i < 8; i++) await Promise.resolve();
        const next = due.reduce<(typeof due)[number] | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
        if (!next || next.at > end) break;
        due = due.filter((entry) => entry !== next);
        time = Math.max(time, next.at);
        next.task();
      }
      time = Math.max(time, end);
    },
  };
}

type FakeClock = ReturnType<typeof fakeClock>;

interface FakeOptions {
  readonly stepCost?: number;
  readonly readCost?: number;
  readonly queued?: boolean;
  readonly end?: number;
  readonly breaksAt?: number;
  readonly readEvery?: number;
}

function fakeRun(clock: FakeClock, options: FakeOptions = {}) {
  const { stepCost = 1, readCost = 0.5, queued = false, end = Number.POSITIVE_INFINITY } = options;
  const log = {
    steps: 0,
    frames: [] as { step: number; time: number }[],
    errors: [] as unknown[],
    chunks: [] as number[],
  };
  let since = 0;
  let queueEnds = 0;
  const trainee: Trainee = {
    queued,
    step() {
      if (log.steps === options.breaksAt) throw new Error('broken');
      log.steps++;
      since++;
      if (queued) queueEnds = Math.max(queueEnds, clock.now()) + stepCost;
      else clock.spend(stepCost);
    },
    async read() {
      if (queued) clock.spend(Math.max(0, queueEnds - clock.now()));
      clock.spend(readCost);
      log.frames.push({ step: log.steps, time: clock.now() });
      log.chunks.push(since);
      since = 0;
      return { sent: true, more: log.steps < end };
    },
    stepsToNextRead: () => options.readEvery ?? end - log.steps,
    failed: (error) => log.errors.push(error),
  };
  return { trainee, log };
}

/** A page that draws every frame `delay` ms after it was read. */
function drawnBy(clock: FakeClock, trainee: Trainee, drawn: () => void, delay = 5): Trainee {
  return Object.assign(Object.create(trainee), {
    async read() {
      const reading = await trainee.read();
      clock.after(delay, drawn);
      return reading;
    },
  });
}

function setUp(options: FakeOptions = {}, delay = 5) {
  const clock = fakeClock();
  const scheduler = createScheduler(clock);
  const { trainee, log } = fakeRun(clock, options);
  const turns = scheduler.add(drawnBy(clock, trainee, () => turns.drawn(), delay));
  return { clock, scheduler, turns, log };
}

describe('turns', () => {
  test('none is given past a step that must be read, however late the page draws', async () => {
    const { clock, turns, log } = setUp({ end: 100 }, 200);
    turns.play();
    await clock.run(3000);
    expect(log.steps).toBe(100);
    expect(log.frames.at(-1)?.step).toBe(100);
  });

  test('a paused run gets none', async () => {
    const { clock, log } = setUp();
    await clock.run(1000);
    expect(log.steps).toBe(0);
  });

  test.each([0.01, 0.2, 3])('steps of %d ms fill about 12 ms between frames', async (stepCost) => {
    const { clock, turns, log } = setUp({ stepCost }, 0.1);
    turns.play();
    await clock.run(1000);
    const gaps = log.frames.slice(-20).map((frame, i, frames) => (i > 0 ? frame.time - frames[i - 1].time : 12));
    for (const gap of gaps) {
      expect(gap).toBeGreaterThan(7);
      expect(gap).toBeLessThan(17);
    }
  });

  test('the first turn is one step, whatever it costs', async () => {
    const { clock, turns, log } = setUp({ stepCost: 400 });
    turns.play();
    await clock.run(900);
    expect(log.chunks[0]).toBe(1);
  });

  test('dear reading leaves training half of the time', async () => {
    const { clock, turns, log } = setUp({ stepCost: 0.1, readCost: 30 }, 0.1);
    turns.play();
    await clock.run(2000);
    expect(log.steps * 0.1).toBeGreaterThan(800);
  });

  test('on a GPU the time of reading counts', async () => {
    const { clock, turns, log } = setUp({ stepCost: 0.5, readCost: 1, queued: true }, 0.1);
    turns.play();
    await clock.run(3000);
    const late = log.chunks.slice(-10);
    for (const chunk of late) {
      expect(chunk).toBeGreaterThan(8);
      expect(chunk).toBeLessThan(60);
    }
  });

  test('single steps are exact, add up, and end with a frame', async () => {
    const { clock, turns, log } = setUp();
    turns.train(10);
    turns.train(27);
    await clock.run(1000);
    expect(log.steps).toBe(37);
    expect(log.frames.at(-1)?.step).toBe(37);
  });

  test('a pause stops a playing run, and play goes on', async () => {
    const { clock, turns, log } = setUp();
    turns.play();
    await clock.run(100);
    turns.pause();
    await clock.run(50);
    const { steps } = log;
    expect(steps).toBeGreaterThan(10);
    expect(log.frames.at(-1)?.step).toBe(steps);
    await clock.run(500);
    expect(log.steps).toBe(steps);
    turns.play();
    await clock.run(100);
    expect(log.steps).toBeGreaterThan(steps);
  });

  test('a run never trains past the step at which it must be read', async () => {
    const { clock, turns, log } = setUp({ end: 777, stepCost: 0.01 });
    turns.play();
    await clock.run(3000);
    expect(log.steps).toBe(777);
    expect(log.frames.at(-1)?.step).toBe(777);
  });
});

describe('the page', () => {
  test('has a frame in hand until it has drawn it; on the processor training goes on meanwhile', async () => {
    const { clock, turns, log } = setUp({}, 100);
    turns.play();
    await clock.run(1000);
    const gaps = log.frames.slice(1).map(({ time }, i) => time - log.frames[i].time);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    expect(log.steps).toBeGreaterThan(800);
  });

  test('on a GPU the queue does not grow meanwhile', async () => {
    const { clock, turns, log } = setUp({ queued: true }, 100);
    turns.play();
    await clock.run(3000);
    expect(Math.max(...log.chunks)).toBeLessThan(150);
  });

  test('that forgets to tell does not stop it', async () => {
    const { clock, turns, log } = setUp({}, 1e9);
    turns.play();
    await clock.run(1100);
    expect(log.frames.length).toBeGreaterThanOrEqual(4);
    expect(log.frames.length).toBeLessThanOrEqual(6);
  });

  test('gets nothing of what is off screen', async () => {
    const { clock, turns, log } = setUp();
    turns.show(false);
    turns.play();
    await clock.run(500);
    expect(log.steps).toBe(0);
    turns.show(true);
    await clock.run(500);
    expect(log.steps).toBeGreaterThan(100);
  });
});

describe('runs', () => {
  test('take turns and share the time', async () => {
    const { clock, scheduler, turns, log } = setUp();
    const other = fakeRun(clock);
    const otherTurns = scheduler.add(drawnBy(clock, other.trainee, () => otherTurns.drawn()));
    turns.play();
    otherTurns.play();
    await clock.run(2000);
    expect(log.steps / other.log.steps).toBeGreaterThan(0.8);
    expect(log.steps / other.log.steps).toBeLessThan(1.25);
    const gaps = log.frames.slice(5).map(({ time }, i) => time - log.frames[i + 4].time);
    expect(Math.max(...gaps)).toBeLessThan(40);
  });

  test('that have finished get no more turns, until they are asked anew', async () => {
    const { clock, turns, log } = setUp({ end: 20, readEvery: 5 });
    turns.play();
    await clock.run(500);
    expect(log.steps).toBe(20);
    const frames = log.frames.length;
    turns.refresh();
    await clock.run(100);
    expect(log.frames.length).toBe(frames + 1);
    expect(log.steps).toBe(20);
  });

  test('that break are told once, and the others go on', async () => {
    const { clock, scheduler, turns, log } = setUp({ breaksAt: 30 });
    const other = fakeRun(clock);
    const otherTurns = scheduler.add(drawnBy(clock, other.trainee, () => otherTurns.drawn()));
    turns.play();
    otherTurns.play();
    await clock.run(1000);
    expect(log.errors).toEqual([new Error('broken')]);
    expect(other.log.steps).toBeGreaterThan(300);
  });

  test('that are removed get no more turns, and removing waits for the turn in progress', async () => {
    const { clock, scheduler } = setUp();
    let finishReading = () => {};
    let removed = false;
    const turns = scheduler.add({
      ...fakeRun(clock).trainee,
      read: () =>
        new Promise((resolve) => {
          finishReading = () => resolve({ sent: true, more: true });
        }),
    });
    turns.train(1);
    await clock.run(100);
    const removal = turns.remove().then(() => {
      removed = true;
    });
    await clock.run(100);
    expect(removed).toBe(false);
    finishReading();
    await clock.run(100);
    await removal;
    expect(removed).toBe(true);
  });
});

describe('the budget', () => {
  test('adapts when steps get cheaper, and at most fourfold at a time', () => {
    const budget = turnBudget(false);
    expect(budget.stepsFor(12)).toBe(1);
    budget.trained(1, 0, 0);
    expect(budget.stepsFor(12)).toBe(4);
    budget.trained(4, 0, 4);
    for (let i = 0; i < 20; i++) budget.trained(4, 0, 4);
    expect(budget.stepsFor(12)).toBeGreaterThanOrEqual(11);
    for (let i = 0; i < 20; i++) budget.trained(12, 0, 120);
    expect(budget.stepsFor(12)).toBe(1);
  });

  test('speed is told once it can be, over the last second', () => {
    const speed = speedometer();
    expect(speed.at(0, 0)).toBeUndefined();
    expect(speed.at(50, 10)).toBeUndefined();
    expect(speed.at(200, 40)).toBeCloseTo(200);
    for (let t = 300; t <= 5000; t += 100) speed.at(t, t);
    expect(speed.at(5100, 5100)).toBeCloseTo(1000);
    speed.clear();
    expect(speed.at(6000, 1)).toBeUndefined();
  });

  test('the clock of messages runs its tasks in order and apart', async () => {
    const clock = messageClock();
    const order: number[] = [];
    await new Promise<void>((resolve) => {
      clock.soon(() => order.push(1));
      clock.soon(() => order.push(2));
      clock.soon(resolve);
      order.push(0);
    });
    clock.close();
    expect(order).toEqual([0, 1, 2]);
  });
});
