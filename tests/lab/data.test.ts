import { describe, expect, test, vi } from 'vitest';
import { dataLoader, parseImageRows } from '../../src/lab/data';
import { checked } from '../../src/lab/divergence';
import { type Frame, ReaderError } from '../../src/lab/experiment';
import { fetchFrom } from '../../src/lab/fetch';
import { fetchFromDisk } from '../../src/lab/node';
import { encodeRecording } from '../../src/lab/recording';

const root = 'https://example.org/deep/essay/';
const silent = () => {};

/** A site whose answers are written down; counts what was asked of it. */
function site(answer: (url: string) => Response | Promise<Response>) {
  return vi.fn(async (input: string | URL | Request) => answer(String(input)));
}

const bytes = (...values: number[]) => new Response(Uint8Array.from(values), { headers: { 'content-length': '4' } });

describe('fetching', () => {
  test('is relative to the root, under any prefix, and reports bytes', async () => {
    const fetcher = site(() => bytes(1, 2, 3, 4));
    const reports: number[][] = [];
    const got = await fetchFrom(root, fetcher)('data/x.u8', (...report) => reports.push(report));
    expect([...got]).toEqual([1, 2, 3, 4]);
    expect(fetcher.mock.calls[0].map(String)).toEqual(['https://example.org/deep/essay/data/x.u8']);
    expect(reports.at(-1)).toEqual([4, 4]);
  });

  test('a compressed answer does not pretend to know how much is to come', async () => {
    const fetcher = site(
      () => new Response('abcd', { headers: { 'content-length': '2', 'content-encoding': 'gzip' } }),
    );
    const reports: number[][] = [];
    await fetchFrom(root, fetcher)('data/x.csv', (...report) => reports.push(report));
    expect(reports.at(-1)).toEqual([4, 0]);
  });

  test('happens once for many readers, and goes on when one gives up', async () => {
    const fetcher = site(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return bytes(9);
    });
    const fetchBytes = fetchFrom(root, fetcher);
    const abort = new AbortController();
    const given = fetchBytes('a', silent, abort.signal);
    const kept = fetchBytes('a', silent);
    abort.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect([...(await kept)]).toEqual([9]);
    await fetchBytes('a', silent);
    expect(fetcher).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['missing', () => new Response('', { status: 404 }), /data\/x\.u8 is missing/],
    [
      'answered with a page that says so',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      /is missing/,
    ],
    ['refused', () => new Response('', { status: 503 }), /answers 503.*try again/],
    ['out of reach', () => Promise.reject(new TypeError('Failed to fetch')), /not reachable.*Go online/],
    [
      'broken off',
      () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('gone')) })),
      /broke off.*try again/,
    ],
  ])('a file that is %s is told, and asked for again the next time', async (_, answer, message) => {
    const answers = [answer, () => bytes(5)];
    const fetchBytes = fetchFrom(
      root,
      site(() => (answers.shift() ?? answer)()),
    );
    const failure = fetchBytes('data/x.u8', silent);
    await expect(failure).rejects.toThrow(ReaderError);
    await expect(failure).rejects.toThrow(message);
    expect([...(await fetchBytes('data/x.u8', silent))]).toEqual([5]);
  });

  test('on disk a missing file says what to do', async () => {
    await expect(fetchFromDisk('data/none.u8', silent)).rejects.toThrow(/public\/data\/none\.u8 is missing/);
  });
});

describe('the loader', () => {
  const loaderOf = (content: Uint8Array, progress = vi.fn()) => ({
    progress,
    data: dataLoader(async (_path, report) => {
      report(content.length / 2, content.length);
      return content;
    }, progress),
  });

  test('reads rows of pixels and a label', () => {
    const set = parseImageRows(Uint8Array.of(0, 255, 51, 0, 7, 255, 0, 0, 0, 3), 2, 255, 'x');
    expect(set).toMatchObject({ count: 2, height: 2, width: 2 });
    expect(set.pixels[2]).toBeCloseTo(0.2);
    expect([...set.labels]).toEqual([7, 3]);
  });

  test.each([0, 9, 66])('%i bytes are no images of eight by eight', async (length) => {
    const { data } = loaderOf(new Uint8Array(length));
    await expect(data.images('digits')).rejects.toThrow(/data\/digits-8x8\.u8 is damaged.*Reload/);
  });

  test('tells progress in bytes', async () => {
    const { data, progress } = loaderOf(new Uint8Array(65_000));
    await data.images('digits');
    expect(progress).toHaveBeenCalledWith(0.5, 'Loading data/digits-8x8.u8: 33 of 65 kB');
  });

  test('reads text and recordings', async () => {
    const { data } = loaderOf(new TextEncoder().encode(encodeRecording({ field: Float32Array.of(1, 2) })));
    expect(await data.text('x')).toContain('$array');
    expect(await data.recording('x')).toEqual({ field: Float32Array.of(1, 2) });
  });

  test('the shipped image sets are what they are said to be', async () => {
    const data = dataLoader(fetchFromDisk, silent);
    const [mnist, fashion, digits, patches] = await Promise.all(
      (['mnist', 'fashion', 'digits', 'patches'] as const).map((name) => data.images(name)),
    );
    expect([mnist.count, fashion.count, digits.count, patches.count]).toEqual([6000, 2000, 1797, 1024]);
    expect(Math.max(...new Set(mnist.labels))).toBe(9);
    expect([...mnist.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...mnist.labels.subarray(4000, 4005)]).toEqual([7, 2, 1, 0, 4]);
    for (const { pixels } of [mnist, fashion, digits, patches]) {
      const [least, most] = pixels.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [1, 0]);
      expect(least).toBeGreaterThanOrEqual(0);
      expect(most).toBeLessThanOrEqual(1);
    }
  });
});

describe('divergence', () => {
  const frame = (metrics: Record<string, number>): Frame => ({ step: 3, status: 'running', metrics });

  test('an infinite metric ends the run, with a cause', () => {
    expect(checked(frame({ norm: Number.POSITIVE_INFINITY }))).toMatchObject({
      status: 'diverged',
      cause: expect.stringMatching(/norm.*learning rate/),
    });
  });

  test('so does a loss that was a number and is none', () => {
    const before = frame({ loss: 1 });
    expect(checked(frame({ loss: Number.NaN }), before).status).toBe('diverged');
    expect(checked(frame({ trainError: Number.NaN }), frame({ trainError: 2 })).status).toBe('diverged');
  });

  test('what is undefined at a step does not', () => {
    expect(checked(frame({ loss: Number.NaN })).status).toBe('running');
    expect(checked(frame({ testError: Number.NaN }), frame({ testError: 1 })).status).toBe('running');
  });
});
