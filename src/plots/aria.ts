/** Ticks, names and cards are for the eye: the chart's label, its table and its read-out say the same. */
export const silent = { 'aria-hidden': true } as const;

/** A drawing that holds something to take hold of: HTML has no element for that. */
export const group = { role: 'group' } as const;
