import { useContext, useEffect, useState } from 'react';
import { PresentationContext } from '../essay/labContext';
import { canReadOffline } from './offline';
import { fetchMissing, freeBytes, listFiles, missingFiles, NoRoomError, totalBytes } from './offlineFiles';

type Stage =
  | { readonly name: 'hidden' }
  | { readonly name: 'offered'; readonly bytes: number; readonly some: boolean }
  | { readonly name: 'fetching'; readonly bytes: number; readonly kept: number }
  | { readonly name: 'kept' }
  | { readonly name: 'failed'; readonly why: string };

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What went wrong, how much is still to come, and what to do. */
async function explain(error: unknown, root: string): Promise<string> {
  const missing = await listFiles(root)
    .then((files) => missingFiles(root, files))
    .then((found) => megabytes(totalBytes(found.missing)))
    .catch(() => undefined);
  if (error instanceof NoRoomError) {
    const free = await freeBytes();
    const left = free === undefined ? '' : `; this browser leaves ${megabytes(free)} to the essay`;
    return `There is no room for all chapters: ${missing ?? 'more'} more are needed${left}. What is here stays. Free some space, and try again.`;
  }
  return `Not everything could be fetched${missing ? `: ${missing} are missing` : ''}. What is here stays. Check the connection, and try again.`;
}

/** Fetches all chapters ahead of a lecture: says how large they are, how far it is, and whether all are here. */
export function OfflineReading() {
  const { root } = useContext(PresentationContext);
  const [stage, setStage] = useState<Stage>({ name: 'hidden' });

  useEffect(() => {
    if (!canReadOffline() || !import.meta.env.PROD) return;
    const look = async (): Promise<Stage> => {
      const { missing, some } = await missingFiles(root, await listFiles(root));
      return missing.length > 0 ? { name: 'offered', bytes: totalBytes(missing), some } : { name: 'kept' };
    };
    look().then(setStage, () => setStage({ name: 'hidden' }));
  }, [root]);

  const begin = async () => {
    try {
      const files = await listFiles(root);
      const { missing } = await missingFiles(root, files);
      const bytes = totalBytes(missing);
      setStage({ name: 'fetching', bytes, kept: 0 });
      await fetchMissing(root, files, (kept) => setStage({ name: 'fetching', bytes, kept }));
      setStage({ name: 'kept' });
    } catch (error) {
      setStage({ name: 'failed', why: await explain(error, root) });
    }
  };

  switch (stage.name) {
    case 'hidden':
      return null;
    case 'offered':
      return (
        <button type="button" className="offline-button" onClick={() => void begin()}>
          {stage.some ? 'Fetch what is new or missing' : 'Fetch all chapters'} for reading offline (
          {megabytes(stage.bytes)})
        </button>
      );
    case 'fetching':
      return (
        <p role="status">
          <progress value={stage.kept} max={stage.bytes} aria-label="Fetching all chapters" /> {megabytes(stage.kept)}{' '}
          of {megabytes(stage.bytes)}
        </p>
      );
    case 'kept':
      return <p role="status">All chapters are on this device and read without a network.</p>;
    case 'failed':
      return (
        <p role="alert">
          {stage.why}{' '}
          <button type="button" onClick={() => void begin()}>
            Try again
          </button>
        </p>
      );
  }
}
