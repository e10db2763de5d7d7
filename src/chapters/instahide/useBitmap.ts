import { useRef, useState } from 'react';
import { bitmapFrom, textOf } from './bitmap';

/**
 * 784 bits that the reader edits faster than the figure's state follows: what was edited here is shown at once, and the
 * state's echoes of it are not mistaken for news. A text that did not come from here (a link, a reset) replaces it.
 */
export function useBitmap(text: string, onChange: (text: string) => void) {
  const [bits, setBits] = useState(() => bitmapFrom(text));
  const latest = useRef(bits);
  const seen = useRef(text);
  const sent = useRef(new Set<string>());
  if (seen.current !== text) {
    seen.current = text;
    if (!sent.current.has(text)) {
      latest.current = bitmapFrom(text);
      setBits(latest.current);
    }
  }
  const edit = (change: (bits: Uint8Array) => Uint8Array): void => {
    latest.current = change(latest.current);
    setBits(latest.current);
    const next = textOf(latest.current);
    sent.current.add(next);
    onChange(next);
  };
  return { bits, latest, edit };
}
