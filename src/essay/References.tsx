import { useState } from 'react';
import { ReferenceEntry } from './Citation';
import { useChapter } from './chapterContext';
import { bibtexOf, inOrder, type Reference } from './references';

/** `<References />`: all that the chapter cites, each with its BibTeX entry. */
export function References() {
  const { references } = useChapter();
  return (
    <section className="references" aria-labelledby="references">
      <h2 id="references">References</h2>
      <ol>
        {inOrder(references).map((reference) => (
          <li key={reference.id}>
            <ReferenceEntry reference={reference} /> <BibtexButton reference={reference} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Copies the entry; where the clipboard is closed, shows it. */
function BibtexButton({ reference }: { readonly reference: Reference }) {
  const [shown, setShown] = useState<'no' | 'copied' | 'text'>('no');
  const copy = () =>
    (navigator.clipboard?.writeText(bibtexOf(reference)) ?? Promise.reject()).then(
      () => setShown('copied'),
      () => setShown('text'),
    );
  return (
    <>
      <button
        type="button"
        className="quiet-button needs-script"
        aria-label={`Copy BibTeX of ${reference.title}`}
        onClick={copy}
      >
        BibTeX
      </button>
      <output className="references-said">{shown === 'copied' && 'copied'}</output>
      {shown === 'text' && <pre className="bibtex">{bibtexOf(reference)}</pre>}
    </>
  );
}
