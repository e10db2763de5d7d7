/** What must hold for every experiment of every chapter, whatever it shows. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import { declarationOf, type Experiment, type Frame, type RunContext, type Tensorflow } from '../../src/lab/experiment';
import { headlessContext } from '../../src/lab/headless';
import { startNodeBackend } from '../../src/lab/node';
import { defaultsOf, type Parameter, type ParameterValues, readParameter } from '../../src/lab/parameters';

const experiments = chapters.flatMap((chapter) =>
  Object.entries(chapter.experiments).map(([name, load]) => ({ chapter: chapter.id, name, load })),
);

const steps = 3;

async function contextOf(seed: number): Promise<RunContext> {
  const { tf, backend } = await startNodeBackend('wasm');
  return headlessContext(tf, backend, seed);
}

/** The frames of a few steps from the start. */
async function trained(experiment: Experiment, seed: number): Promise<Frame> {
  const run = await experiment.start(defaultsOf(experiment.params), await contextOf(seed));
  try {
    for (let i = 0; i < steps; i++) run.step();
    return await run.read();
  } finally {
    run.dispose();
  }
}

const require = createRequire(import.meta.url);

/** Kernels that were used during `work` and that a graphics backend does not have. */
async function missingKernels(tf: Tensorflow, work: () => Promise<void>): Promise<string[]> {
  const engine = tf.engine();
  const used = new Set<string>();
  const { runKernel } = engine;
  engine.runKernel = (name, ...rest) => {
    used.add(name);
    return runKernel.call(engine, name, ...rest) as never;
  };
  try {
    await work();
  } finally {
    engine.runKernel = runKernel;
  }
  return ['webgpu', 'webgl'].flatMap((backend) => {
    require(`@tensorflow/tfjs-backend-${backend}`);
    const known = new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName));
    return [...used].filter((name) => !known.has(name)).map((name) => `${name} on ${backend}`);
  });
}

/** Whether a value is one that the reader could have chosen. */
function isLegal(parameter: Parameter, value: unknown): boolean {
  if (parameter.kind === 'files') return Array.isArray(value) && value.length === 0;
  const reading = readParameter(parameter, String(value));
  return reading.ok && reading.exact && reading.value === value;
}

function expectLegal(experiment: Experiment, params: Partial<ParameterValues>): void {
  for (const [name, value] of Object.entries(params)) {
    const parameter = experiment.params[name];
    expect(parameter, `${name} is no parameter`).toBeDefined();
    expect(isLegal(parameter, value), `${name} = ${value}`).toBe(true);
  }
}

test('no two experiments share a name: it is the anchor of the figure, also where all chapters are on one page', () => {
  const names = experiments.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});

describe.each(experiments)('$chapter/$name', ({ chapter, name, load }) => {
  test('is declared as its files are named, in data that a page can be given', async () => {
    const { experiment } = await load();
    expect(experiment.id).toBe(`${chapter}/${name}`);
    expect(existsSync(`src/chapters/${chapter}/${name}.experiment.ts`)).toBe(true);
    const declaration = declarationOf(experiment);
    expect(JSON.parse(JSON.stringify(declaration))).toEqual(declaration);
    for (const sentence of [experiment.title, experiment.sentence, experiment.claim.statement]) {
      expect(sentence.length).toBeGreaterThan(3);
    }
  });

  test('has legal defaults, presets, recording and sweeps, and explains every parameter', async () => {
    const { experiment } = await load();
    expectLegal(experiment, defaultsOf(experiment.params));
    for (const preset of Object.values(experiment.presets ?? {})) expectLegal(experiment, preset.params);
    expectLegal(experiment, experiment.recording?.params ?? {});
    for (const sweep of Object.values(experiment.sweeps ?? {})) {
      expectLegal(experiment, sweep.params ?? {});
      for (const [varied, values] of Object.entries(sweep.vary)) {
        for (const value of values ?? []) expectLegal(experiment, { [varied]: value });
      }
    }
    for (const parameter of Object.values(experiment.params)) {
      expect(parameter.label.length).toBeGreaterThan(0);
      expect(parameter.help.length).toBeGreaterThan(3);
      if (!parameter.when) continue;
      const governing = experiment.params[parameter.when.param];
      for (const value of parameter.when.is) expect(isLegal(governing, value), `when ${value}`).toBe(true);
    }
  });

  test('gives back every tensor, and leaks none while it trains', async () => {
    const { experiment } = await load();
    const context = await contextOf(1);
    const { tf } = context;
    const before = tf.memory().numTensors;
    const run = await experiment.start(defaultsOf(experiment.params), context);
    run.step();
    const first = await run.read();
    const training = tf.memory().numTensors;
    for (let i = 0; i < steps; i++) run.step();
    const frame = await run.read();
    expect(frame.step).toBeGreaterThanOrEqual(first.step);
    expect(tf.memory().numTensors, 'while training').toBe(training);
    run.dispose();
    expect(tf.memory().numTensors, 'after dispose').toBe(before);
    expect(frame.status).not.toBe('diverged');
    for (const [metric, value] of Object.entries(frame.metrics)) expect(typeof value, metric).toBe('number');
    expect([true, false, null]).toContain(experiment.claim.holds(frame, defaultsOf(experiment.params)));
    // What crosses from the worker to the page must survive the crossing.
    expect(structuredClone(frame)).toEqual(frame);
  });

  test('gives equal frames for equal seeds, and asks for nothing that a graphics backend lacks', async () => {
    const [{ experiment }, { tf }] = await Promise.all([load(), contextOf(1)]);
    const first = await trained(experiment, 5);
    const missing = await missingKernels(tf, async () => expect(await trained(experiment, 5)).toEqual(first));
    expect(missing).toEqual([]);
  });

  test('given up while it prepares, leaves no tensor behind', async () => {
    const { experiment } = await load();
    const context = await contextOf(1);
    const before = context.tf.memory().numTensors;
    const abort = new AbortController();
    const progress = () => abort.abort();
    await experiment.start(defaultsOf(experiment.params), { ...context, signal: abort.signal, progress }).then(
      (run) => run.dispose(),
      (error) => expect(error).toBe(abort.signal.reason),
    );
    expect(context.tf.memory().numTensors).toBe(before);
  });
});
