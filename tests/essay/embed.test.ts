/** Embedded figures in decks of a lecturer's own, made with the real reveal.js, and in plain hosts. */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './support/browser';
import { frameOf, hostPage, lastHeard, send } from './support/host';
import { type Site, serveSite } from './support/site';

const figure = 'embed/deep-matrix-factorization/completion/';
const quick = `${figure}?observed=500`;
/** A run that does not end while a deck is turned. */
const long = `${figure}?learningRate=0.1`;

const slides = (sections: readonly string[], options = '') => `<!doctype html><html><head>
<link rel="stylesheet" href="/reveal/reveal.css"></head><body>
<div class="reveal"><div class="slides">${sections.map((section) => `<section>${section}</section>`).join('')}</div></div>
<script src="/reveal/reveal.js"></script>
<script src="/embed-host.js"></script>
<script>
  window.heard = [];
  addEventListener('black-box', (event) => window.heard.push(event.detail), true);
  Reveal.initialize({ viewDistance: 1, transition: 'none', hash: true, ${options} });
</script></body></html>`;

/** A figure that stays loaded, and two that reveal.js unloads with their slides. */
const deck = slides([
  '<h1>Title</h1>',
  `<iframe id="first" data-black-box="fixed" src="/${long}" width="900" height="600"></iframe>`,
  '<h1>Between</h1>',
  `<iframe id="second" data-black-box="fixed" data-src="/${long}" width="900" height="600"></iframe>`,
  '<h1>End</h1>',
  `<iframe id="third" data-black-box="fixed" data-src="/${long}" width="900" height="600"></iframe>`,
]);

/** Ten figures, none of which the deck unloads, on WebGL, of which Chromium has 16 contexts at most. */
const ten = slides(
  Array.from(
    { length: 10 },
    (_, i) =>
      `<iframe id="figure-${i}" data-black-box="fixed" src="/${long}&seed=${i + 1}&backend=webgl&controls=transport" width="900" height="600"></iframe>`,
  ),
);

/** A deck laid out for a wall three times as wide as the window. */
const scaled = slides(
  [`<iframe id="figure" data-black-box="fixed" src="/${long}" width="2400" height="1500"></iframe>`],
  'width: 2700, height: 1800',
);

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite({
    pages: {
      '/deck.html': deck,
      '/ten.html': ten,
      '/scaled.html': scaled,
      '/host.html': hostPage(`/${quick}`),
      '/preview.html': hostPage(`/${quick}&autoplay=1`),
      '/sandboxed.html': hostPage(`/${quick}`, 'data-black-box sandbox="allow-scripts"'),
    },
    folders: { '/reveal/': 'node_modules/reveal.js/dist' },
  });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Opens the deck at a slide, once reveal.js is ready for keys. */
