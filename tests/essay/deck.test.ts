/** The example deck, as it is served with the essay: every figure in slides made with the real reveal.js. */
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, troubleOf } from './support/browser';
import { type Site, serveSite } from './support/site';
import { builtPages } from './support/visit';

let site: Site;
let browser: Browser;
let figures: readonly string[];

beforeAll(async () => {
  site = await serveSite({ prefix: '/essays/black-box/' });
  browser = await launch();
  figures = (await builtPages()).filter((path) => /^embed\/[\w-]+\/[\w-]+\/$/.test(path));
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.url}deck/${address}`);
  await page.locator('.reveal.ready').waitFor();
  return page;
}

/** The figure's frame on the slide on show. */
async function shownFrame(page: Page): Promise<Frame> {
  const element = await page.locator('section.present:not(.stack) iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('The slide has no frame.');
  return frame;
}

const sourceIn = (frame: Frame) => frame.locator('figure').getAttribute('data-source');

describe('the example deck', () => {
  test('has every figure under its sentence', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await open(context, '');
    const addresses = await page
      .locator('iframe')
      .evaluateAll((frames) => frames.map((frame) => frame.getAttribute('data-src') ?? ''));
    const shown = addresses.map((address) => new URL(address, `${site.url}deck/`).pathname);
    expect(shown.toSorted()).toEqual(figures.map((path) => new URL(path, site.url).pathname).toSorted());
    const sentences = await page.locator('section:has(> iframe) h2').allTextContents();
    expect(sentences.filter((sentence) => sentence.length > 20)).toHaveLength(figures.length);
    await context.close();
  });

  test('trains what it shows, fitted to its frame; copies in the speaker view show, and do not train', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
    const page = await open(context, '#/2/1');
    const trouble = troubleOf(context, site.url);
    const frame = await shownFrame(page);
    await expect.poll(() => sourceIn(frame)).toBe('live');
    expect(await frame.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
    const [speaker] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('s')]);
    const copies = () => speaker.frames().filter((candidate) => candidate.url().includes('/embed/'));
    await expect.poll(() => copies().length).toBeGreaterThanOrEqual(2);
    for (const copy of copies()) {
      expect(new URL(copy.url()).searchParams.get('preview')).toBe('1');
      await copy.waitForSelector('figure', { state: 'attached' });
    }
    // Long enough for a figure to have begun.
    await page.waitForTimeout(1500);
    expect(await Promise.all(copies().map(sourceIn))).toEqual(copies().map(() => 'recorded'));
    expect(speaker.workers()).toEqual([]);
    expect(await speaker.locator('.speaker-controls-notes .value').textContent()).not.toBe('');
    expect(trouble).toEqual([]);
    await context.close();
  });

  test('on paper every figure is its poster, and nothing trains', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await open(context, '?print-pdf');
    const frames = () => page.frames().filter((frame) => frame.url().includes('/embed/'));
    await expect.poll(() => frames().length).toBe(figures.length);
    for (const frame of frames()) await frame.waitForSelector('.figure-recorded', { state: 'attached' });
    expect(page.workers()).toEqual([]);
    // A title, a title for each chapter, and the figures.
    expect(await page.locator('.pdf-page').count()).toBeGreaterThan(figures.length);
    const paper = { preferCSSPageSize: true, printBackground: true, pageRanges: '3-6' };
    const posters = await page.pdf(paper);
    await page.addStyleTag({ content: 'iframe { visibility: hidden }' });
    expect(posters.length).toBeGreaterThan(10 * (await page.pdf(paper)).length);
    await context.close();
  }, 240_000);
});
