import { type ReactNode, useId } from 'react';

/** `<Sidenote>…</Sidenote>`: in the margin where there is one, else opened in place by its number. Needs no script. */
export function Sidenote({ children }: { readonly children: ReactNode }) {
  const id = useId();
  return (
    <>
      <input type="checkbox" id={id} className="sidenote-toggle" />
      <label htmlFor={id} className="sidenote-number">
        <span className="visually-hidden">Side note</span>
      </label>
      <small className="sidenote" role="note">
        {children}
      </small>
    </>
  );
}
