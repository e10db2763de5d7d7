/** Embedded figures in a real reveal.js deck and in plain hosts. */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './support/browser';
import { type Site, serveSite } from './support/site';

const figure = 'embed/deep-matrix-factorization/completion/';
const quick = `${figure}?observed=500`;
/** A run that does not end while a deck is turned. */
const long = `${figure}?learningRate=0.1`;

/** A deck with a figure that stays loaded, and one that reveal.js unloads with its slide. */
const deck = (query: string) => `<!doctype html><html><head>
<link rel="stylesheet" href="/reveal/reveal.css"></head><body>
<div class="reveal"><div class="slides">
<section><h1>Title</h1></section>
<section><iframe id="first" data-black-box="fixed" src="/${query}" width="900" height="600"></iframe></section>
<section><h1>Between</h1></section>
<section><iframe id="second" data-black-box="fixed" data-src="/${query}" width="900" height="600"></iframe></section>
<section><h1>End</h1></section>
</div></div>
<script src="/reveal/reveal.js"></script>
<script src="/embed-host.js"></script>
<script>
  window.heard = [];
  addEventListener('black-box', (event) => window.heard.push(event.detail), true);
  Reveal.initialize({ viewDistance: 1, transition: 'none', hash: true });
</script></body></html>`;

/** A page that embeds one figure and keeps what it says. */
const host = (query: string, attributes = '') => `<!doctype html><html><body>
<button id="mine">mine</button>
<iframe id="figure" data-black-box src="/${query}" width="900" height="300" ${attributes}></iframe>
<script src="/embed-host.js"></script>
<script>
  window.heard = [];
  document.getElementById('figure').addEventListener('black-box', (event) => window.heard.push(event.detail));
</script></body></html>`;

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await serveSite({
    pages: {
      '/deck.html': deck(long),
      '/host.html': host(quick),
      '/preview.html': host(`${quick}&autoplay=1`),
      '/sandboxed.html': host(quick, 'sandbox="allow-scripts"'),
    },
    folders: { '/reveal/': 'node_modules/reveal.js/dist' },
  });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

type Heard = Readonly<Record<string, unknown>>;
const heard = (page: Page): Promise<readonly Heard[]> => page.evaluate('window.heard') as Promise<readonly Heard[]>;
const saying = (type: string) => `window.heard.some((message) => message.type === '${type}')`;
const send = (page: Page, id: string, message: Heard): Promise<void> =>
  page.evaluate(
    ([target, what]) => {
      const { BlackBox } = window as unknown as { BlackBox: { send(frame: Element | null, message: unknown): void } };
      BlackBox.send(document.getElementById(String(target)), what);
    },
    [id, message] as const,
  );

/** Opens the deck at a slide, once reveal.js is ready for keys. */
async function openDeck(address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${site.url}${address}`);
  await page.locator('.reveal.ready').waitFor();
  return page;
}

async function frameOf(page: Page, id: string): Promise<Frame> {
  const frame = await (await page.waitForSelector(`#${id}`, { state: 'attached' })).contentFrame();
  if (!frame) throw new Error(`#${id} has no frame.`);
  await frame.waitForSelector('figure[data-step]');
  return frame;
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

  test('goes on after the deck has unloaded the frame', async () => {
    const page = await openDeck('deck.html#/3');
    const frame = await frameOf(page, 'second');
    await trained(frame, 20);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction("!document.getElementById('second').hasAttribute('src')");
    const kept = await page.evaluate(() => {
      const [state] = Object.entries(sessionStorage).filter(([key]) => key.startsWith('black-box:checkpoint:'));
      return JSON.parse(state[1]).step as number;
    });
    expect(kept).toBeGreaterThan(0);
    await page.keyboard.press('ArrowLeft');
    await trained(await frameOf(page, 'second'), kept);
    await page.close();
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
    await page.waitForFunction(saying('ready'));
    await page.waitForFunction(saying('height'));
    expect(
      await page.evaluate(() => document.getElementById('figure')?.getBoundingClientRect().height),
    ).toBeGreaterThan(400);
    await send(page, 'figure', { type: 'step', count: 30 });
    await trained(frame, 30);
    expect(await stepOf(frame)).toBe(30);
    await send(page, 'figure', {
      type: 'setState',
      state: { params: { depth: 2, observed: 400, nonsense: 1 }, seed: 5 },
    });
    await expect.poll(() => new URL(frame.url()).searchParams.get('seed')).toBe('5');
    await send(page, 'figure', { type: 'getState' });
    await page.waitForFunction(saying('state'));
    const state = (await heard(page)).find((message) => message.type === 'state')?.state as {
      params: Heard;
      seed: number;
    };
    expect(state.params).toMatchObject({ depth: 2, observed: 400 });
    expect(state.params).not.toHaveProperty('nonsense');
    expect(state.seed).toBe(5);

    await send(page, 'figure', { type: 'start' });
    await page.waitForFunction(saying('finished'), undefined, { timeout: 90_000 });
    expect((await heard(page)).some((message) => message.type === 'progress')).toBe(true);
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

  test('trains in a sandboxed frame without an origin', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}sandboxed.html`);
    const frame = await frameOf(page, 'figure');
    await send(page, 'figure', { type: 'step', count: 5 });
    await trained(frame, 5);
    await page.close();
  });
});

describe('a chapter for the lecture hall', () => {
  test('turns by arrow keys, keeps the slide in the address, and a second window follows', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}embed/tensor-cnn-widths/`);
    await page.getByRole('button', { name: 'Next' }).waitFor();
    const shown = () => page.locator('.lecture-slide:not([hidden])').getAttribute('aria-label');
    expect(await shown()).toBe('Slide 1');
    const [second] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Open a window that follows' }).click(),
    ]);
    await second.getByText('This window follows another').waitFor();
    await page.bringToFront();
    await page.locator('body').press('ArrowRight');
    await page.locator('[aria-label="Slide 2"]:not([hidden])').waitFor();
    expect(new URL(page.url()).searchParams.get('slide')).toBe('2');
    await second.locator('[aria-label="Slide 2"]:not([hidden])').waitFor();
    await page.locator('body').press('ArrowLeft');
    await page.locator('[aria-label="Slide 1"]:not([hidden])').waitFor();
    await context.close();
  });
});
