/** Which keys turn slides, and whether what has the focus needs them itself. */

const typing = 'input, select, textarea, [role="slider"], [contenteditable]';
const pressing = 'button, summary, a';

/** Whether the element with the focus has a use for the key, or something has used it already. */
export function isUsed(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return true;
  if (!(event.target instanceof Element)) return false;
  return event.target.closest(event.key === ' ' ? `${typing}, ${pressing}` : typing) !== null;
}
