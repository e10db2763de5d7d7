/** After prerendering: a service worker by Workbox, and the list of all files with their sizes for reading offline. */
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { type GenerateSWOptions, generateSW } from 'workbox-build';

const listFile = 'offline.json';
const renewalFile = 'renew-kept-pages.js';

/** Of the worker itself, for no present browser, or not for reading. */
const skipped = /\.(ttf|woff|map)$|^service-worker\.js$|^renew-kept-pages\.js$|^offline\.json$|^source\//;

/** Every file that a page may ask for: [path, bytes, revision]. */
async function filesOf(out: string): Promise<(readonly [string, number, string])[]> {
  const names = (await readdir(out, { recursive: true })).map((name) => relative('', name).split(sep).join('/'));
  const listed = names.filter((name) => !skipped.test(name));
  const described = await Promise.all(
    listed.map(async (name) => {
      if (!(await stat(join(out, name))).isFile()) return null;
      const body = await readFile(join(out, name));
      return [name, body.length, createHash('sha256').update(body).digest('hex').slice(0, 10)] as const;
    }),
  );
  return described.filter((entry) => entry !== null);
}

type Caching = NonNullable<GenerateSWOptions['runtimeCaching']>;

/**
 * What is not precached. The functions become text of the worker: they know nothing from outside. A request that says
 * `x-keep` is meant for the network (offline.ts).
 */
const runtimeCaching: Caching = [
  {
    // Also asked for by the page itself, which wants to be kept: such a request is no navigation.
    urlPattern: ({ request, sameOrigin, url }) =>
      sameOrigin && !request.headers.has('x-keep') && (request.mode === 'navigate' || url.pathname.endsWith('/')),
    handler: 'NetworkFirst',
    options: {
      cacheName: 'pages',
      networkTimeoutSeconds: 4,
      plugins: [
        {
          // One copy of a page, whatever state its query holds.
          cacheKeyWillBeUsed: async ({ request }) => {
            const { origin, pathname } = new URL(request.url);
            return origin + pathname.replace(/\/index\.html$/, '/');
          },
        },
      ],
    },
  },
  {
    urlPattern: ({ sameOrigin, url }) => sameOrigin && url.pathname.endsWith('/offline.json'),
    handler: 'NetworkFirst',
    options: { cacheName: 'files' },
  },
  {
    // Named by their content: never stale, and of any build.
    urlPattern: ({ request, sameOrigin, url }) =>
      sameOrigin && !request.headers.has('x-keep') && url.pathname.includes('/assets/'),
    handler: 'CacheFirst',
    options: {
      cacheName: 'files',
      plugins: [
        {
          // While a new version waits, its pages may be on screen: what they need lies in the new precache.
          cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
            cachedResponse ?? (await caches.match(request)) ?? null,
        },
      ],
    },
  },
  {
    urlPattern: ({ request, sameOrigin }) => sameOrigin && !request.headers.has('x-keep'),
    handler: 'StaleWhileRevalidate',
    options: { cacheName: 'files' },
  },
];

export function offline(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'offline',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        const out = resolve(config.root, config.build.outDir);
        await copyFile(join(config.root, 'src/app/build', renewalFile), join(out, renewalFile));
        await writeFile(join(out, listFile), JSON.stringify(await filesOf(out)));
        const { warnings } = await generateSW({
          mode: 'production',
          sourcemap: false,
          inlineWorkboxRuntime: true,
          importScripts: [renewalFile],
          swDest: join(out, 'service-worker.js'),
          globDirectory: out,
          // What figures and pages are made of; pages and data are kept as they are visited.
          globPatterns: ['assets/**/*.{js,css,woff2}', 'assets/*simd*.wasm', 'icon.svg'],
          dontCacheBustURLsMatching: /^assets\//,
          maximumFileSizeToCacheInBytes: 4_000_000,
          // A new version waits until no page of the old one is open: such a page may still load any of its scripts.
          skipWaiting: false,
          clientsClaim: true,
          cleanupOutdatedCaches: true,
          runtimeCaching,
        });
        for (const warning of warnings) config.logger.warn(warning);
      },
    },
  };
}
