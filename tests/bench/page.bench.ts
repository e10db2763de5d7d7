/** The built page, measured in Chromium: script before a figure starts, longest task and heap while training, speed by backend. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { bench, describe } from 'vitest';
import { launch } from '../essay/support/browser';
import { type Site, serveSite } from '../essay/support/site';

const figure = 'embed/deep-matrix-factorization/completion/';
const backends = ['wasm', 'cpu', 'webgl', 'webgpu'] as const;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Gzipped kilobytes of script that a chapter loads before any figure starts. */
async function scriptOf(browser: Browser, site: Site): Promise<number> {
  const page = await browser.newPage();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js') && pathname !== '/service-worker.js') scripts.add(pathname);
  });
  await page.goto(`${site.url}deep-matrix-factorization/`, { waitUntil: 'networkidle' });
  await page.close();
  return [...scripts].reduce((sum, path) => sum + gzipSync(readFileSync(join('dist', path))).length / 1000, 0);
}

const stepOf = async (page: Page): Promise<number> =>
  Number(await page.locator('figure.figure').getAttribute('data-step'));

/** Plays until `steps` or for `seconds`; returns steps a second, the longest task in ms, and the heap's growth in MB. */
async function train(browser: Browser, site: Site, query: string, steps: number, seconds: number) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
      buffered: true,
    });
  });
  await page.goto(`${site.url}${figure}?${query}`);
  await page.locator('figure[data-source="live"]').waitFor({ timeout: 60_000 });
  await page.evaluate('window.tasks.length = 0').catch(() => {});
  const heap = () =>
    page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize);
  const before = await heap();
  const first = await stepOf(page);
  await page.getByRole('button', { name: 'Play' }).click();
  const began = performance.now();
  while (performance.now() - began < 1000 * seconds && (await stepOf(page)) < steps) await page.waitForTimeout(100);
  const elapsed = (performance.now() - began) / 1000;
  const trained = (await stepOf(page)) - first;
  const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
  const grown = ((await heap()) - before) / 1e6;
  await page.close();
  return { perSecond: trained / elapsed, longest, grown, trained };
}

describe('the built page', () => {
  bench(
    'measured once; the lines above are the result',
    async () => {
      const site = await serveSite();
      const browser = await launch();
      try {
        print(`script before any figure starts: ${(await scriptOf(browser, site)).toFixed(1)} kB gzipped`);
        // An observation too noisy to be fitted: the run does not end before its 10,000 steps.
        const long = await train(browser, site, 'backend=wasm&noise=1&learningRate=0.1&seed=2', 10_000, 60);
        print(
          `${long.trained} steps: longest task on the page thread ${long.longest.toFixed(0)} ms, heap ${long.grown.toFixed(1)} MB more`,
        );
        for (const size of [30, 100]) {
          for (const backend of backends) {
            const observed = size === 30 ? 300 : 2000;
            const query = `backend=${backend}&size=${size}&observed=${observed}&seed=2`;
            const { perSecond } = await train(browser, site, query, 2000, 6);
            print(`completion, n = ${size}, depth 3, ${backend} in the page: ${perSecond.toFixed(0)} steps/s`);
          }
        }
      } finally {
        await browser.close();
        await site.close();
      }
    },
    { iterations: 1, warmupIterations: 0, time: 0, warmupTime: 0 },
  );
});
