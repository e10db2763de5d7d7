import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/lab/experiment';
import { choice, integer, real } from '../../src/lab/parameters';
import { decodeRecording, encodeRecording, historyOf } from '../../src/lab/recording';
import {
  readAssignments,
  readCount,
  readGrid,
  readSeeds,
  readShard,
  UsageError,
} from '../../src/lab/terminal/arguments';
import { gridOf } from '../../src/lab/terminal/record';
import { jobsOf } from '../../src/lab/terminal/sweep';

const schema = {
  depth: integer({ label: 'Depth', help: 'Layers.', min: 1, max: 5, default: 3 }),
  scale: real({ label: 'Scale', help: 'Start.', min: 1e-9, max: 1, default: 1e-3 }),
  data: choice({
    label: 'Data',
    help: 'Which.',
    options: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
    default: 'a',
  }),
};

describe('flags', () => {
  test('assignments are read against the schema', () => {
    expect(readAssignments(schema, ['depth=2', 'data=b', 'scale=1e-6'])).toEqual({ depth: 2, data: 'b', scale: 1e-6 });
  });

  test.each([
    ['an unknown name', ['width=2'], /no parameter “width”.*\n.*depth: a whole number from 1 to 5/s],
    ['a value out of range', ['depth=9'], /a whole number from 1 to 5/],
    ['a value that is no number', ['scale=big'], /a number from 1e-9 to 1/],
    ['a choice that there is not', ['data=c'], /one of a, b/],
    ['no value', ['depth'], /name=value/],
    ['an empty value', ['depth='], /a whole number from 1 to 5/],
  ])('%s is told with what is allowed', (_, assignments, message) => {
    expect(() => readAssignments(schema, assignments)).toThrow(UsageError);
    expect(() => readAssignments(schema, assignments)).toThrow(message);
  });

  test('seeds, counts and shards', () => {
    expect(readSeeds('2..4')).toEqual([2, 3, 4]);
    expect(readSeeds('5,1')).toEqual([5, 1]);
    for (const bad of ['4..2', 'x', '', '1..']) expect(() => readSeeds(bad)).toThrow(UsageError);
    expect(readCount('steps', '0', 0)).toBe(0);
    for (const bad of ['', '1.5', '-1', 'x']) expect(() => readCount('steps', bad, 0)).toThrow(UsageError);
    expect(readShard('2/3')).toEqual({ index: 2, of: 3 });
    for (const bad of ['0/3', '4/3', '1', 'a/b']) expect(() => readShard(bad)).toThrow(UsageError);
  });

  test('shards part a sweep without gap or overlap', () => {
    const jobs = jobsOf(readGrid(schema, ['depth=1,2,3', 'data=a,b']), [0, 1, 2]);
    expect(jobs).toHaveLength(18);
    const shards = [1, 2, 3, 4].flatMap((index) => jobs.filter((_, i) => i % 4 === index - 1));
    expect(new Set(shards)).toEqual(new Set(jobs));
    expect(shards).toHaveLength(18);
  });

  test('a declared sweep spans the same grid', () => {
    const grid = gridOf({ params: { scale: 0.1 }, vary: { depth: [2, 3] }, seeds: [0], metrics: [] });
    expect(grid).toEqual([
      { scale: 0.1, depth: 2 },
      { scale: 0.1, depth: 3 },
    ]);
  });
});

describe('recordings', () => {
  test('typed arrays and the numbers that JSON lacks survive', () => {
    const value = {
      field: { shape: [2, 2], data: Float32Array.of(1.5, Number.NaN, -3, 4) },
      bytes: Uint8Array.of(0, 255),
      whole: Int32Array.of(-7),
      numbers: [Number.NaN, Number.POSITIVE_INFINITY, 0.1],
    };
    expect(decodeRecording(encodeRecording(value))).toEqual(value);
  });

  test('float64 arrays come back as float32', () => {
    expect(decodeRecording(encodeRecording({ a: Float64Array.of(0.5, 2) }))).toEqual({ a: Float32Array.of(0.5, 2) });
  });

  test('a long history keeps its ends and names a late metric', () => {
    const frames = Array.from(
      { length: 1001 },
      (_, step): Frame => ({
        step,
        status: 'running',
        metrics: step === 1000 ? { loss: 0.123456789, late: 1 } : { loss: step },
      }),
    );
    const history = historyOf(frames);
    expect(history.steps.length).toBeLessThanOrEqual(201);
    expect([history.steps[0], history.steps.at(-1)]).toEqual([0, 1000]);
    expect(history.metrics.loss.at(-1)).toBe(0.123457);
    expect(history.metrics.late[0]).toBeNaN();
  });
});
