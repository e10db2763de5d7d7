/** Prerenders every address to its own HTML file after the build, so that pages read before and without any script. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite';
import type { deck, PrerenderedPage, prerender } from '../prerender';
import { writeDeck } from './deck.ts';
import { contentSecurityPolicy, documentOf, type PageFiles } from './document.ts';

type Bundle = Rolldown.OutputBundle;

const firstPaintFile = 'src/app/build/first-paint.js';

/** The chunk that holds a source file. */
function chunkOf(bundle: Bundle, module: string): Rolldown.OutputChunk | undefined {
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk' && output.moduleIds.some((id) => id.split('?')[0] === module)) return output;
  }
  return undefined;
}

/** Scripts and styles of some modules and of all that they import at once, less what every page has. */
function filesOf(bundle: Bundle, root: string, { modules, still }: PrerenderedPage): PageFiles {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const entries = Object.values(bundle).filter((output) => output.type === 'chunk' && output.isEntry);
  const common = new Set<string>();
  const follow = (file: string, seen: Set<string>): void => {
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk' || seen.has(file)) return;
    seen.add(file);
    for (const imported of chunk.imports) follow(imported, seen);
  };
  for (const entry of entries) follow(entry.fileName, common);
  for (const module of modules) {
    const chunk = chunkOf(bundle, resolve(root, module));
    if (chunk) follow(chunk.fileName, scripts);
  }
  for (const file of scripts) {
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk') continue;
    for (const style of chunk.viteMetadata?.importedCss ?? []) if (!common.has(file)) styles.add(style);
  }
  // A still page needs the styles of its modules and none of their scripts.
  const first = still ? [] : [...scripts].filter((file) => !common.has(file));
  return { scripts: first, styles: [...styles] };
}

/** The source of experiments and tests, which figures and claims link to. */
async function copySources(root: string, out: string): Promise<void> {
  const sources = [
    { from: 'src/chapters', to: 'source', files: /\.experiment\.ts$/ },
    { from: 'tests/claims', to: 'source/tests/claims', files: /\.test\.ts$/ },
    { from: 'tests/theory', to: 'source/tests/theory', files: /\.test\.ts$/ },
  ];
  for (const { from, to, files } of sources) {
    const names = await readdir(join(root, from), { recursive: true });
    for (const name of names.filter((name) => files.test(name))) {
      // As text: hosts take .ts for a film.
      await cp(join(root, from, name), join(out, to, `${name}.txt`));
    }
  }
}

export function prerendered(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'prerendered-pages',
    // Not in the build of the prerenderer itself, nor under test.
    apply: (_, { command, isSsrBuild }) => command === 'serve' || !isSsrBuild,
    configResolved(resolved) {
      config = resolved;
    },
    async transformIndexHtml() {
      const firstPaint = await readFile(join(config.root, firstPaintFile), 'utf8');
      const script = { tag: 'script', children: firstPaint, injectTo: 'head-prepend' as const };
      if (config.command === 'serve') return [script];
      const content = contentSecurityPolicy([firstPaint]);
      const policy = { 'http-equiv': 'Content-Security-Policy', content };
      return [{ tag: 'meta', attrs: policy, injectTo: 'head-prepend' as const }, script];
    },
    writeBundle: {
      sequential: true,
      order: 'post',
      async handler(_, bundle) {
        const { root, configFile } = config;
        const out = resolve(root, config.build.outDir);
        const index = bundle['index.html'];
        if (index?.type !== 'asset') return;
        // A folder of its own for each build: Node keeps modules by their address.
        const work = resolve(root, `.cache/prerender-${process.pid}-${Date.now()}`);
        await build({
          root,
          configFile,
          logLevel: 'warn',
          build: { ssr: 'src/app/prerender.tsx', outDir: work, emptyOutDir: true, copyPublicDir: false, minify: false },
        });
        const renderer: { prerender: typeof prerender; deck: typeof deck } = await import(
          pathToFileURL(join(work, 'prerender.js')).href
        );
        const findRoot = await readFile(join(root, 'src/app/build/find-root.js'), 'utf8');
        const pages = await renderer.prerender((experiment) =>
          readFile(join(root, 'public/recordings', `${experiment}.json`), 'utf8').catch(() => null),
        );
        for (const page of pages) {
          const file = join(out, page.path.endsWith('.html') ? page.path : join(page.path, 'index.html'));
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, documentOf(String(index.source), page, filesOf(bundle, root, page), findRoot));
        }
        await writeDeck(root, out, await renderer.deck());
        await copySources(root, out);
        await rm(work, { recursive: true });
        config.logger.info(`prerendered ${pages.length} pages`);
      },
    },
  };
}
