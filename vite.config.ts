import { readFileSync } from 'node:fs';
import mdx from '@mdx-js/rollup';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import remarkMath from 'remark-math';
import { type Plugin, runnerImport } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { leanD3 } from './src/app/build/lean-d3.ts';
import { offline } from './src/app/build/offline-plugin.ts';
import { pageWithoutExperiments } from './src/app/build/page-without-experiments.ts';
import { prerendered } from './src/app/build/prerender-plugin.ts';
import { remarkEssay } from './src/essay/build/remark-essay.ts';
import { declarationOf, type Experiment, headingOf } from './src/lab/experiment.ts';
import { ensureMnistSlice } from './src/lab/mnist-slice.ts';

/** What an import of an experiment with a query gives a page: data of it, and none of its code. */
const given: Readonly<Record<string, (experiment: Experiment) => unknown>> = {
  declaration: declarationOf,
  heading: headingOf,
};

/**
 * `import declaration from './x.experiment?declaration'`, or `?heading` for the little that a list shows: the module is
 * evaluated here, at build time, and only its data are shipped.
 */
function declarations(): Plugin {
  const asked = /\.experiment\?(\w+)$/;
  const resolved = /^(.*\.experiment\.ts)\?(\w+)$/;
  return {
    name: 'experiment-declarations',
    enforce: 'pre',
    async resolveId(source, importer) {
      const [, query] = asked.exec(source) ?? [];
      if (!query || !given[query]) return null;
      const found = await this.resolve(`${source.slice(0, -query.length - 1)}.ts`, importer, { skipSelf: true });
      return found && `${found.id}?${query}`;
    },
    async load(id) {
      const [, file, query] = resolved.exec(id) ?? [];
      if (!file || !given[query]) return null;
      const { module, dependencies } = await runnerImport<{ experiment: Experiment }>(file, { logLevel: 'error' });
      for (const dependency of [file, ...dependencies]) this.addWatchFile(dependency);
      return { code: `export default ${JSON.stringify(given[query](module.experiment))};`, moduleType: 'js' };
    },
  };
}

/** The slice of MNIST that the essay ships is cut from its npm package before anything is built or served. */
const mnistSlice = (): Plugin => ({ name: 'mnist-slice', configResolved: () => ensureMnistSlice() });

/** What trains for minutes begins first, so that no core is idle at the end. */
class ClaimsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isClaim = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/claims/');
    return [...files.filter(isClaim), ...files.filter((file) => !isClaim(file))];
  }
}

const versionOf = (file: string): string => JSON.parse(readFileSync(file, 'utf8')).version;

const chromium = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    // Containers run as root, where Chromium's sandbox cannot start.
    '--no-sandbox',
    // No request may leave the machine while tests run.
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A software adapter trains the same numbers as a real one, slowly.
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ],
};

export default defineConfig({
  base: './',
  plugins: [
    mnistSlice(),
    declarations(),
    { enforce: 'pre', ...mdx({ remarkPlugins: [remarkMath, remarkEssay] }) },
    react(),
    pageWithoutExperiments(),
    leanD3(),
    prerendered(),
    offline(),
  ],
  worker: { format: 'es', plugins: () => [declarations()] },
  define: {
    __ESSAY_VERSION__: JSON.stringify(versionOf('package.json')),
    __TENSORFLOW_VERSION__: JSON.stringify(versionOf('node_modules/@tensorflow/tfjs-core/package.json')),
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    // Browsers that run these scripts preload them by themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What every figure needs compresses best in one piece.
      output: { codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] } },
    },
    // A font in a style sheet would be loaded by every page, and the content policy allows files only.
    assetsInlineLimit: (file) => (/\.(woff2?|ttf)$/.test(file) ? false : undefined),
  },
  test: {
    // Both cores of a small machine: long claim tests wait for no page.
    maxWorkers: 2,
    sequence: { sequencer: ClaimsFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/{theory,lab,claims,plots}/**/*.test.{ts,tsx}', 'tests/essay/**/*.unit.test.tsx'],
          exclude: ['**/*.browser.test.ts'],
          testTimeout: 240_000,
        },
      },
      {
        extends: true,
        // Named ahead: a dependency found while tests run would reload them.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgl',
            '@tensorflow/tfjs-backend-webgpu',
            'comlink',
            'd3-random',
            'ml-matrix',
            'papaparse',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/lab/**/*.browser.test.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'essay',
          environment: 'node',
          include: ['tests/essay/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Pages answer when they are drawn: on a busy machine that is not within a second.
          expect: { poll: { timeout: 30_000 } },
          // A busy machine can starve a browser of frames; what is wrong fails twice.
          retry: 1,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          environment: 'node',
          include: [],
          benchmark: { include: ['tests/bench/**/*.bench.ts'] },
        },
      },
    ],
  },
});
