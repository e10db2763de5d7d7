/**
 * A browser has few graphics devices (16 WebGL contexts in Chromium on a desktop, 8 on a telephone), and a deck may
 * hold many figures, each a document with a worker of its own. The figures of one browser tell each other when they
 * begin to train; one at rest gives its device back once some others have begun since, and trains to where it stood
 * when it is wanted again.
 */

/** So many others must have begun: turning back a slide or two finds its figure as it was. */
const others = 4;

/** A sandboxed frame hears no other: it gives its device back after a minute at rest. */
const patience = 60_000;

export interface SharedDevice {
  /** The figure trains. */
  busy(): void;
  /** It has stopped. */
  idle(): void;
  close(): void;
}

const hearsOthers = (): boolean => typeof BroadcastChannel !== 'undefined' && globalThis.origin !== 'null';

/** `rest` is called when this document should give its device back. */
export function shareDevice(rest: () => void): SharedDevice {
  const self = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const channel = hearsOthers() ? new BroadcastChannel('black-box:devices') : null;
  let state: 'unused' | 'busy' | 'idle' = 'unused';
  let since = new Set<unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const giveBack = () => {
    state = 'unused';
    rest();
  };
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (state !== 'idle') return;
      since.add(data);
      if (since.size >= others) giveBack();
    };
  }
  return {
    busy() {
      if (state === 'busy') return;
      state = 'busy';
      clearTimeout(timer);
      channel?.postMessage(self);
    },
    idle() {
      if (state !== 'busy') return;
      state = 'idle';
      since = new Set();
      if (!channel) timer = setTimeout(giveBack, patience);
    },
    close() {
      clearTimeout(timer);
      channel?.close();
    },
  };
}
