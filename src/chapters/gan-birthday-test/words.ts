/** Numbers as captions say them. */

export const whole = (x: number): string => Math.round(x).toLocaleString('en');

/** Two significant digits below a hundred, whole numbers above. */
export const about = (x: number): string =>
  x < 100 ? String(Number(x.toPrecision(2))) : whole(Number(x.toPrecision(3)));

export const percent = (share: number): string => `${Math.round(100 * share)}\u00a0%`;