async function openDeck(address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${site.url}${address}`);
  await page.locator('.reveal.ready').waitFor();
  return page;
}

const stateOf = (frame: Frame) => frame.getAttribute('figure', 'data-state');
/** As it was opened: the recorded run, or the first frame of the state that the link asks for. */
const isUntrained = async (frame: Frame) =>
  (await frame.getAttribute('figure', 'data-source')) === 'recorded' || (await stepOf(frame)) === 0;
const stepOf = async (frame: Frame) => Number(await frame.getAttribute('figure', 'data-step'));
/** The page's policy allows no evaluated text, not even a test's: attributes are polled. */
const trained = (frame: Frame, least: number) =>
  expect
    .poll(async () => ((await frame.getAttribute('figure', 'data-source')) === 'live' ? stepOf(frame) : -1), {
      timeout: 60_000,
    })
    .toBeGreaterThanOrEqual(least);
const paused = (frame: Frame) => expect.poll(() => stateOf(frame), { timeout: 20_000 }).toBe('paused');

describe('a figure in a reveal.js deck', () => {
  test('starts on its slide, stops off it, goes on where it was, and never takes the focus', async () => {
    const page = await openDeck('deck.html');
    await page.keyboard.press('ArrowRight');
    const frame = await frameOf(page, 'first');
    await trained(frame, 1);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await page.keyboard.press('ArrowRight');
    await paused(frame);
    const stopped = await stepOf(frame);
    await page.waitForTimeout(400);
    expect(await stepOf(frame)).toBe(stopped);
    await page.keyboard.press('ArrowLeft');
    await trained(frame, stopped + 1);
    await page.close();
  });

  test('goes on after the deck has unloaded the frame, each frame where it was itself', async () => {
    const page = await openDeck('deck.html#/3');
    const frame = await frameOf(page, 'second');
    await trained(frame, 20);
    // The seed is not in the frame's address: it can only come from where the run was left.
    await frame.getByRole('button', { name: 'New seed' }).click();
    await expect.poll(() => new URL(frame.url()).searchParams.get('seed')).toBe('2');
    await trained(frame, 40);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction("!document.getElementById('second').hasAttribute('src')");
    const kept = await page.evaluate(() => {
      const [state] = Object.entries(sessionStorage).filter(([key]) => key.startsWith('black-box:checkpoint:'));
      return JSON.parse(state[1]) as { step: number; seed: number };
    });
    expect(kept.seed).toBe(2);
    expect(kept.step).toBeGreaterThanOrEqual(40);
    await page.keyboard.press('ArrowLeft');
    const again = await frameOf(page, 'second');
    await trained(again, kept.step);
    expect(new URL(again.url()).searchParams.get('seed')).toBe('2');
    await page.keyboard.press('End');
    const other = await frameOf(page, 'third');
    await trained(other, 1);
    expect(new URL(other.url()).searchParams.get('seed')).toBeNull();
    await page.close();
  });

  test('ten figures do not exhaust the browser’s contexts: each trains, and the first goes on where it was', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${site.url}ten.html`);
    await page.locator('.reveal.ready').waitFor();
    let left = 0;
    for (let i = 0; i < 10; i++) {
      const frame = await frameOf(page, `figure-${i}`);
      await trained(frame, 3);
      await page.keyboard.press('ArrowRight');
      if (i < 9) await paused(frame);
      if (i === 0) left = await stepOf(frame);
    }
    // Those that others have begun since have given their devices back.
    expect(page.workers().length).toBeLessThanOrEqual(5);
    expect(page.workers().length).toBeGreaterThan(0);
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowLeft');
    const first = await frameOf(page, 'figure-0');
    expect(await stepOf(first)).toBe(left);
    await trained(first, left + 1);
    expect(await first.locator('.figure-note').allInnerTexts()).toEqual([]);
    expect(said.filter((text) => /context/i.test(text))).toEqual([]);
    await page.close();
  }, 240_000);

  test('works where the deck’s CSS has scaled it', async () => {
    const page = await openDeck('scaled.html');
    const frame = await frameOf(page, 'figure');
    const shown = await page.locator('#figure').boundingBox();
    expect(shown?.width).toBeLessThan(1300);
    await frame.getByRole('button', { name: 'Pause' }).click();
    await paused(frame);
    // At the very place of the page where it is seen.
    const seen = await frame.getByRole('button', { name: 'New seed' }).boundingBox();
    if (!seen) throw new Error('The button is not seen.');
    await page.mouse.click(seen.x + seen.width / 2, seen.y + seen.height / 2);
    await expect.poll(() => new URL(frame.url()).searchParams.get('seed')).toBe('2');
    await page.close();
  });

  test('does not start by itself where less motion is asked for; its button and its host still start it', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${site.url}deck.html#/1`);
    await page.locator('.reveal.ready').waitFor();
    const frame = await frameOf(page, 'first');
    await page.waitForTimeout(1500);
    expect(await isUntrained(frame)).toBe(true);
    await send(page, { type: 'start' }, 'first');
    await trained(frame, 1);
    await context.close();
  });

  test('hands arrow keys back while it has the focus', async () => {
    const page = await openDeck('deck.html#/1');
    const frame = await frameOf(page, 'first');
    await frame.locator('.transport-state').click();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => location.hash === '#/2' || document.querySelector('section.present h1')?.textContent === 'Between',
    );
    await page.close();
  });

  test('copies in the speaker view do not train, not even where they would start by themselves', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}preview.html?receiver`);
    const frame = await frameOf(page, 'figure');
    await page.waitForFunction("document.getElementById('figure').src.includes('preview=1')");
    await page.waitForTimeout(1500);
    expect(await isUntrained(frame)).toBe(true);
    await page.close();
  });
});

describe('a figure in a page of its own', () => {
  test('says that it is ready and how high it is, and obeys', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}host.html`);
    const frame = await frameOf(page, 'figure');
    await expect.poll(() => lastHeard(page, 'ready')).toBeDefined();
    await expect.poll(() => lastHeard(page, 'height')).toBeDefined();
    expect(
      await page.evaluate(() => document.getElementById('figure')?.getBoundingClientRect().height),
    ).toBeGreaterThan(400);
    await send(page, { type: 'step', count: 30 });
    await trained(frame, 30);
    expect(await stepOf(frame)).toBe(30);
    await send(page, {
      type: 'setState',
      state: { params: { depth: 2, observed: 400, nonsense: 1 }, seed: 5 },
    });
    await expect.poll(() => new URL(frame.url()).searchParams.get('seed')).toBe('5');
    await send(page, { type: 'getState' });
    await expect.poll(() => lastHeard(page, 'state')).toBeDefined();
    const state = (await lastHeard(page, 'state'))?.state;
    expect(state).toMatchObject({ params: { depth: 2, observed: 400 }, seed: 5 });
    expect(state).not.toHaveProperty('params.nonsense');

    await send(page, { type: 'start' });
    await expect.poll(() => lastHeard(page, 'finished'), { timeout: 90_000 }).toBeDefined();
    expect(await lastHeard(page, 'progress')).toBeDefined();
    await page.close();
  });

  test('what is no message changes nothing', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}host.html`);
    const frame = await frameOf(page, 'figure');
    await page.evaluate(() => {
      const target = (document.getElementById('figure') as HTMLIFrameElement).contentWindow;
      for (const message of [
        'start',
        '<img src=x onerror=alert(1)>',
        { type: 'start' },
        { source: 'black-box', version: 9, type: 'start' },
        null,
        7,
      ]) {
        target?.postMessage(message, '*');
      }
    });
    await page.waitForTimeout(500);
    expect(await isUntrained(frame)).toBe(true);
    await page.close();
  });

  test('who is not its host is not heard', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}host.html`);
    const frame = await frameOf(page, 'figure');
    await page.evaluate(async () => {
      const stranger = document.createElement('iframe');
      stranger.srcdoc = `<script>parent.frames[0].postMessage({ source: 'black-box', version: 1, type: 'start' }, '*')</script>`;
      document.body.append(stranger);
      await new Promise((loaded) => stranger.addEventListener('load', loaded));
    });
    await page.waitForTimeout(500);
    expect(await isUntrained(frame)).toBe(true);
    await page.close();
  });

  test('trains for a host of another origin', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}host.html`.replace('127.0.0.1', 'localhost'));
    await page.evaluate((address) => {
      (document.getElementById('figure') as HTMLIFrameElement).src = address;
    }, `${site.url}${quick}`);
    await expect.poll(() => lastHeard(page, 'ready')).toBeDefined();
    await send(page, { type: 'step', count: 5 });
    await expect.poll(() => lastHeard(page, 'progress')).toBeDefined();
    await page.close();
  });

  test('trains in a sandboxed frame without an origin', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}sandboxed.html`);
    const frame = await frameOf(page, 'figure');
    await send(page, { type: 'step', count: 5 });
    await trained(frame, 5);
    await page.close();
  });
});
