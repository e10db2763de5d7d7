/** The worker's side of the lab: one started backend, one scheduler, and the runs of all figures. */
import { type StartedBackend, startBackend } from './backend';
import type { Experiment } from './experiment';
import { fetchFrom } from './fetch';
import type { HostListener, HostUpdate, LabHost } from './host-protocol';
import { HostedRun, type HostedRunTools } from './hosted-run';
import { createScheduler, messageClock } from './scheduler';

/** Builds the host over a way to find experiments, which throws ReaderError for one that there is not. */
export function createHost(
  find: (experiment: string) => Promise<Experiment>,
  start: typeof startBackend = startBackend,
): LabHost {
  const clock = messageClock();
  const scheduler = createScheduler(clock);
  const runs = new Map<number, HostedRun>();
  let tools: Omit<HostedRunTools, 'tell'> | undefined;
  let told: HostListener | undefined;

  const watch = async (backend: Promise<StartedBackend>, listener: HostListener) => {
    const started = await backend;
    listener.lost(started.backend, await started.lost);
  };

  const send = async (listener: HostListener, run: number, update: HostUpdate) => {
    try {
      await listener.update(run, update);
    } catch (error) {
      listener.update(run, { state: 'failed', error: `The page could not take what was computed: ${error}` });
    }
  };

  return {
    begin(settings, listener) {
      const backend = start(settings.backend, { without: settings.without });
      // A backend that does not start is told by every run that waits for it.
      watch(backend, listener).catch(() => {});
      told = listener;
      tools = { clock, scheduler, backend, fetchBytes: fetchFrom(settings.root), find };
    },
    open(run, opening) {
      if (!tools || !told) return;
      const listener = told;
      runs.set(run, new HostedRun({ ...tools, tell: (update) => void send(listener, run, update) }, opening));
    },
    command(run, command) {
      runs.get(run)?.command(command);
      if (command.type === 'dispose') runs.delete(run);
    },
    beat: () => true,
  };
}
