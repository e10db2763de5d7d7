import { type ReactNode, useId } from 'react';

interface Props {
  /** What tells the pinned run from this one: 'depth 2', 'the other matrix'. */
  readonly title: string;
  readonly children?: ReactNode;
}

/** The plots of a pinned run that has no axis in common with this one: not behind its plots, but below them. */
export function Pinned({ title, children }: Props) {
  const id = useId();
  return (
    <section className="plot-pinned" data-tone="ghost" aria-labelledby={id}>
      <p id={id}>Pinned: {title}</p>
      {children}
    </section>
  );
}
