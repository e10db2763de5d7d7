import type { BirthdayFrame } from './birthday.experiment';
import { type Card, comparisonOf, type Marks, plantedSentence } from './marks';
import { about, whole } from './words';

interface Props {
  readonly frame: BirthdayFrame;
  readonly cards: readonly Card[];
  readonly marks: Marks;
}

/** What was in the pool, and how well the pairs were marked. */
export function Revealed({ frame, cards, marks }: Props) {
  const { support, effectiveSupport } = frame;
  const { known, trueDuplicates, found, falsely } = comparisonOf(cards, marks);
  const uneven = Math.abs(effectiveSupport / support - 1) > 0.001;
  return (
    <div className="marking-revealed" aria-live="polite">
      {known ? (
        <p>
          The pool holds <strong>{whole(support)} different digits</strong>
          {uneven && <> of effective size {about(effectiveSupport)}, since they are not equally likely</>}. Of{' '}
          {trueDuplicates} true duplicates among the pairs you found {found}
          {falsely > 0 && <>, and took {falsely} other pairs for duplicates</>}.
        </p>
      ) : (
        <p>
          Nobody knows how many digits this generator can draw. Counting pairs closer than 1 in pixels among 1,200
          samples gives about <strong>{about(effectiveSupport)}</strong>; look at the training digits beside the pairs:
          duplicates are not copies of them.
        </p>
      )}
      <p>{plantedSentence(cards, marks)} A share f of duplicates found makes the estimate 1/f too large.</p>
    </div>
  );
}
