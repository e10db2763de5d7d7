/** Reading without a network: the service worker after the first visit, and all chapters ahead of a lecture. */

/** Service workers are closed to sandboxed frames and to pages without a secure origin. */
const container = (): ServiceWorkerContainer | null => {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null;
  }
};

/** Starts the service worker once the page stands, and has it keep what this first visit has already fetched. */
export async function keepForOffline(root: string): Promise<void> {
  const workers = container();
  if (!workers || !import.meta.env.PROD) return;
  try {
    const site = new URL(root, document.baseURI);
    await workers.register(new URL('service-worker.js', site), { scope: site.pathname });
    const { active } = await workers.ready;
    const fetched = performance.getEntriesByType('resource').map((entry) => entry.name);
    const own = [window.location.href, ...fetched].filter((address) => address.startsWith(site.origin));
    active?.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache: [...new Set(own)] } });
  } catch {
    // A browser without room or leave for it reads on with the network.
  }
}

export const canReadOffline = (): boolean => container() !== null && typeof caches !== 'undefined';

type FileList = readonly (readonly [path: string, bytes: number])[];

export async function listFiles(root: string): Promise<FileList> {
  const response = await fetch(new URL('offline.json', new URL(root, document.baseURI)));
  if (!response.ok) throw new Error('The list of files is missing.');
  return response.json();
}

export const totalBytes = (files: FileList): number => files.reduce((sum, [, bytes]) => sum + bytes, 0);

const cacheFor = (path: string): string => (path.endsWith('.html') ? 'pages' : 'files');

/** An index.html is kept under the address that readers use. */
const addressOf = (path: string): string => path.replace(/(^|\/)index\.html$/, '$1') || './';

/** Fetches every file into the caches that the service worker reads; `report` is told bytes kept so far. */
export async function fetchAll(root: string, files: FileList, report: (bytes: number) => void): Promise<void> {
  const site = new URL(root, document.baseURI);
  let kept = 0;
  const queue = [...files];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [path, bytes] = next;
      const cache = await caches.open(cacheFor(path));
      await cache.add(new URL(addressOf(path), site));
      kept += bytes;
      report(kept);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
