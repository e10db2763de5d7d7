import { type ReactNode, useId } from 'react';

interface Props {
  /** The definition, a sentence. */
  readonly means: ReactNode;
  readonly children: ReactNode;
}

/** `<Term means="…">effective rank</Term>`: a word of the field, defined on hover, on focus and by tap. */
export function Term({ means, children }: Props) {
  const id = useId();
  return (
    <span className="has-card">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the definition opens on focus; there is nothing to press. */}
      <dfn className="term" tabIndex={0} aria-describedby={id}>
        {children}
      </dfn>
      <span className="card" role="note" id={id}>
        {means}
      </span>
    </span>
  );
}
