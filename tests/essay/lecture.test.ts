/** Chapters for the lecture hall: slides, the host that turns them, the window that follows, the screen that they fill. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './support/browser';
import { hostPage, lastHeard, send } from './support/host';
import { type Site, serveSite } from './support/site';
import { builtPages, visit } from './support/visit';

let site: Site;
let browser: Browser;
let lectures: readonly string[];
const chapter = 'embed/tensor-cnn-widths/';

beforeAll(async () => {
  site = await serveSite({ pages: { '/host.html': hostPage(`/${chapter}`, 'data-black-box="fixed"') } });
  browser = await launch();
  lectures = (await builtPages()).filter((path) => /^embed\/[\w-]+\/$/.test(path));
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const slide = (page: Page, number: number) => page.locator(`.lecture-slide[data-shown][aria-label="Slide ${number}"]`);
const awake = (page: Page) => page.locator('.lecture[data-awake]').waitFor();

describe('a chapter for the lecture hall', () => {
  test('turns by keys, and its address names the figure on show and holds its state', async () => {
    const { page, trouble, close } = await visit(browser, site.url + chapter);
    await awake(page);
    await slide(page, 1).waitFor();
    await page.keyboard.press('ArrowRight');
    await slide(page, 2).waitFor();
    const anchor = await slide(page, 2).locator('figure').getAttribute('id');
    expect(new URL(page.url()).hash).toBe(`#${anchor}`);
    await slide(page, 2).getByRole('button', { name: 'New seed' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?seed=2');
    await page.keyboard.press('Home');
    await slide(page, 1).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.keyboard.press('ArrowRight');
    expect(new URL(page.url()).search).toBe('?seed=2');
    await page.reload();
    await awake(page);
    await slide(page, 2).locator('figure[data-source="live"]').waitFor();
    expect(new URL(page.url()).search).toBe('?seed=2');
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Next' }).and(page.locator(':disabled')).waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  test('shows the slide that its address names, from the first paint on', async () => {
    const { page, close } = await visit(browser, `${site.url}${chapter}#width-floor`);
    expect(await page.locator('.lecture-slide:visible').count()).toBe(1);
    const sentence = page.locator('.lecture-slide:has(#width-floor) .lecture-sentence');
    expect(await sentence.isVisible()).toBe(true);
    await page.locator('#width-floor').waitFor({ state: 'visible' });
    expect(await page.locator('.lecture-slide:visible').count()).toBe(1);
    await close();
  });

  test('its host hears how many slides there are, turns them, and speaks to the figure on show', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}host.html`);
    await expect.poll(async () => (await lastHeard(page, 'ready'))?.slides).toBeGreaterThan(2);
    await send(page, { type: 'setState', state: { slide: 1 } });
    await expect.poll(async () => (await lastHeard(page, 'state'))?.state).toMatchObject({ slide: 1 });
    await send(page, { type: 'setState', state: { slide: 2, seed: 7 } });
    await send(page, { type: 'step', count: 2 });
    await expect
      .poll(async () => {
        await send(page, { type: 'getState' });
        return (await lastHeard(page, 'state'))?.state;
      })
      .toMatchObject({ slide: 2, seed: 7, step: 2 });
    await page.close();
  });

  test('a second window follows: slides, settings, steps, resets and pins', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}embed/deep-matrix-factorization/?controls=all`);
    await awake(page);
    // What was done before the other window opened is shown there too.
    const shown = slide(page, 1).locator('figure');
    await shown.getByRole('button', { name: 'Depth 2' }).click();
    await expect.poll(() => shown.getAttribute('data-source')).toBe('live');
    await shown.getByRole('button', { name: 'Pause' }).click();
    const [second] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Open a window that follows' }).click(),
    ]);
    await second.getByText('This window follows another').waitFor();
    const mirrored = slide(second, 1).locator('figure');
    const same = async () => {
      const captions = await Promise.all(
        [shown, mirrored].map((figure) => figure.locator('.figure-caption p').first().textContent()),
      );
      return captions[0] === captions[1];
    };
    await expect.poll(same).toBe(true);
    expect(await mirrored.locator('.figure-caption p').first().textContent()).toMatch(/^Depth 2/);
    await shown.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => mirrored.getAttribute('data-step')).toBe('0');
    await shown.getByRole('button', { name: '+20 steps' }).click();
    await expect.poll(() => mirrored.getAttribute('data-step')).toBe('20');
    await expect.poll(same).toBe(true);
    await shown.getByText('Share, save, compare').click();
    await shown.getByRole('button', { name: 'Pin this run' }).click();
    await expect.poll(() => mirrored.locator('.figure-pinned').count()).toBe(1);
    expect(await mirrored.locator('.transport, .controls').count()).toBe(0);
    await page.keyboard.press('End');
    await expect.poll(() => new URL(second.url()).hash).toBe(new URL(page.url()).hash);
    expect(new URL(second.url()).searchParams.get('follow')).toBe('1');
    await context.close();
  });

  test('fills the screen and fits it', async () => {
    for (const path of lectures) {
      const { page, close } = await visit(browser, site.url + path, { viewport: { width: 1280, height: 720 } });
      await awake(page);
      const count = await page.locator('.lecture-slide').count();
      for (let i = 0; i < count; i++) {
        const stage = page.locator('.lecture-slide[data-shown] .fitted');
        const figure = page.locator('.lecture-slide[data-shown] figure');
        // The type of a plot is never smaller than three fifths of its size on a page: what is higher still is scrolled.
        const share = async () => {
          const [outer, inner] = [await stage.boundingBox(), await figure.boundingBox()];
          const scale = await stage.evaluate((element) =>
            Number(getComputedStyle(element.children[0]).getPropertyValue('--scale')),
          );
          return scale <= 0.6 ? 1 : (inner?.height ?? 0) / (outer?.height ?? 1);
        };
        await expect.poll(share, { message: `${path} slide ${i + 1}` }).toBeLessThanOrEqual(1.01);
        await page.keyboard.press('ArrowRight');
      }
      expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight'), path).toBeLessThanOrEqual(0);
      await close();
    }
  });

  test('without script, and on paper, all slides stand one after the other', async () => {
    const { page, close } = await visit(browser, site.url + chapter, { javaScriptEnabled: false });
    const count = await page.locator('.lecture-slide').count();
    expect(await page.locator('.lecture-slide:visible').count()).toBe(count);
    await close();
    const printed = await visit(browser, site.url + chapter);
    await awake(printed.page);
    await printed.page.emulateMedia({ media: 'print' });
    expect(await printed.page.locator('.lecture-slide:visible').count()).toBe(count);
    await printed.close();
  });
});
