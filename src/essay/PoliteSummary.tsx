import { useEffect, useRef, useState } from 'react';

/** Announced at most this often, in milliseconds. */
const interval = 5000;

/** The finding in words for a screen reader: always there, and told anew every few seconds while a run goes on. */
export function PoliteSummary({ text, live }: { readonly text: string; readonly live: boolean }) {
  const [told, setTold] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    if (text === told) return;
    const wait = Math.max(0, last.current + interval - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setTold(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, told]);
  return (
    <p className="visually-hidden" aria-live={live ? 'polite' : 'off'}>
      {told}
    </p>
  );
}
