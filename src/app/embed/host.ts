/** The page that embeds this one: who it is, and what is said to it. */
import { envelope, type FigureMessage } from './messages';

export const embedded = (): boolean => window.parent !== window;

/**
 * The origin of the page around this frame. Null where it cannot be known or has none that could be addressed: a file,
 * a sandboxed host, a host that sends no referrer to a browser that tells of no ancestors.
 */
function originOfHost(): string | null {
  const told = window.location.ancestorOrigins?.[0] ?? document.referrer;
  try {
    const { origin, protocol } = new URL(told);
    return /^https?:$/.test(protocol) ? origin : null;
  } catch {
    return null;
  }
}

/** Whether a message comes from the page around this frame, and from nobody who speaks in its place. */
export function isFromHost({ source, origin }: MessageEvent): boolean {
  if (!embedded() || source !== window.parent) return false;
  const expected = originOfHost();
  return expected === null || origin === expected;
}

/** Says something to the host, and to no other page that may have taken its place. */
export function tellHost(message: FigureMessage): void {
  if (embedded()) window.parent.postMessage(envelope(message), originOfHost() ?? '*');
}

export const tellHeight = (): void =>
  tellHost({ type: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) });
