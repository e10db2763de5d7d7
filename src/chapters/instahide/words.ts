/** Numbers as captions say them. */

/** 0.912 → '91.2 %'. */
export const percent = (share: number, digits = 1): string =>
  Number.isNaN(share) ? 'not measured' : `${(100 * share).toFixed(digits)}\u00a0%`;

export const rounded = (value: number, digits = 2): string =>
  Number.isNaN(value)
    ? '–'
    : value
        .toFixed(digits)
        .replace(/^-0(\.0*)?$/, '0$1')
        .replace('-', '−');

const names: readonly (readonly [number, string])[] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
];

/** 1 568 000 → '1.6 million'; beyond trillions as a power of ten. */
export function large(count: number): string {
  if (count >= 1e15) {
    const exponent = Math.floor(Math.log10(count));
    return `${(count / 10 ** exponent).toFixed(1)} · 10^${exponent}`;
  }
  const unit = names.find(([size]) => count >= size);
  return unit ? `${(count / unit[0]).toFixed(1)} ${unit[1]}` : Math.round(count).toLocaleString('en');
}

export const epochsOf = (count: number): string => `${count} ${count === 1 ? 'epoch' : 'epochs'}`;

export const schemeWords = {
  plain: 'the images as they are',
  mixup: 'mixtures without a mask',
  'mask-only': 'single images behind masks',
  'instahide-inside': 'InstaHide encryptions inside the data set',
  'instahide-cross': 'InstaHide encryptions with public images',
} as const;
