/** The page's client against a real worker in Chromium. */
import { afterEach, describe, expect, test } from 'vitest';
import type { createLabClient } from '../../src/lab/client';
import { countTensors, openFigure, tellWorkers, toyLab } from './support/figure';
import type { ToyFrame } from './support/toy.experiment';

let lab: ReturnType<typeof createLabClient>;
afterEach(() => lab.dispose());

/** What training alone decides: the toy remembers besides which loss was the first that was read. */
const trained = (frame: ToyFrame | undefined) => [frame?.step, frame?.metrics.loss, frame?.weights];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a run', () => {
  test('starts paused, plays, pauses, and says where it runs', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    await figure.untilStep(0);
    expect(figure.latest('state')).toBe('paused');
    expect(figure.latest('backend')).toBe('wasm');
    expect(figure.latest('backendReason')).toMatch(/WebAssembly/);
    expect(figure.notes()).toEqual(['Drawn.']);
    figure.handle.play();
    await figure.untilStep(500);
    expect(figure.latest('claim')).toBe(true);
    await figure.untilTold(({ stepsPerSecond }) => (stepsPerSecond ?? 0) > 100, 'for its speed');
    figure.handle.pause();
    await figure.untilState('paused');
    const stood = figure.frame()?.step ?? 0;
    await pause(300);
    expect((figure.frame()?.step ?? 0) - stood).toBeLessThan(5000);
    const frames = figure.frames().length;
    await pause(300);
    expect(figure.frames().length).toBe(frames);
  });

  test('trains exactly the steps asked for, and resets to the same numbers', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    figure.handle.step(30);
    figure.handle.step(7);
    await figure.untilStep(37);
    await pause(100);
    const once = figure.frame();
    expect(once?.step).toBe(37);
    figure.handle.reset();
    figure.handle.step(37);
    await figure.untilTold(() => figure.frames().filter(({ step }) => step === 37).length >= 2, 'for the second run');
    expect(figure.frame()).toEqual(once);
    figure.handle.reset({ seed: 2 });
    figure.handle.step(37);
    await figure.untilTold(() => figure.frames().filter(({ step }) => step === 37).length >= 3, 'for the third run');
    expect(figure.frame()).not.toEqual(once);
  });

  test('of quick changes the last one wins, and no tensor stays behind', async () => {
    lab = toyLab();
    const first = openFigure(lab);
    await first.untilStep(0);
    const alone = await countTensors();
    for (let i = 1; i <= 40; i++) {
      first.handle.reset({ seed: i });
      if (i % 8 === 0) await pause(3);
    }
    first.handle.step(3);
    await first.untilStep(3);
    const reference = openFigure(lab, { seed: 40 });
    reference.handle.step(3);
    await reference.untilStep(3);
    expect(first.frame()).toEqual(reference.frame());
    reference.handle.dispose();
    await pause(50);
    expect(await countTensors()).toBe(alone);
    first.handle.dispose();
    await pause(50);
    expect(await countTensors()).toBe(0);
  });

  test('off screen it gets no turns', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    figure.handle.play();
    await figure.untilStep(10);
    figure.handle.show(false);
    await pause(100);
    const frames = figure.frames().length;
    await pause(300);
    expect(figure.frames().length).toBe(frames);
    figure.handle.show(true);
    await figure.untilTold(() => figure.frames().length > frames, 'for it to go on');
  });

  test('two figures train at once', async () => {
    lab = toyLab();
    const figures = [openFigure(lab, { seed: 1 }), openFigure(lab, { seed: 2 })];
    for (const { handle } of figures) handle.play();
    await Promise.all(figures.map((figure) => figure.untilStep(200)));
  });

  test('takes a live parameter without starting anew', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    figure.handle.step(5);
    await figure.untilStep(5);
    figure.handle.change({ learningRate: 0.1, shrinkage: 0.5, end: 1_000_000, trouble: 'none' });
    await figure.untilTold(({ frame }) => frame?.metrics.shrinkage === 0.5, 'for the change');
    expect(figure.frame()?.step).toBe(5);
  });
});

