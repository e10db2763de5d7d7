import { useContext, useEffect, useState } from 'react';
import { PresentationContext } from '../essay/labContext';
import { canReadOffline, fetchAll, listFiles, totalBytes } from './offline';

type Stage =
  | { readonly name: 'hidden' }
  | { readonly name: 'offered'; readonly bytes: number }
  | { readonly name: 'fetching'; readonly bytes: number; readonly kept: number }
  | { readonly name: 'done' }
  | { readonly name: 'failed' };

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Fetches all chapters ahead of a lecture: says how large they are, and how far it is. */
export function OfflineReading() {
  const { root } = useContext(PresentationContext);
  const [stage, setStage] = useState<Stage>({ name: 'hidden' });

  useEffect(() => {
    if (!canReadOffline() || !import.meta.env.PROD) return;
    listFiles(root).then(
      (files) => setStage({ name: 'offered', bytes: totalBytes(files) }),
      () => setStage({ name: 'hidden' }),
    );
  }, [root]);

  const begin = async () => {
    try {
      const files = await listFiles(root);
      const bytes = totalBytes(files);
      await fetchAll(root, files, (kept) => setStage({ name: 'fetching', bytes, kept }));
      setStage({ name: 'done' });
    } catch {
      setStage({ name: 'failed' });
    }
  };

  switch (stage.name) {
    case 'hidden':
      return null;
    case 'offered':
      return (
        <button type="button" className="offline-button" onClick={() => void begin()}>
          Fetch all chapters for reading offline ({megabytes(stage.bytes)})
        </button>
      );
    case 'fetching':
      return (
        <p role="status">
          <progress value={stage.kept} max={stage.bytes} aria-label="Fetching all chapters" /> {megabytes(stage.kept)}{' '}
          of {megabytes(stage.bytes)}
        </p>
      );
    case 'done':
      return <p role="status">All chapters are on this device and read without a network.</p>;
    case 'failed':
      return (
        <p role="alert">
          Not everything could be fetched.{' '}
          <button type="button" onClick={() => void begin()}>
            Try again
          </button>
        </p>
      );
  }
}
