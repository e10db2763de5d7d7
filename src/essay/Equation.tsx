import type { ReactNode } from 'react';
import { useChapter } from './chapterContext';

/** An equation's number on its page; undefined where it has none. */
function useEquationNumber(id: string | undefined): number | undefined {
  const place = useChapter().outline.equations.indexOf(id ?? '');
  return place < 0 ? undefined : place + 1;
}

/** `<Equation id="end-to-end">$$W = W_N \cdots W_1$$</Equation>`: numbered where it has an id. */
export function Equation({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  const number = useEquationNumber(id);
  if (id === undefined) return <div className="equation">{children}</div>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this groups a formula with its number.
    <div className="equation" id={`equation-${id}`} role="group" aria-label={`Equation ${number}`}>
      {children}
      <a className="equation-number" href={`#equation-${id}`} aria-label={`Link to equation ${number}`}>
        ({number})
      </a>
    </div>
  );
}

/** `<EquationLink to="end-to-end" />` → “equation (1)”. */
export function EquationLink({ to, children }: { readonly to: string; readonly children?: ReactNode }) {
  const number = useEquationNumber(to);
  return (
    <a className="reference" href={`#equation-${to}`}>
      {children ?? <>equation&nbsp;({number ?? '?'})</>}
    </a>
  );
}
