/** Recorded sweeps as curves, for figures that show one run among many. */
import type { RunContext } from '../../lab/experiment';
import type { ParameterValue } from '../../lab/parameters';
import type { SweepRecording, SweepRow } from '../../lab/recording';

/** The runs of a shipped sweep; none, with a note, where it is not there. */
export async function recordedRows(context: RunContext, name: string): Promise<readonly SweepRow[]> {
  try {
    return ((await context.data.recording(`instahide/${name}`)) as SweepRecording).rows;
  } catch {
    context.note('The recorded runs are not there: only the one that is made here is shown.');
    return [];
  }
}

/** The seeds' mean at one setting, with the standard deviation over seeds. */
export interface RecordedPoint {
  readonly mean: number;
  readonly deviation: number;
  readonly runs: number;
}

/** The mean of one metric over all runs whose parameters have these values. */
export function meanOf(
  rows: readonly SweepRow[],
  metric: string,
  where: Readonly<Record<string, ParameterValue>>,
): RecordedPoint {
  const values = rows
    .filter(({ params }) => Object.entries(where).every(([name, value]) => params[name] === value))
    .map(({ metrics }) => metrics[metric])
    .filter(Number.isFinite);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(spread / (values.length - 1)) : 0, runs: values.length };
}

/** The values that a parameter takes in a sweep, in their order. */
export const valuesOf = (rows: readonly SweepRow[], name: string): number[] =>
  [...new Set(rows.map(({ params }) => Number(params[name])))].sort((a, b) => a - b);

/** A metric against one parameter, other parameters fixed. */
export interface RecordedCurve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly deviation: readonly number[];
}

export function curveOf(
  rows: readonly SweepRow[],
  name: string,
  metric: string,
  along: string,
  where: Readonly<Record<string, ParameterValue>> = {},
): RecordedCurve {
  const x = valuesOf(rows, along);
  const points = x.map((value) => meanOf(rows, metric, { ...where, [along]: value }));
  return { name, x, y: points.map((p) => p.mean), deviation: points.map((p) => p.deviation) };
}
