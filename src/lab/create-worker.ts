/** Starts the worker's script, also where the page has no origin of its own. */

/**
 * A sandboxed frame may not start a worker from a URL. There a script of one line, which imports the real one, is the
 * worker: as a `data:` URL, since Chromium starts no module from a blob of a page without origin. The server must
 * allow the import, as it must for the page's own scripts (`Access-Control-Allow-Origin: *`).
 */
export function createWorker(url: URL): Worker {
  const script =
    globalThis.origin === 'null'
      ? `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(url.href)};`)}`
      : url;
  return new Worker(script, { type: 'module', name: 'training' });
}
