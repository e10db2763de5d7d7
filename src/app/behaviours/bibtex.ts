/** The buttons of the reference list: they copy an entry, or show it where the clipboard is closed. */
export function copyBibtex(): void {
  document.addEventListener('click', async (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const item = target?.closest('button[data-bibtex]')?.parentElement;
    const entry = item?.querySelector<HTMLElement>('.bibtex');
    const said = item?.querySelector('output');
    if (!entry || !said) return;
    try {
      await navigator.clipboard.writeText(entry.textContent ?? '');
      said.textContent = 'copied';
    } catch {
      entry.hidden = !entry.hidden;
    }
  });
}
