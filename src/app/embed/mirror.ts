/** Two windows of one browser on the same chapter: what the presenter does in one, the other does too. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { TravellingState } from './messages';

/** A presenter's move: which slide, and the state of its figure. */
export interface Mirrored {
  readonly slide: number;
  /** Experiment id; '' while the slide's figure has done nothing. */
  readonly figure: string;
  readonly params: TravellingState['params'];
  readonly seed: number;
  readonly playing: boolean;
}

export interface Mirror {
  /** This window does as the presenter's does. */
  readonly following: boolean;
  tell(move: Mirrored): void;
  /** Opens the window that follows. */
  open(): void;
}

const follows = (): boolean =>
  typeof window !== 'undefined' && new URLSearchParams(window.location.search).has('follow');

/** Same-origin by construction: a BroadcastChannel reaches no other site. */
export function useMirror(chapter: string, hear: (move: Mirrored) => void): Mirror {
  const channel = useRef<BroadcastChannel | null>(null);
  const [following, setFollowing] = useState(false);
  const newest = useRef(hear);
  newest.current = hear;
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return;
    const opened = new BroadcastChannel(`black-box:${chapter}`);
    channel.current = opened;
    setFollowing(follows());
    if (follows()) opened.onmessage = (event: MessageEvent<Mirrored>) => newest.current(event.data);
    return () => {
      opened.close();
      channel.current = null;
    };
  }, [chapter]);
  return useMemo(
    () => ({
      following,
      tell(move) {
        if (!follows()) channel.current?.postMessage(move);
      },
      open() {
        const address = new URL(window.location.href);
        address.searchParams.set('follow', '1');
        window.open(address, '_blank', 'popup,width=1280,height=800');
      },
    }),
    [following],
  );
}
