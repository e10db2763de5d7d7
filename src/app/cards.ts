/** Escape closes a definition's card without moving the pointer or the focus; the next of either opens cards again. */
export function closeCardsOnEscape(): () => void {
  const { dataset } = document.documentElement;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') dataset.cards = 'closed';
  };
  const open = () => {
    delete dataset.cards;
  };
  document.addEventListener('keydown', onKey);
  document.addEventListener('pointerover', open);
  document.addEventListener('focusin', open);
  return () => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('pointerover', open);
    document.removeEventListener('focusin', open);
  };
}
