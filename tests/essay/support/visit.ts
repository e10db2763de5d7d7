/** Opens a page of the built essay in a context of its own. */
import { readdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { troubleOf } from './browser';

export interface Visit {
  readonly page: Page;
  /** What a reader would trip over. */
  readonly trouble: readonly string[];
  close(): Promise<void>;
}

export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  // Pages come from the server, not from the service worker of an earlier visit.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  const trouble = troubleOf(page, address);
  await page.goto(address, { waitUntil: 'load' });
  return { page, trouble, close: () => context.close() };
}

/** Addresses of the prerendered pages below the root, read off the build. */
export async function builtPages(): Promise<readonly string[]> {
  const files = await readdir('dist', { recursive: true });
  return files
    .filter((file) => /(^|[\\/])index\.html$/.test(file))
    .map((file) => file.replace(/\\/g, '/').replace(/index\.html$/, ''))
    .sort();
}

/** Addresses of the chapters: an embedded page is for each of their figures. */
export async function chapterPages(): Promise<readonly string[]> {
  const pages = await builtPages();
  return pages.filter((path) => /^[\w-]+\/$/.test(path) && pages.includes(`embed/${path}`));
}

/** Scrolls through a page until all of its figures are alive; returns those that stay asleep. */
export async function wakeFigures(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
    // Figures wake 600 px before they are seen.
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      scrollTo(0, y);
      await pause(50);
    }
    const asleep = () => [...document.querySelectorAll<HTMLElement>('[data-figure]:not([data-awake])')];
    for (let i = 0; i < 300 && asleep().length > 0; i++) await pause(50);
    return asleep().map((island) => island.dataset.figure ?? '');
  });
}

/** The page's cumulative layout shift so far. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
            if (!entry.hadRecentInput) sum += entry.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 100);
      }),
  );
