/** Connects an embedded page to its host: keys, height, messages, and the device that its figures train on. */
import { useContext, useEffect, useMemo, useRef } from 'react';
import type { FigureRegistry } from '../../essay/figureRegistry';
import { LabContext } from '../../essay/labContext';
import type { Declaration } from '../../lab/experiment';
import { Conversation, type Slides } from './conversation';
import { type SharedDevice, shareDevice } from './devices';
import { isFromHost, tellHeight, tellHost } from './host';
import { isUsed } from './keys';
import { readHostMessage } from './messages';

const handedBack = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  ' ',
  'Escape',
]);

declare global {
  interface Window {
    /** What arrived before the figure's script (build/first-paint.js). */
    blackBoxEarly?: MessageEvent[];
  }
}

/** Keys that nothing here used go to the host, so that a deck's arrow keys work while a figure has the focus. */
function useHandedBackKeys(): void {
  useEffect(() => {
    const hand = (event: KeyboardEvent) => {
      if (isUsed(event) || !handedBack.has(event.key)) return;
      tellHost({ type: 'key', key: event.key });
    };
    document.addEventListener('keydown', hand);
    return () => document.removeEventListener('keydown', hand);
  }, []);
}

/** Tells the host how high the page is whenever that changes. */
function useToldHeight(): void {
  useEffect(() => {
    const observer = new ResizeObserver(tellHeight);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
}

/** Does what the host says; messages from anyone else are ignored. */
function useHostMessages(conversation: Conversation): void {
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      const message = isFromHost(event) ? readHostMessage(event.data) : null;
      if (message) conversation.obey(message);
    };
    const early = window.blackBoxEarly ?? [];
    window.blackBoxEarly = undefined;
    for (const event of early) hear(event);
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [conversation]);
}

/** A registry for the figures of an embedded page, of which the host hears and moves the one on show. */
export function useHost(shown: Declaration, slides?: Slides): FigureRegistry {
  const lab = useContext(LabContext);
  const made = useRef<Conversation>(undefined);
  made.current ??= new Conversation(shown, slides);
  const conversation = made.current;
  conversation.shown = shown;
  conversation.slides = slides;
  const device = useRef<SharedDevice | null>(null);

  useHostMessages(conversation);
  useHandedBackKeys();
  useToldHeight();

  useEffect(() => {
    const sharing = shareDevice(() => lab?.rest());
    device.current = sharing;
    return () => sharing.close();
  }, [lab]);

  useEffect(() => {
    const leave = () => conversation.keep();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [conversation]);

  const first = useRef(shown.id);
  useEffect(() => conversation.tellReady(), [conversation]);
  useEffect(() => {
    // A chapter says which slide it shows whenever one is turned.
    if (shown.id === first.current) return;
    first.current = '';
    conversation.tellState();
  }, [conversation, shown.id]);

  return useMemo(
    () => ({
      order: [],
      figures: conversation.figures,
      onSession(id, session) {
        conversation.happened(id, session);
        if (conversation.playing) device.current?.busy();
        else device.current?.idle();
      },
    }),
    [conversation],
  );
}
