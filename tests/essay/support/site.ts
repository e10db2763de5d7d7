/** Serves the built essay, and whatever else a test puts beside it, as any static host would. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface Site {
  /** The site's root with a slash at its end. */
  readonly url: string;
  /** Paths below the root in the order in which they were asked for. */
  readonly asked: string[];
  /** Serves another build from now on. */
  serve(folder: string): void;
  /** Answers with 503 where the path matches; null ends it. */
  refuse(path: RegExp | null): void;
  /** Hangs up on everyone, as a network that is gone. */
  hangUp(down: boolean): void;
  close(): Promise<void>;
}

interface Options {
  /** The path prefix under which the essay lies. */
  readonly prefix?: string;
  /** Whether a browser may keep the files that are named by their content: a test that opens many pages is quicker. */
  readonly cached?: boolean;
  /** Pages of the test's own, by path: a deck, a host. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Folders served under a path, e.g. a package of reveal.js. */
  readonly folders?: Readonly<Record<string, string>>;
}

export async function serveSite({
  prefix = '/',
  cached = false,
  pages = {},
  folders = {},
}: Options = {}): Promise<Site> {
  const asked: string[] = [];
  let dist = resolve('dist');
  let refused: RegExp | null = null;
  let down = false;
  const fileFor = (path: string): string | null => {
    for (const [at, folder] of Object.entries(folders)) {
      if (path.startsWith(at)) return join(resolve(folder), normalize(path.slice(at.length)));
    }
    if (!path.startsWith(prefix)) return null;
    const inside = normalize(path.slice(prefix.length));
    return join(dist, inside.endsWith('/') || inside === '.' ? join(inside, 'index.html') : inside);
  };
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (down) {
      request.socket.destroy();
      return;
    }
    asked.push(path.slice(prefix.length));
    // A sandboxed frame has no origin: module scripts then need leave to be read.
    const caching = cached && path.includes('/assets/') ? 'max-age=3600, immutable' : 'no-store';
    const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': caching };
    if (refused?.test(path)) {
      response.writeHead(503, headers);
      response.end('refused');
      return;
    }
    if (pages[path] !== undefined) {
      response.writeHead(200, { ...headers, 'Content-Type': types['.html'] });
      response.end(pages[path]);
      return;
    }
    const file = fileFor(path);
    (file === null ? Promise.reject(new Error('outside')) : readFile(file)).then(
      (body) => {
        response.writeHead(200, {
          ...headers,
          'Content-Type': types[extname(file ?? '')] ?? 'application/octet-stream',
        });
        response.end(body);
      },
      () => {
        response.writeHead(404, headers);
        response.end('not found');
      },
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    asked,
    serve(folder) {
      dist = resolve(folder);
    },
    refuse(path) {
      refused = path;
    },
    hangUp(now) {
      down = now;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
