/** A worker and the signs that it lives. */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { HostListener, HostSettings, LabHost } from './host-protocol';

export interface WorkerLink {
  readonly host: Remote<LabHost>;
  close(): void;
}

export interface LinkOptions {
  readonly worker: Worker;
  readonly settings: HostSettings;
  readonly listener: HostListener;
  /** Milliseconds between two questions whether the worker lives. */
  readonly heartbeat: number;
  /** Told once: the worker broke down, or has not answered `patience` questions in a row. */
  died(why: string): void;
}

/** Steps and preparations may take seconds on a slow machine; this many heartbeats without an answer are an end. */
const patience = 15;

/** Tells a new worker its settings and watches over it. */
export function linkWorker({ worker, settings, listener, heartbeat, died }: LinkOptions): WorkerLink {
  const host = wrap<LabHost>(worker);
  let unanswered = 0;
  let open = true;

  const close = () => {
    if (!open) return;
    open = false;
    clearInterval(timer);
    host[releaseProxy]();
    worker.terminate();
  };
  const end = (why: string) => {
    if (!open) return;
    close();
    died(why);
  };
  // Beats are counted, not seconds: a computer that slept has skipped them, and has not lost its worker.
  const timer = setInterval(() => {
    if (unanswered >= patience) {
      end('it stopped answering');
      return;
    }
    unanswered++;
    host.beat().then(
      () => {
        unanswered = 0;
      },
      () => {},
    );
  }, heartbeat);

  worker.addEventListener('error', (event) => end(event.message || 'its script could not be loaded'));
  worker.addEventListener('messageerror', () => end('a message could not be read'));
  host.begin(settings, proxy(listener)).catch((error: unknown) => end(String(error)));
  return { host, close };
}
