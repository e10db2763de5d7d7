/** Every figure of every chapter, alone at its address. The list is read from the built site: nobody types it. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, troubleOf } from './support/browser';
import { type Site, serveSite } from './support/site';

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

const figures = folders('dist/embed').flatMap((chapter) =>
  folders(`dist/embed/${chapter}`).map((name) => `${chapter}/${name}`),
);

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite();
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const figureOf = (page: Page) => page.locator('figure.figure');

/** What axe finds wrong, in words. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations: found } = await checker.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
  });
}

describe.each(figures)('%s', (figure) => {
  test('shows its recorded run without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.url}embed/${figure}/`);
    await expect.poll(() => page.locator('.figure-recorded').count()).toBe(1);
    expect(await page.locator('.figure-plots svg').count()).toBeGreaterThan(0);
    expect((await page.locator('.figure-caption p').first().textContent())?.length).toBeGreaterThan(40);
    await context.close();
  });

  test('steps by keyboard, resets to the same numbers, keeps its link, and axe finds nothing', async () => {
    // The checker is put into the page by the test: the page's own policy would not let it in.
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    const trouble = troubleOf(page, site.url);
    await page.goto(`${site.url}embed/${figure}/?seed=3`);
    const shown = figureOf(page);
    await expect.poll(() => shown.getAttribute('data-source'), { timeout: 60_000 }).toBe('live');
    await expect.poll(() => shown.getAttribute('data-state'), { timeout: 60_000 }).toMatch(/paused|converged/);
    const first = await page.locator('.figure-caption p').first().textContent();
    const step = page.getByRole('button', { name: 'Step', exact: true });
    // What is known at once has no step to take.
    if ((await shown.getAttribute('data-state')) === 'converged') expect(await step.isDisabled()).toBe(true);
    else {
      await step.focus();
      await page.keyboard.press('Enter');
      await expect
        .poll(async () => Number(await shown.getAttribute('data-step')), { timeout: 60_000 })
        .toBeGreaterThanOrEqual(1);
    }
    await page.getByRole('button', { name: 'Reset' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => Number(await shown.getAttribute('data-step')), { timeout: 60_000 }).toBe(0);
    expect(await page.locator('.figure-caption p').first().textContent()).toBe(first);
    expect(new URL(page.url()).search).toBe('?seed=3');
    expect(await violations(page)).toEqual([]);
    expect(trouble).toEqual([]);
    await context.close();
  });
});
