/** The recorded runs of a page: inlined where it was prerendered, fetched while the essay is being written. */
import { decodeRecording, type Recording } from '../lab/recording';

export type Recordings = Readonly<Record<string, Recording>>;

export const recordingElement = (experiment: string): string => `recording:${experiment}`;

/** The recorded run as its file has it, for a page that does not have it in itself; null where none was recorded. */
export async function fetchedRecording(experiment: string, root: string): Promise<Recording | null> {
  const response = await fetch(`${root}recordings/${experiment}.json`);
  const found = response.ok && response.headers.get('content-type')?.includes('json');
  return found ? decodeRecording<Recording>(await response.text()) : null;
}

async function recordingOf(experiment: string, root: string): Promise<Recording | null> {
  const inlined = document.getElementById(recordingElement(experiment))?.textContent;
  if (inlined) return decodeRecording<Recording>(inlined);
  return import.meta.env.DEV ? fetchedRecording(experiment, root) : null;
}

export async function recordingsOf(experiments: readonly string[], root: string): Promise<Recordings> {
  const found = await Promise.all(experiments.map(async (id) => [id, await recordingOf(id, root)] as const));
  return Object.fromEntries(found.filter((entry): entry is readonly [string, Recording] => entry[1] !== null));
}
