import { type ReactNode, useContext, useId } from 'react';
import { useChapter } from './chapterContext';
import { PresentationContext } from './labContext';

interface Props {
  /** As the claim test names it: `test('E1: …')`. */
  readonly id: string;
  /** The file, seen from tests/claims and without '.test.ts', where it is not the chapter's own. */
  readonly test?: string;
  readonly children: ReactNode;
}

/** 'chapter' → 'tests/claims/chapter.test.ts', '../theory/chapter' → 'tests/theory/chapter.test.ts'. */
export const claimFile = (test: string): string => `tests/claims/${test}.test.ts`.replace(/[^/]+\/\.\.\//, '');

/** `<Claim id="E1">…</Claim>`: a statement that a test of this repository checks by running the experiment. */
export function Claim({ id, test, children }: Props) {
  const chapter = useChapter();
  const { root } = useContext(PresentationContext);
  const cardId = useId();
  const file = claimFile(test ?? chapter.id);
  return (
    <span className="claim">
      {children}{' '}
      <span className="has-card">
        <a className="claim-badge" href={`${root}source/${file}.txt`} aria-describedby={cardId}>
          <span aria-hidden="true">✓ </span>tested
        </a>
        <span className="card" role="note" id={cardId}>
          Checked by running the experiment: <code>{file}</code>, claim <code>{id}</code>.
        </span>
      </span>
    </span>
  );
}
