/** Starts the worker's script, also where the page has no origin of its own. */

/**
 * A sandboxed frame may not start a worker from a URL. There a small script of the frame's own imports the real one,
 * which the server must allow, as it must for the page's own scripts (`Access-Control-Allow-Origin: *`).
 */
export function createWorker(url: URL): Worker {
  const options: WorkerOptions = { type: 'module', name: 'training' };
  if (globalThis.origin !== 'null') return new Worker(url, options);
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, options);
  // Kept until the worker speaks: it may not have read the script before.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