describe('a lab at rest', () => {
  test('has given its worker back, and goes on at the next command as if nothing had been', async () => {
    lab = toyLab();
    const reference = openFigure(lab);
    reference.handle.step(40);
    await reference.untilStep(40);
    reference.handle.dispose();
    const figure = openFigure(lab);
    figure.handle.step(25);
    await figure.untilStep(25);
    lab.rest();
    const workers = await Promise.race([countTensors().then(() => 'one'), pause(300).then(() => 'none')]);
    expect(workers).toBe('none');
    figure.handle.step(15);
    await figure.untilStep(40);
    expect(trained(figure.frame())).toEqual(trained(reference.frame()));
    expect(figure.latest('state')).toBe('paused');
    figure.handle.play();
    await figure.untilStep(60);
  });

  test('does not rest while a run plays, and takes a reset', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    figure.handle.play();
    lab.rest();
    await figure.untilStep(20);
    figure.handle.pause();
    await figure.untilState('paused');
    lab.rest();
    const frames = figure.frames().length;
    figure.handle.reset({ seed: 2 });
    await figure.untilTold(() => figure.frames().length > frames && figure.frame()?.step === 0, 'for the new run');
  });

  test.each([
    ['paused', 1_000_000],
    ['finished', 10],
  ])('takes a live change of a run that was %s where it stood', async (_, end) => {
    lab = toyLab();
    const figure = openFigure(lab, { params: { end } });
    figure.handle.step(10);
    await figure.untilStep(10);
    const before = figure.frame();
    lab.rest();
    figure.handle.change({ learningRate: 0.1, shrinkage: 0.5, end, trouble: 'none' });
    await figure.untilTold(({ frame }) => frame?.metrics.shrinkage === 0.5, 'for the change');
    expect(figure.frame()?.step).toBe(10);
    expect(figure.frame()?.weights).toEqual(before?.weights);
  });

  test('a preparation that is given up is told as a pause', async () => {
    lab = toyLab();
    const figure = openFigure(lab);
    await figure.untilState('starting');
    lab.rest();
    expect(figure.latest('state')).toBe('paused');
    figure.handle.step(3);
    await figure.untilStep(3);
  });
});

describe('a checkpoint', () => {
  const initial = { learningRate: 0.1, shrinkage: 0, end: 1_000_000, trouble: 'none' } as const;
  const changed = { ...initial, shrinkage: 0.5 };

  test('leads to where the run stood, through the live changes that were made on the way', async () => {
    lab = toyLab();
    const reference = openFigure(lab);
    reference.handle.step(10);
    await reference.untilStep(10);
    reference.handle.change(changed);
    reference.handle.step(10);
    await reference.untilStep(20);
    const checkpoint = { initial, steps: 20, changes: [{ step: 10, params: changed }] };
    const opened = openFigure(lab, { params: changed, checkpoint });
    await opened.untilStep(20);
    expect(trained(opened.frame())).toEqual(trained(reference.frame()));
    expect(opened.frames().every(({ step }) => step === 20)).toBe(true);
    const other = openFigure(lab, { seed: 5 });
    await other.untilStep(0);
    other.handle.reset({ params: changed, seed: 1, checkpoint });
    await other.untilStep(20);
    expect(trained(other.frame())).toEqual(trained(reference.frame()));
  });
});

