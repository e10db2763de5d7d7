/** After prerendering: a service worker by Workbox, and the list of all files with their sizes for reading offline. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { generateSW } from 'workbox-build';

const listFile = 'offline.json';

/** Every file that a page may ask for: [path, bytes]. Fonts that no present browser takes are left out. */
async function filesOf(out: string): Promise<(readonly [string, number])[]> {
  const names = await readdir(out, { recursive: true });
  const sized = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(out, name));
      return found.isFile() ? ([relative('', name).split(sep).join('/'), found.size] as const) : null;
    }),
  );
  const skipped = /\.(ttf|woff|map)$|^service-worker\.js$|^source\//;
  return sized.filter((entry): entry is readonly [string, number] => entry !== null && !skipped.test(entry[0]));
}

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
        await writeFile(join(out, listFile), JSON.stringify(await filesOf(out)));
        const { warnings } = await generateSW({
          mode: 'production',
          sourcemap: false,
          inlineWorkboxRuntime: true,
          swDest: join(out, 'service-worker.js'),
          globDirectory: out,
          // What figures and pages are made of; pages and data are kept as they are visited.
          globPatterns: ['assets/**/*.{js,css,woff2}', 'assets/*simd*.wasm', 'icon.svg'],
          maximumFileSizeToCacheInBytes: 4_000_000,
          skipWaiting: true,
          clientsClaim: true,
          cleanupOutdatedCaches: true,
          runtimeCaching: [
            {
              urlPattern: ({ request, sameOrigin }) => sameOrigin && request.mode === 'navigate',
              handler: 'NetworkFirst',
              options: { cacheName: 'pages', networkTimeoutSeconds: 4, matchOptions: { ignoreSearch: true } },
            },
            {
              urlPattern: ({ sameOrigin }) => sameOrigin,
              handler: 'StaleWhileRevalidate',
              options: { cacheName: 'files' },
            },
          ],
        });
        for (const warning of warnings) config.logger.warn(warning);
      },
    },
  };
}
