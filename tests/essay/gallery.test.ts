/** The gallery for lecturers: figures set by a link, and taken away as posters. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './support/browser';
import { figures } from './support/figures';
import { type Site, serveSite } from './support/site';
import { visit } from './support/visit';

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite({ prefix: '/essays/black-box/' });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const nameOf = (figure: string) => figure.split('/')[1];

/** Width, height and the colour of the first pixel of a PNG, decoded in the page. */
const seen = (page: Page, png: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const corner = [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
    return { width: bitmap.width, height: bitmap.height, corner };
  }, png.toString('base64'));

async function poster(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save a poster with a QR code' }).click(),
  ]);
  return readFile(await download.path());
}

describe('the gallery', () => {
  test('lists every figure with its title and sentence, and loads little', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) scripts.push(response.body());
    });
    await page.goto(`${site.url}embed/`, { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(bytes).toBeLessThanOrEqual(120_000);
    expect(await page.locator('.gallery details').count()).toBe(figures.length);
    for (const sentence of await page.locator('.gallery details > p:first-of-type').allTextContents()) {
      expect(sentence.length).toBeGreaterThan(20);
    }
    await context.close();
  });

  test('opens the figure that a link means, in the state that it asks for', async () => {
    const { page, trouble, close } = await visit(browser, `${site.url}embed/?depth=2&seed=4#completion`);
    await page.locator('.gallery details[open] figure[data-source="live"]').waitFor();
    expect(await page.locator('.gallery details[open]').count()).toBe(1);
    expect(await page.locator('.gallery details[open] figure').getAttribute('id')).toBe('completion');
    expect(await page.locator('.gallery-codes code').textContent()).toContain('completion/?depth=2&amp;seed=4');
    expect(trouble).toEqual([]);
    await close();
  });

  test('shows the recorded run of a figure, and its poster in the theme that was chosen', async () => {
    const { page, trouble, close } = await visit(browser, `${site.url}embed/#${nameOf(figures[0])}`);
    await page.locator('.gallery details[open] figure[data-source="recorded"] .plot').first().waitFor();
    const theme = page.locator('.gallery-options select').first();
    await theme.selectOption('projector');
    const light = await seen(page, await poster(page));
    expect(light.width).toBe(1600);
    expect(light.height).toBeGreaterThan(400);
    expect(light.corner).toEqual([255, 255, 255, 255]);
    await theme.selectOption('dark');
    const dark = await seen(page, await poster(page));
    expect(Math.max(...dark.corner.slice(0, 3))).toBeLessThan(60);
    // The reader's own theme is only lent away.
    await theme.selectOption('system');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    expect(trouble).toEqual([]);
    await close();
  });

  test('puts the poster on the clipboard, and says so where that is closed', async () => {
    const open = { permissions: ['clipboard-read', 'clipboard-write'] };
    const { page, close } = await visit(browser, `${site.url}embed/#${nameOf(figures[0])}`, open);
    await page.locator('.gallery details[open] figure .plot').first().waitFor();
    const copy = page.getByRole('button', { name: 'Copy the poster' });
    await copy.click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return item.types;
    });
    expect(copied).toContain('image/png');
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await copy.click();
    await page.getByText('save the poster instead').waitFor();
    await close();
  });
});
