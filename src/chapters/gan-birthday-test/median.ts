import { median } from 'd3-array';

/** The median; NaN where there is nothing. */
export const medianOf = (values: readonly number[]): number => median(values) ?? Number.NaN;
