/**
 * All files of the essay, kept on this device ahead of a lecture, in the caches that the service worker reads. What was
 * kept is recorded with its revision: after a failure only the rest is fetched, after a new version only what is new.
 */

/** Path below the site's root, size, and a hash of its content. */
type File = readonly [path: string, bytes: number, revision: string];
export type FileList = readonly File[];

/** The reader's device has no more room. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

const siteOf = (root: string): URL => new URL(root, document.baseURI);

/** All files of the present build, as the network has them, else as they were last listed. */
export async function listFiles(root: string): Promise<FileList> {
  const response = await fetch(new URL('offline.json', siteOf(root)));
  if (!response.ok) throw new Error('The list of files is missing.');
  return response.json();
}

export const totalBytes = (files: FileList): number => files.reduce((sum, [, bytes]) => sum + bytes, 0);

/** An index.html is kept under the address that readers use. */
const addressOf = (path: string, site: URL): string =>
  new URL(path.replace(/(^|\/)index\.html$/, '$1') || './', site).href;

const cacheFor = (path: string): string => (path.endsWith('.html') ? 'pages' : 'files');

const namedByContent = (path: string): boolean => path.startsWith('assets/');

/** Kept beside the files themselves, so that a browser that drops them drops it too. */
const recordAddress = (site: URL): string => new URL('kept.json', site).href;

async function readRecord(site: URL): Promise<Map<string, string>> {
  const record = await (await caches.open('kept')).match(recordAddress(site));
  return new Map(record ? ((await record.json()) as [string, string][]) : []);
}

async function writeRecord(site: URL, record: ReadonlyMap<string, string>): Promise<void> {
  await (await caches.open('kept')).put(recordAddress(site), new Response(JSON.stringify([...record])));
}

/** Addresses of everything that any cache of this site holds. */
async function heldAddresses(): Promise<ReadonlySet<string>> {
  const held = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return new Set(held.flat().map(({ url }) => url));
}

/** The files that are not on this device as they are now. `some` tells whether others already are. */
export async function missingFiles(
  root: string,
  files: FileList,
): Promise<{ readonly missing: FileList; readonly some: boolean }> {
  const site = siteOf(root);
  const [held, record] = await Promise.all([heldAddresses(), readRecord(site)]);
  const missing = files.filter(
    ([path, , revision]) =>
      !held.has(addressOf(path, site)) || !(namedByContent(path) || record.get(path) === revision),
  );
  return { missing, some: record.size > 0 };
}

async function keep(path: string, site: URL): Promise<void> {
  const address = addressOf(path, site);
  // The service worker lets a request pass that says so: its own copy may be of an older build.
  const response = await fetch(address, { cache: 'no-cache', headers: { 'x-keep': '1' } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // A redirected response is no answer to a navigation.
  const plain = response.redirected ? new Response(response.body, { headers: response.headers }) : response;
  await (await caches.open(cacheFor(path))).put(address, plain);
}

/** Drops what no file of the present build is: pages that are gone, scripts of older builds. */
async function dropOthers(site: URL, files: FileList): Promise<void> {
  const wanted = new Set([recordAddress(site), new URL('offline.json', site).href]);
  for (const [path] of files) wanted.add(addressOf(path, site));
  for (const name of ['pages', 'files']) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys())
      if (url.startsWith(site.href) && !wanted.has(url)) await cache.delete(url);
  }
}

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

/**
 * Fetches what is missing; `report` is told bytes kept so far. The first failure ends it, and what was kept stays kept.
 * Throws NoRoomError where the device is full.
 */
export async function fetchMissing(root: string, files: FileList, report: (bytes: number) => void): Promise<void> {
  const site = siteOf(root);
  const { missing } = await missingFiles(root, files);
  const record = await readRecord(site);
  const queue = [...missing];
  const failures: unknown[] = [];
  let kept = 0;
  // Else a browser may drop the files when space is short. Some ask the reader first: nothing waits for the answer.
  void navigator.storage?.persist?.().catch(() => false);
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next && failures.length === 0; next = queue.shift()) {
      const [path, bytes, revision] = next;
      try {
        await keep(path, site);
        record.set(path, revision);
        kept += bytes;
        report(kept);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  if (failures.some(isFull)) {
    await writeRecord(site, record).catch(() => {});
    throw new NoRoomError('The device is full.');
  }
  await writeRecord(site, record);
  if (failures.length > 0) throw failures[0];
  await dropOthers(site, files);
}

/** What the browser leaves to this site, in bytes; undefined where it does not say. */
export async function freeBytes(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
