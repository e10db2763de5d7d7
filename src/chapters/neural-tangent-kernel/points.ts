/** The points of a one-dimensional regression, as the text that a link carries. */
import { ReaderError } from '../../lab/experiment';

export interface Points {
  /** Angles in [0, 2π): the input is the point of the unit circle there. */
  readonly angles: Float64Array;
  readonly values: Float64Array;
}

/** Five points that no low frequency fits (T5). */
export const fivePoints = '0,1; 0.9,-1; 2,1; 3.3,-1; 4.4,0.5';
export const mostPoints = 20;

/** Reads `angle,value; angle,value; …`. Throws a ReaderError on anything else, and on more than 20 points. */
export function readPoints(source: string): Points {
  const pairs = source
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))));
  const sound = pairs.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
  if (!sound || pairs.length === 0) {
    throw new ReaderError(
      'The points should read “angle,value; angle,value”, e.g. “0,1; 0.9,-1”. Reset the points to start afresh.',
    );
  }
  if (pairs.length > mostPoints) throw new ReaderError(`Up to ${mostPoints} points fit; there are ${pairs.length}.`);
  const turn = 2 * Math.PI;
  return {
    angles: Float64Array.from(pairs, ([angle]) => ((angle % turn) + turn) % turn),
    values: Float64Array.from(pairs, ([, value]) => Math.min(3, Math.max(-3, value))),
  };
}

/** The inverse of `readPoints`, rounded to what a plot can show. */
export const writePoints = ({ angles, values }: Points): string =>
  Array.from(angles, (angle, i) => `${Number(angle.toFixed(2))},${Number(values[i].toFixed(2))}`).join('; ');
