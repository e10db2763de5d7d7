/** Escape closes a definition's card without moving the pointer or the focus; the next of either opens cards again. */
export function closeCardsOnEscape(): void {
  const { dataset } = document.documentElement;
  const open = () => {
    delete dataset.cards;
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dataset.cards = 'closed';
  });
  document.addEventListener('pointerover', open, { passive: true });
  document.addEventListener('focusin', open);
}