describe('what goes wrong is told', () => {
  test('divergence, with its cause', async () => {
    lab = toyLab();
    const figure = openFigure(lab, { params: { learningRate: 10 } });
    figure.handle.play();
    await figure.untilState('diverged');
    expect(figure.frame()?.cause).toMatch(/learning rate/);
    figure.handle.reset({ params: { learningRate: 0.1, shrinkage: 0, end: 20, trouble: 'none' } });
    figure.handle.play();
    await figure.untilState('converged');
  });

  test.each([
    ['a mistake of the reader', { params: { trouble: 'reader' } }, /^The data do not fit\. Choose others\.$/],
    ['a bug', { params: { trouble: 'bug' } }, /did not start: boom\. Reset/],
    ['an unknown experiment', { id: 'toy/none' }, /There is no experiment “toy\/none”/],
  ] as const)('%s', async (_, request, message) => {
    lab = toyLab();
    const figure = openFigure(lab, request);
    await figure.untilState('failed');
    expect(figure.latest('error')).toMatch(message);
  });

  test('a bug in a step', async () => {
    lab = toyLab();
    const figure = openFigure(lab, { params: { trouble: 'late bug' } });
    figure.handle.play();
    await figure.untilState('failed');
    expect(figure.latest('error')).toMatch(/after step 10: late boom/);
  });

  test('a worker that cannot be loaded', async () => {
    lab = toyLab({ createWorker: () => new Worker('/no-such-worker.js', { type: 'module' }) });
    const figure = openFigure(lab);
    await figure.untilState('failed');
    expect(figure.latest('error')).toMatch(/Reload the page/);
  });
});

describe('a run survives', () => {
  async function survives(backend: 'webgpu' | 'webgl' | 'wasm', accident: () => void, note: RegExp) {
    const reference = openFigure(lab, { backend });
    reference.handle.step(40);
    await reference.untilStep(40);
    reference.handle.dispose();
    const figure = openFigure(lab, { backend });
    figure.handle.step(25);
    await figure.untilStep(25);
    const before = figure.updates.length;
    accident();
    await figure.untilTold(
      () => figure.updates.slice(before).some(({ frame }) => frame?.step === 25),
      'for the replay',
    );
    expect(figure.notes().some((text) => note.test(text))).toBe(true);
    expect(figure.latest('state')).toBe('paused');
    figure.handle.step(15);
    await figure.untilStep(40);
    const [end, expected] = [figure.frame(), reference.frame()];
    for (const [i, weight] of (end?.weights.data ?? []).entries()) {
      expect(weight).toBeCloseTo(expected?.weights.data[i] ?? Number.NaN, 4);
    }
    return figure;
  }

  test('the loss of a WebGPU device', async () => {
    lab = toyLab();
    const lose = () => tellWorkers('lose the device');
    const figure = await survives('webgpu', lose, /WebGPU device was lost.*replayed from its seed to step 25/);
    expect(figure.latest('backend')).toBe('wasm');
    expect(figure.latest('backendReason')).toMatch(/WebGPU was lost before/);
  });

  test('the loss of a WebGL context', async () => {
    lab = toyLab();
    const lose = () => tellWorkers('lose the device');
    const figure = await survives('webgl', lose, /WebGL device was lost.*replayed from its seed to step 25/);
    expect(figure.latest('backend')).toBe('wasm');
  });

  test('an error that escapes in the worker', async () => {
    lab = toyLab();
    await survives('wasm', () => tellWorkers('throw'), /worker broke down.*told to throw.*replayed/);
  });

  test('a worker that hangs', async () => {
    lab = toyLab({ heartbeat: 100 });
    await survives('wasm', () => tellWorkers('hang'), /worker broke down \(it stopped answering\).*replayed/);
  });

  test('another choice of backend, with its live changes', async () => {
    lab = toyLab();
    const figure = openFigure(lab, { backend: 'cpu' });
    figure.handle.step(10);
    await figure.untilStep(10);
    figure.handle.change({ learningRate: 0.1, shrinkage: 0.5, end: 1_000_000, trouble: 'none' });
    figure.handle.step(10);
    await figure.untilStep(20);
    const before = figure.frame();
    const other = openFigure(lab, { backend: 'wasm' });
    await other.untilStep(0);
    await figure.untilTold(({ backend }) => backend === 'wasm', 'for the other backend');
    await figure.untilTold(() => figure.frames().filter(({ step }) => step === 20).length >= 2, 'for the replay');
    expect(figure.notes().some((note) => /backend was changed to WebAssembly/.test(note))).toBe(true);
    expect(figure.frame()?.metrics.loss).toBeCloseTo(before?.metrics.loss ?? Number.NaN, 4);
    expect(figure.latest('origin')).toMatchObject({
      initial: { shrinkage: 0 },
      changes: [{ step: 10, params: { shrinkage: 0.5 } }],
    });
  });
});
