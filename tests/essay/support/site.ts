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
  close(): Promise<void>;
}

interface Options {
  /** The path prefix under which the essay lies. */
  readonly prefix?: string;
  /** Pages of the test's own, by path: a deck, a host. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Folders served under a path, e.g. a package of reveal.js. */
  readonly folders?: Readonly<Record<string, string>>;
}

const dist = resolve('dist');

export async function serveSite({ prefix = '/', pages = {}, folders = {} }: Options = {}): Promise<Site> {
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
    // A sandboxed frame has no origin: module scripts then need leave to be read.
    const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
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
    close: () => new Promise((done) => server.close(() => done())),
  };
}
