/** Every experiment on a graphics backend: WebGL, as WebGPU in software takes minutes for what WebGL does in seconds. */
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import { startBackend } from '../../src/lab/backend';
import { dataLoader } from '../../src/lab/data';
import { fetchFrom } from '../../src/lab/fetch';
import { defaultsOf } from '../../src/lab/parameters';
import { seededRandom } from '../../src/lab/random';

const experiments = chapters.flatMap((chapter) =>
  Object.entries(chapter.experiments).map(([name, load]) => ({ id: `${chapter.id}/${name}`, load })),
);
const fetchBytes = fetchFrom(new URL('/', location.href).href);
const silent = () => {};

const backend = 'webgl';

describe('on WebGL', () => {
  test.each(experiments)('$id takes a step and gives back its tensors', async ({ load }) => {
    const [{ tf }, { experiment }] = await Promise.all([startBackend(backend), load()]);
    const before = tf.memory().numTensors;
    const { signal } = new AbortController();
    const run = await experiment.start(defaultsOf(experiment.params), {
      tf,
      backend,
      seed: 1,
      random: seededRandom(1),
      data: dataLoader(fetchBytes, silent, signal),
      signal,
      progress: silent,
      note: silent,
    });
    run.step();
    const frame = await run.read();
    run.dispose();
    expect(frame.status).not.toBe('diverged');
    expect(tf.memory().numTensors).toBe(before);
  });
});
