/**
 * Two windows of one browser on the same chapter. The one that follows trains nothing: it shows what the figures of the
 * presenter's window show, whatever the presenter does there.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Session } from '../../essay/session';

type Message =
  /** A window that follows has opened. */
  | { readonly type: 'hello' }
  | { readonly type: 'slide'; readonly slide: number }
  | { readonly type: 'session'; readonly figure: string; readonly session: Session };

/** A figure that trains is told of at most this often, in milliseconds. */
const interval = 50;

export interface Mirror {
  /** This window does as the presenter's does. */
  readonly following: boolean;
  /** What the presenter's figures show, by experiment; undefined in the presenter's own window. */
  readonly followed?: ReadonlyMap<string, Session>;
  /** Told by the presenter's window. */
  slide(slide: number): void;
  session(figure: string, session: Session): void;
  /** Opens the window that follows. */
  open(): void;
}

const follows = (): boolean =>
  typeof window !== 'undefined' && new URLSearchParams(window.location.search).has('follow');

/** What the presenter's window tells: the newest of each figure, now or a moment later. */
function teller(channel: BroadcastChannel) {
  const sessions = new Map<string, Session>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  let slide = 0;
  const post = (message: Message) => channel.postMessage(message);
  const tell = (figure: string) => {
    const session = sessions.get(figure);
    if (session) post({ type: 'session', figure, session });
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type !== 'hello') return;
    post({ type: 'slide', slide });
    for (const figure of sessions.keys()) tell(figure);
  };
  return {
    slide(next: number) {
      slide = next;
      post({ type: 'slide', slide });
    },
    session(figure: string, session: Session) {
      sessions.set(figure, session);
      if (waiting.has(figure)) return;
      const later = setTimeout(() => {
        waiting.delete(figure);
        tell(figure);
      }, interval);
      waiting.set(figure, later);
    },
    close() {
      for (const later of waiting.values()) clearTimeout(later);
      channel.close();
    },
  };
}

/** `turn` is called in the window that follows. A BroadcastChannel reaches no other site. */
export function useMirror(chapter: string, turn: (slide: number) => void): Mirror {
  const told = useRef<ReturnType<typeof teller> | null>(null);
  const [followed, setFollowed] = useState<ReadonlyMap<string, Session>>();
  const newest = useRef(turn);
  newest.current = turn;
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return;
    const channel = new BroadcastChannel(`black-box:${chapter}`);
    if (!follows()) {
      const presenter = teller(channel);
      told.current = presenter;
      return () => {
        presenter.close();
        told.current = null;
      };
    }
    setFollowed(new Map());
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.type === 'slide') newest.current(data.slide);
      if (data.type === 'session') setFollowed((before) => new Map(before).set(data.figure, data.session));
    };
    channel.postMessage({ type: 'hello' } satisfies Message);
    return () => channel.close();
  }, [chapter]);
  return useMemo(
    () => ({
      following: followed !== undefined,
      followed,
      slide: (slide) => told.current?.slide(slide),
      session: (figure, session) => told.current?.session(figure, session),
      open() {
        const address = new URL(window.location.href);
        address.searchParams.set('follow', '1');
        window.open(address, '_blank', 'popup,width=1280,height=800');
      },
    }),
    [followed],
  );
}
