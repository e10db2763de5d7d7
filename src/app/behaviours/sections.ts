/** Marks the section that is being read in the list of sections. */
export function followSections(): void {
  let asked = false;
  const mark = () => {
    asked = false;
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.chapter-contents-side a')];
    const passed = links.filter((link) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return heading !== null && heading.getBoundingClientRect().top < 160;
    });
    for (const link of links) {
      if (link === passed.at(-1)) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  document.addEventListener(
    'scroll',
    () => {
      if (!asked) requestAnimationFrame(mark);
      asked = true;
    },
    { passive: true },
  );
}
