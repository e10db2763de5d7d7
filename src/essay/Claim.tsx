import { type ReactNode, useContext, useId } from 'react';
import { useChapter } from './chapterContext';
import { PresentationContext } from './labContext';

interface Props {
  /** As the claim test names it: `test('E1: …')`. */
  readonly id: string;
  /** The file in tests/claims, without '.test.ts', where it is not the chapter's own. */
  readonly test?: string;
  readonly children: ReactNode;
}

/** `<Claim id="E1">…</Claim>`: a statement that a test of this repository checks by running the experiment. */
export function Claim({ id, test, children }: Props) {
  const chapter = useChapter();
  const { root } = useContext(PresentationContext);
  const cardId = useId();
  const file = `${test ?? chapter.id}.test.ts`;
  return (
    <span className="claim">
      {children}{' '}
      <span className="has-card">
        <a className="claim-badge" href={`${root}source/claims/${file}`} aria-describedby={cardId}>
          <span aria-hidden="true">✓ </span>tested
        </a>
        <span className="card" role="note" id={cardId}>
          Checked by running the experiment: <code>tests/claims/{file}</code>, claim <code>{id}</code>.
        </span>
      </span>
    </span>
  );
}
