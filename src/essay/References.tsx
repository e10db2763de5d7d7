import { ReferenceEntry } from './Citation';
import { useChapter } from './chapterContext';
import { bibtexOf, inOrder } from './references';

/** `<References />`: all that the chapter cites, each with its BibTeX entry (app/behaviours/bibtex.ts copies it). */
export function References() {
  const { references } = useChapter();
  return (
    <section className="references" aria-labelledby="references">
      <h2 id="references">References</h2>
      <ol>
        {inOrder(references).map((reference) => (
          <li key={reference.id}>
            <ReferenceEntry reference={reference} />{' '}
            <button
              type="button"
              className="quiet-button needs-script"
              data-bibtex=""
              aria-label={`Copy BibTeX of ${reference.title}`}
            >
              BibTeX
            </button>{' '}
            <output className="references-said" />
            <pre className="bibtex" hidden>
              {bibtexOf(reference)}
            </pre>
          </li>
        ))}
      </ol>
    </section>
  );
}
