/** Every figure of every chapter, alone at its address. The list is read from the built site: nobody types it. */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parametersToQuery } from '../../src/lab/parameters';
import { violations } from './support/axe';
import { launch, troubleOf } from './support/browser';
import { anotherState, declarationOf } from './support/declarations';
import { figures } from './support/figures';
import { frameOf, hostPage, lastHeard, send } from './support/host';
import { type Site, serveSite } from './support/site';

let site: Site;
let browser: Browser;
/** Pages that every test goes on with. */
let still: Page;
let page: Page;

beforeAll(async () => {
  const pages = Object.fromEntries(
    figures.flatMap((figure) => [
      [`/hosts/${figure}`, hostPage(`/embed/${figure}/?seed=3`)],
      [`/links/${figure}`, hostPage('about:blank')],
    ]),
  );
  site = await serveSite({ pages, cached: true });
  browser = await launch();
  still = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Parts of the figure that stand higher than one before them: the tab key would go up the page. */
const outOfOrder = (frame: Frame): Promise<readonly string[]> =>
  frame.evaluate(() => {
    const parts = [...document.querySelectorAll('figure > *')].filter(
      (part) => part.getBoundingClientRect().height > 1,
    );
    const wrong = parts.filter((part, i) => {
      const before = parts[i - 1]?.getBoundingClientRect().top ?? Number.NEGATIVE_INFINITY;
      return part.getBoundingClientRect().top < before - 1;
    });
    const jumping = [...document.querySelectorAll('figure [tabindex]')].filter(
      (element) => Number(element.getAttribute('tabindex')) > 0,
    );
    return [...wrong, ...jumping].map((element) => element.className.toString());
  });

describe.each(figures)('%s', (figure) => {
  test('shows its recorded run without script', async () => {
    await still.goto(`${site.url}embed/${figure}/`);
    await expect.poll(() => still.locator('.figure-recorded').count()).toBe(1);
    expect(await still.locator('.figure-plots svg').count()).toBeGreaterThan(0);
    expect((await still.locator('.figure-caption p').first().textContent())?.length).toBeGreaterThan(40);
  });

  test('embedded: speaks with its host, steps by keyboard, resets to the same numbers, axe finds nothing', async () => {
    page.removeAllListeners();
    const trouble = troubleOf(page, site.url);
    await page.goto(`${site.url}hosts/${figure}`);
    const frame = await frameOf(page);
    const shown = frame.locator('figure.figure');
    const state = () => shown.getAttribute('data-state');
    const step = async () => Number(await shown.getAttribute('data-step'));
    const caption = () => frame.locator('.figure-caption p').first().textContent();
    await expect.poll(() => shown.getAttribute('data-source'), { timeout: 60_000 }).toBe('live');
    await expect.poll(state, { timeout: 60_000 }).toMatch(/paused|converged/);
    expect(await lastHeard(page, 'ready')).toMatchObject({ figure });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    const asTold = async () =>
      (await page.locator('#figure').evaluate((iframe) => iframe.style.height)) ===
      `${(await lastHeard(page, 'height'))?.height}px`;
    await expect.poll(asTold).toBe(true);

    const first = await caption();
    const button = frame.getByRole('button', { name: 'Step', exact: true });
    // What is known at once has no step to take.
    if ((await state()) === 'converged') expect(await button.isDisabled()).toBe(true);
    else {
      await button.focus();
      await page.keyboard.press('Enter');
      await expect.poll(step, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);
      await expect.poll(() => lastHeard(page, 'progress')).toMatchObject({ figure });
    }
    await frame.getByRole('button', { name: 'Reset' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(step, { timeout: 60_000 }).toBe(0);
    await expect.poll(caption).toBe(first);
    expect(new URL(frame.url()).search).toBe('?seed=3');
    expect(await outOfOrder(frame)).toEqual([]);
    expect(await violations(frame)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test('a link with every setting changed is taken as it is, told to the host, and written back', async () => {
    const declaration = await declarationOf(figure);
    const params = anotherState(declaration);
    const query = parametersToQuery(declaration.params, params);
    query.set('seed', '5');
    await page.goto(`${site.url}links/${figure}`);
    await page
      .locator('#figure')
      .evaluate((iframe, address) => iframe.setAttribute('src', address), `/embed/${figure}/?${query}`);
    const frame = await frameOf(page);
    await expect.poll(() => lastHeard(page, 'ready')).toMatchObject({ figure });
    await send(page, { type: 'getState' });
    await expect.poll(async () => (await lastHeard(page, 'state'))?.state).toMatchObject({ params, seed: 5 });
    await expect.poll(() => new URL(frame.url()).search).toBe(`?${query}`);
    expect(await frame.locator('.figure-note:has-text("The link asks")').count()).toBe(0);
  });
});
