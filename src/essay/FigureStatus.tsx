import type { Session } from './session';

/** Progress, remarks and trouble of a run: what happened and what to do, never a frozen plot. */
export function FigureStatus({ session }: { readonly session: Session }) {
  const { progress, notes, linkNotes, error, state, shown } = session;
  const cause = state === 'diverged' ? shown?.frame.cause : undefined;
  return (
    <div className="figure-status">
      {progress && (
        <p className="figure-progress">
          <progress value={progress.fraction} max={1} aria-label={progress.what} /> {progress.what}
        </p>
      )}
      {[...new Set([...linkNotes, ...notes])].map((note) => (
        <p key={note} className="figure-note">
          {note}
        </p>
      ))}
      {cause !== undefined && (
        <p className="figure-trouble" role="alert">
          Diverged at step {shown?.frame.step.toLocaleString('en')}. {cause}
        </p>
      )}
      {error !== undefined && (
        <p className="figure-trouble" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
