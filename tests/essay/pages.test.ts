/** The built pages in a real browser. The list of pages is read off the build, not typed. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './support/axe';
import { launch } from './support/browser';
import { type Site, serveSite } from './support/site';
import { chapterPages, layoutShift, visit, wakeFigures } from './support/visit';

let site: Site;
let browser: Browser;
let chapters: readonly string[];

beforeAll(async () => {
  site = await serveSite({ prefix: '/essays/black-box/' });
  browser = await launch();
  chapters = await chapterPages();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const overflow = 'document.documentElement.scrollWidth - innerWidth';

const pages = () => ['', ...chapters];

describe('every page of the essay', () => {
  test('reads without script, at 360 px too: heading, words and the recorded runs of its figures', async () => {
    for (const path of pages()) {
      const { page, close } = await visit(browser, site.url + path, {
        javaScriptEnabled: false,
        viewport: { width: 360, height: 740 },
      });
      expect(await page.locator('h1').textContent()).not.toBe('');
      expect((await page.locator('main').textContent())?.length, path).toBeGreaterThan(1000);
      expect(await page.locator('figure').count(), path).toBeGreaterThan(0);
      expect(await page.locator('figure:has(.figure-empty) h3').allInnerTexts(), `${path}: without a run`).toEqual([]);
      expect(await page.evaluate(overflow), path).toBeLessThanOrEqual(0);
      await close();
    }
  });

  test('comes alive without trouble; axe finds nothing; nothing overflows, also at twice the size', {
    timeout: 300_000,
  }, async () => {
    for (const path of [...pages(), '404.html']) {
      const { page, trouble, close } = await visit(browser, site.url + path);
      // Errors, foreign requests, hydration mismatches; under a path prefix.
      expect(await wakeFigures(page), `${path}: figures still asleep`).toEqual([]);
      expect(trouble, path).toEqual([]);
      expect(await layoutShift(page), `${path}: cumulative layout shift`).toBeLessThan(0.02);
      expect(await violations(page), `/${path}`).toEqual([]);
      for (const [width, theme] of [
        [360, 'light'],
        [640, 'light'],
        [900, 'light'],
        [1280, 'projector'],
      ] as const) {
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        await page.setViewportSize({ width, height: 740 });
        expect(await page.evaluate(overflow), `${path} at ${width}, ${theme}`).toBeLessThanOrEqual(0);
      }
      await close();
    }
  });

  test('axe finds nothing in the gallery, with a figure open, nor in a lecture', {
    timeout: 300_000,
  }, async () => {
    const gallery = await visit(browser, `${site.url}embed/`);
    await gallery.page.locator('.gallery-chapter summary').first().click();
    await gallery.page.locator('.gallery-codes').waitFor();
    expect(await violations(gallery.page)).toEqual([]);
    await gallery.close();
    for (const path of chapters) {
      const { page, close } = await visit(browser, `${site.url}embed/${path}`);
      await page.locator('.lecture[data-awake]').waitFor();
      expect(await violations(page), path).toEqual([]);
      await close();
    }
  });

  test('loads at most 120 kB of script before a figure starts, and no tfjs', async () => {
    for (const path of pages()) {
      const context = await browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      const scripts: Promise<Buffer>[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('.js')) scripts.push(response.body());
      });
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      const code = await Promise.all(scripts);
      const bytes = code.reduce((sum, script) => sum + gzipSync(script).length, 0);
      expect(bytes, `/${path}`).toBeLessThanOrEqual(120_000);
      expect(code.filter((script) => script.includes('registerBackend'))).toEqual([]);
      await context.close();
    }
  });
});

describe('the shell', () => {
  test('the contents page leads to chapters, and chapters to each other', async () => {
    const { page, close } = await visit(browser, site.url);
    const links = await page.locator('.chapter-list a').all();
    expect(links.length).toBe(chapters.length);
    await links[0].click();
    await page.locator('.neighbour-next').click();
    expect(await page.locator('.chapter-number').textContent()).toBe('Chapter 2');
    expect(await page.locator('.chapter-contents-side a').count()).toBeGreaterThan(2);
    await close();
  });

  test('follows the system’s theme; a choice is remembered, an address overrules it', async () => {
    const { page, close } = await visit(browser, site.url, { colorScheme: 'dark' });
    const theme = () => page.evaluate('document.documentElement.dataset.theme');
    expect(await theme()).toBe('dark');
    await page.locator('.settings summary').click();
    await page.getByLabel('Theme').selectOption('light');
    expect(await theme()).toBe('light');
    await page.reload();
    expect(await theme()).toBe('light');
    await page.goto(`${site.url}?theme=projector`);
    expect(await theme()).toBe('projector');
    await page.goto(`${site.url}?theme=nonsense`);
    expect(await theme()).toBe('light');
    await close();
  });

  test('the page for unknown addresses has links home and to every chapter, however deep the address', async () => {
    const { page, close } = await visit(browser, site.url);
    const lost = readFileSync('dist/404.html', 'utf8');
    await page.route('**/no/such/page', (route) =>
      route.fulfill({ status: 404, body: lost, contentType: 'text/html' }),
    );
    await page.goto(`${site.url}no/such/page`);
    expect(await page.locator('main li a').count()).toBe(chapters.length);
    await page.waitForSelector('main a[href^="/"]');
    await page.locator('main a').first().click();
    expect(page.url()).toBe(site.url);
    await close();
  });
});

describe('the prose', () => {
  const chapter = () => site.url + chapters.find((path) => path.startsWith('tensor'));

  test('a link sets its figure, wakes it, and the address says so', async () => {
    const { page, trouble, close } = await visit(browser, chapter());
    const link = page.locator('a.figure-link').first();
    const changes = JSON.parse((await link.getAttribute('data-changes')) ?? '{}') as Record<string, unknown>;
    await link.click();
    const [name] = Object.keys(changes);
    await expect.poll(() => new URL(page.url()).searchParams.has(name)).toBe(true);
    expect(trouble).toEqual([]);
    await close();
  });

  test('a button that is pressed before its figure is loaded is pressed once it is', async () => {
    const { page, close } = await visit(browser, chapter());
    await page.evaluate(`document.querySelector('[data-figure] .transport-play').click()`);
    await page.waitForSelector('[data-figure] figure:not([data-state="idle"])');
    await close();
  });

  test('definitions and symbols open on focus and hover, and Escape closes them', async () => {
    const { page, close } = await visit(browser, chapter());
    await page.locator('.term').first().focus();
    const card = page.locator('.has-card:has(> .term) > .card').first();
    expect(await card.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(false);
    await page.locator('.maths-body [data-symbol]').first().hover();
    expect(await page.locator('.maths:has([data-symbol]:hover) > .card').isVisible()).toBe(true);
    await close();
  });

  test('notes stand in the margin where there is one, and open in place where there is none', async () => {
    const wide = await visit(browser, chapter());
    expect(await wide.page.locator('.sidenote').first().isVisible()).toBe(true);
    await wide.close();
    const narrow = await visit(browser, chapter(), { viewport: { width: 390, height: 800 }, javaScriptEnabled: false });
    expect(await narrow.page.locator('.sidenote').first().isVisible()).toBe(false);
    await narrow.page.locator('.sidenote-number').first().click();
    expect(await narrow.page.locator('.sidenote').first().isVisible()).toBe(true);
    await narrow.close();
  });
});
