/** Reading without a network: the service worker after the first visit. What it keeps: build/offline-plugin.ts. */

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
    const page = new URL(window.location.pathname, window.location.href).href;
    const own = [page, ...fetched].filter((address) => address.startsWith(site.href));
    active?.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache: [...new Set(own)] } });
  } catch {
    // A browser without room or leave for it reads on with the network.
  }
}

export const canReadOffline = (): boolean => container() !== null && typeof caches !== 'undefined';
