/** Fetches the site's own files in a browser: each once, with its progress in bytes. */
import type { FetchBytes } from './data';
import { ReaderError } from './experiment';

type Report = Parameters<FetchBytes>[1];

/** Bytes that a response announces; 0 where it does not say, or counts them compressed. */
function announced(response: Response): number {
  return response.headers.get('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
}

async function readAll(response: Response, report: Report): Promise<Uint8Array> {
  const expected = announced(response);
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const pieces: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    received += piece.value.length;
    report(received, expected);
  }
  const whole = new Uint8Array(received);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

async function download(url: URL, path: string, report: Report, fetcher: typeof fetch): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetcher(url);
  } catch {
    throw new ReaderError(`${path} cannot be fetched: the site is not reachable. Go online and reset the figure.`);
  }
  // Some hosts answer a missing file with a page that says so.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') && !path.endsWith('.html');
  if (response.status === 404 || isPage) {
    throw new ReaderError(
      `${path} is missing on this site. Whoever serves it: build the essay again and copy all files.`,
    );
  }
  if (!response.ok) {
    throw new ReaderError(
      `${path} cannot be fetched: the site answers ${response.status}. Reset the figure to try again.`,
    );
  }
  try {
    return await readAll(response, report);
  } catch {
    throw new ReaderError(`The download of ${path} broke off. Reset the figure to try again.`);
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/**
 * Builds a way to fetch files under `root`, e.g. 'https://example.org/essay/'. What was fetched is kept, and whoever
 * asks for a file that is on its way shares it; a download goes on when one run gives up, as the next will want it.
 */
export function fetchFrom(root: string, fetcher: typeof fetch = (...request) => fetch(...request)): FetchBytes {
  const downloads = new Map<string, { readonly bytes: Promise<Uint8Array>; readonly reports: Set<Report> }>();

  const begin = (path: string) => {
    const reports = new Set<Report>();
    const tellAll: Report = (received, expected) => {
      for (const report of reports) report(received, expected);
    };
    const bytes = download(new URL(path, root), path, tellAll, fetcher);
    const entry = { bytes, reports };
    downloads.set(path, entry);
    bytes.catch(() => downloads.delete(path));
    return entry;
  };

  return async (path, report, signal) => {
    signal?.throwIfAborted();
    const { bytes, reports } = downloads.get(path) ?? begin(path);
    reports.add(report);
    try {
      return await (signal ? Promise.race([bytes, rejectionOf(signal)]) : bytes);
    } finally {
      reports.delete(report);
    }
  };
}
