// Part of the service worker. While a new version is installed, every page that was kept is fetched anew, and once the
// version takes over, these replace the old ones, whose scripts go with the old version. Where one cannot be had, the
// old version stays in charge, whole, until the next visit.
const staged = 'pages-of-the-next-version';

async function stage() {
  const [pages, next] = [await caches.open('pages'), await caches.open(staged)];
  const renew = async ({ url }) => {
    const response = await fetch(url, { cache: 'no-cache' });
    if (response.ok) await next.put(url, response);
    else if (response.status === 404) await pages.delete(url);
    else throw new Error(`${url} cannot be renewed: ${response.status}`);
  };
  await Promise.all((await pages.keys()).map(renew));
}

async function replace() {
  const [pages, next] = [await caches.open('pages'), await caches.open(staged)];
  for (const request of await next.keys()) {
    const page = await next.match(request);
    if (page) await pages.put(request, page);
  }
  await caches.delete(staged);
}

self.addEventListener('install', (event) => event.waitUntil(stage()));
self.addEventListener('activate', (event) => event.waitUntil(replace()));
