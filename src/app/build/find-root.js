// Inlined into the page for unknown addresses, which a host serves at any depth: finds the site's root above the
// address, and points links and styles there.
(async () => {
  const found = async (folder) => {
    try {
      return (await fetch(`${folder}icon.svg`, { method: 'HEAD' })).ok;
    } catch {
      return false;
    }
  };
  let folder = location.pathname;
  do {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
    if (!(await found(folder))) continue;
    for (const name of ['href', 'src']) {
      for (const element of document.querySelectorAll(`[${name}^="./"]`)) {
        element.setAttribute(name, folder + element.getAttribute(name).slice(2));
      }
    }
    return;
  } while (folder !== '/');
})();
