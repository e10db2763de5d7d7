/** A formula that was rendered at build time. Its symbols are explained on hover, on focus and by tap, without script. */
interface Props {
  /** KaTeX's HTML and MathML (build/maths.ts); never from a reader. */
  readonly html: string;
  /** What the defined symbols mean, a row each. */
  readonly card?: string;
  readonly display?: 'block';
  /** Whether the tab key stops here: where a symbol is met for the first time in a section. */
  readonly reach?: 'tab';
}

export function Maths({ html, card, display, reach }: Props) {
  // Wide formulas scroll, so they are always in the tab order; the card stands outside what scrolls.
  const tabIndex = display || (card && reach) ? 0 : undefined;
  return (
    <span className={display ? 'maths maths-display' : 'maths'}>
      <span
        className="maths-body"
        tabIndex={tabIndex}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by KaTeX from our own TeX at build time.
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {card && (
        <span
          className="card symbol-card"
          role="note"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by KaTeX from our own TeX at build time.
          dangerouslySetInnerHTML={{ __html: card }}
        />
      )}
    </span>
  );
}
