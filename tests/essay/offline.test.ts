/** Reading without a network, with the service worker that is built. */
import { rm } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch } from './support/browser';
import { rebuilt } from './support/rebuilt';
import { type Site, serveSite } from './support/site';
import { builtPages } from './support/visit';

const chapter = 'tensor-cnn-widths/';

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

// A service worker and its caches belong to an origin, and a server to a port: each test has its own.
beforeEach(async () => {
  site = await serveSite({ prefix: '/essays/black-box/' });
  context = await browser.newContext();
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
  await site.close();
});

async function networkIs(there: boolean): Promise<void> {
  await context.setOffline(!there);
  site.hangUp(!there);
}

const isKept = (address: string): Promise<boolean> =>
  page.evaluate(async (url) => (await (await caches.open('pages')).match(url)) !== undefined, address);

/** Opens a page, and waits until the service worker has kept it. */
async function visitOnce(path: string): Promise<void> {
  await page.goto(site.url + path);
  await expect.poll(() => isKept(site.url + path.replace(/\?.*/, '')), { timeout: 60_000 }).toBe(true);
}

/** Presses a button of a figure until it says that it has trained here. */
async function expectTrains(figure: string): Promise<void> {
  const shown = page.locator(`#${figure}`);
  await shown.scrollIntoViewIfNeeded();
  await shown.getByRole('button', { name: 'Step', exact: true }).click();
  await expect
    .poll(async () => [await shown.getAttribute('data-source'), await shown.getAttribute('data-step')], {
      timeout: 60_000,
    })
    .toEqual(['live', '1']);
}

const footButton = () => page.locator('.site-footer').getByRole('button');
const toFoot = () => page.locator('.site-footer').scrollIntoViewIfNeeded();
const allKept = () => page.getByText('All chapters are on this device').waitFor({ timeout: 60_000 });
const megabytesIn = (text: string) => Number(/([\d.]+) MB/.exec(text)?.[1]);

/** Fetches all chapters, and gives what the progress said on the way. */
async function fetchAll(): Promise<{ readonly offered: string; readonly progress: readonly number[] }> {
  await toFoot();
  const offered = (await footButton().textContent()) ?? '';
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seenProgress: seen });
    new MutationObserver(() => {
      const progress = document.querySelector<HTMLProgressElement>('.site-footer progress');
      if (progress) seen.push(progress.value / progress.max);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await footButton().click();
  await allKept();
  const progress = (await page.evaluate('window.seenProgress')) as readonly number[];
  return { offered, progress };
}

/** Scripts and styles that kept pages name, and that are not kept. */
const missingParts = (paths: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    async ([root, ...below]) => {
      const missing: string[] = [];
      for (const path of below) {
        const address = new URL(path, root).href;
        const kept = await caches.match(address);
        const html = new DOMParser().parseFromString((await kept?.text()) ?? '', 'text/html');
        const parts = [...html.querySelectorAll('script[src], link[rel="stylesheet"], link[rel="modulepreload"]')];
        if (parts.length === 0) missing.push(address);
        for (const part of parts) {
          const named = part.getAttribute('src') ?? part.getAttribute('href') ?? '';
          if (!(await caches.match(new URL(named, address)))) missing.push(`${named} of ${path}`);
        }
      }
      return missing;
    },
    [site.url, ...paths],
  );

describe('without a network', () => {
  test('a chapter that was visited once is there again, and its figures train', async () => {
    await visitOnce(`${chapter}?backend=wasm`);
    await networkIs(false);
    await page.reload();
    expect(await page.locator('h1').textContent()).not.toBe('');
    await expectTrains('width-floor');
  });

  test('all chapters, once fetched, open at every address, and figures have their data', {
    timeout: 240_000,
  }, async () => {
    await visitOnce('');
    const { offered, progress } = await fetchAll();
    expect(offered).toMatch(/^Fetch all chapters for reading offline \([\d.]+ MB\)$/);
    expect(megabytesIn(offered)).toBeGreaterThan(5);
    expect(new Set(progress).size).toBeGreaterThan(3);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    await page.reload();
    await toFoot();
    await allKept();
    expect(await footButton().count()).toBe(0);

    await networkIs(false);
    expect(await missingParts(await builtPages())).toEqual([]);
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(String(error)));
    for (const path of await builtPages()) {
      await page.goto(`${site.url}${path}?theme=dark`, { waitUntil: 'domcontentloaded' });
      expect((await page.locator('h1').first().textContent())?.length, path).toBeGreaterThan(0);
      expect(await page.locator('[role="alert"]').allTextContents(), path).toEqual([]);
    }
    await page.goto(`${site.url}embed/gan-birthday-test/digit-gan/?backend=wasm&seed=2`);
    await expectTrains('digit-gan');
    expect(trouble).toEqual([]);
  });

  test('a page that was never here is not to be had', async () => {
    await visitOnce(chapter);
    await networkIs(false);
    await expect(page.goto(`${site.url}instahide/`)).rejects.toThrow();
  });
});

