/** Says on the page, in plain HTML, that one of its scripts could not be loaded, and what to do. */

const words = (what: string): string =>
  navigator.onLine
    ? `${what} could not be loaded. The network may be slow, or the essay was renewed since this page was opened: try again, or reload the page.`
    : `${what} could not be loaded: there is no network. Connect and try again. “Fetch all chapters” at the foot of a page keeps all figures on this device.`;

const toldIn = (place: Element): Element | null => place.querySelector(':scope > .script-trouble');

export const forgetTrouble = (place: Element): void => toldIn(place)?.remove();

/** At the end of `place`, once; `again` is done when the reader asks for it. */
export function tellTrouble(place: Element, what: string, again: () => void): void {
  forgetTrouble(place);
  const told = document.createElement('p');
  told.className = 'script-trouble figure-trouble';
  told.setAttribute('role', 'alert');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Try again';
  button.addEventListener('click', again);
  told.append(`${words(what)} `, button);
  place.append(told);
}