describe('fetching all chapters', () => {
  test('says what failed, keeps what it has, and fetches only the rest when tried again', async () => {
    await visitOnce('');
    await toFoot();
    const offered = megabytesIn((await footButton().textContent()) ?? '');
    site.refuse(/recordings\/instahide/);
    await footButton().click();
    const alert = page.locator('.site-footer [role="alert"]');
    await alert.waitFor({ timeout: 60_000 });
    const said = (await alert.textContent()) ?? '';
    expect(said).toMatch(/Not everything could be fetched: [\d.]+ MB are missing\. What is here stays/);
    const missing = megabytesIn(said);
    expect(missing).toBeLessThan(offered);

    // After a reload only what is missing is offered.
    await page.reload();
    await toFoot();
    await footButton().waitFor();
    expect(await footButton().textContent()).toBe(
      `Fetch what is new or missing for reading offline (${missing.toFixed(1)} MB)`,
    );
    site.refuse(null);
    const before = site.asked.length;
    const kept = await page.evaluate(async () => {
      const held = await Promise.all(['pages', 'files'].map(async (name) => (await caches.open(name)).keys()));
      return held.flat().map(({ url }) => url);
    });
    await footButton().click();
    await allKept();
    const again = site.asked.slice(before).filter((path) => kept.includes(site.url + path));
    expect(again.filter((path) => path !== 'offline.json')).toEqual([]);
  });

  test('says how much room it needs where the device is full', async () => {
    await page.addInitScript(() => {
      const { put } = Cache.prototype;
      let left = 5;
      Cache.prototype.put = function (...call) {
        if (left-- > 0) return put.apply(this, call);
        return Promise.reject(new DOMException('No room.', 'QuotaExceededError'));
      };
    });
    await visitOnce('');
    await toFoot();
    await footButton().click();
    const alert = page.locator('.site-footer [role="alert"]');
    await alert.waitFor({ timeout: 60_000 });
    expect(await alert.textContent()).toMatch(
      /There is no room for all chapters: [\d.]+ MB more are needed; this browser leaves [\d.]+ MB to the essay\. What is here stays\. Free some space/,
    );
  });
});

describe('a new version', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await rebuilt();
  });

  afterAll(() => rm(folder, { recursive: true }));

  const renew = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
  const workerIs = (which: 'waiting' | 'active') =>
    page.evaluate(async (state) => {
      const { waiting, installing } = await navigator.serviceWorker.ready;
      return state === 'waiting' ? waiting !== null : waiting === null && installing === null;
    }, which);

  test('leaves an open page of the old one its scripts, and takes over with all that was kept', async () => {
    await visitOnce(`${chapter}?backend=wasm`);
    await visitOnce('');
    await page.goto(`${site.url}${chapter}?backend=wasm`);
    site.serve(folder);
    await renew();
    await expect.poll(() => workerIs('waiting'), { timeout: 60_000 }).toBe(true);
    // The figure's scripts, and those of the worker, are no longer on the server.
    await expectTrains('width-floor');
    await expectTrains('pooling-geometry');

    // Reloaded, it is a page of the new version, which the old worker serves as well, from the network and without.
    for (const there of [true, false]) {
      await networkIs(there);
      await page.reload();
      expect(await page.content()).toContain('-~');
      await expectTrains('width-floor');
    }
    expect(await workerIs('waiting')).toBe(true);
    await networkIs(true);

    await page.close();
    page = await context.newPage();
    await page.goto(site.url);
    await expect.poll(() => workerIs('active'), { timeout: 60_000 }).toBe(true);
    await networkIs(false);
    // Kept from the old version, renewed by the new one: never opened since.
    await page.goto(`${site.url}${chapter}?backend=wasm`);
    expect(await page.content()).toContain('-~');
    await expectTrains('width-floor');
  });

  test('offers to fetch what is new', async () => {
    await visitOnce('');
    await fetchAll();
    site.serve(folder);
    await page.close();
    page = await context.newPage();
    await page.goto(site.url);
    await toFoot();
    await footButton().waitFor();
    expect(await footButton().textContent()).toMatch(/^Fetch what is new or missing for reading offline/);
    await footButton().click();
    await allKept();
  });
});

describe('a script that cannot be had', () => {
  const alertOf = (place: string) => page.locator(`${place} > [role="alert"]`);

  test('is told on its figure, which comes alive once it is there', async () => {
    await page.close();
    context = await browser.newContext({ serviceWorkers: 'block' });
    page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    site.refuse(/assets\/width-floor/);
    await page.goto(site.url + chapter);
    const island = `[data-figure="${chapter}width-floor"]`;
    await page.locator(island).scrollIntoViewIfNeeded();
    await alertOf(island).waitFor();
    expect(await alertOf(island).textContent()).toMatch(/This figure could not be loaded.*try again, or reload/);
    site.refuse(null);
    await alertOf(island).getByRole('button', { name: 'Try again' }).click();
    await page.locator(`${island}[data-awake]`).waitFor();
    expect(await alertOf(island).count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('is told on a page that is alive as a whole', async () => {
    await page.close();
    context = await browser.newContext({ serviceWorkers: 'block' });
    page = await context.newPage();
    site.refuse(/assets\/wholePage/);
    await page.goto(`${site.url}embed/${chapter}width-floor/`);
    await alertOf('body').waitFor();
    site.refuse(null);
    await alertOf('body').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.locator('figure[data-source="live"]').waitFor();
    expect(await alertOf('body').count()).toBe(0);
  });
});
