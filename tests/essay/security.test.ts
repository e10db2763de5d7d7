/** Nothing from a link becomes HTML or breaks a page; nothing that a page is made of comes from elsewhere. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import { parametersFromQuery, type Schema } from '../../src/lab/parameters';
import { hostile, strangeNames } from '../lab/support/hostile';
import { launch, troubleOf } from './support/browser';
import { figures } from './support/figures';
import { markupIn } from './support/markup';
import { type Site, serveSite } from './support/site';
import { wakeFigures } from './support/visit';

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let trouble: string[];

beforeAll(async () => {
  site = await serveSite();
  browser = await launch();
  context = await browser.newContext({ serviceWorkers: 'block' });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
    });
  });
  page = await context.newPage();
  trouble = troubleOf(page, site.url);
  page.on('dialog', async (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** What a reader would trip over since it was last asked. */
const troubleSince = (): readonly string[] => trouble.splice(0);

async function schemaOf(figure: string): Promise<Schema> {
  const [chapter, name] = figure.split('/');
  const load = chapters.find(({ id }) => id === chapter)?.experiments[name];
  if (!load) throw new Error(`There is no experiment ${figure}.`);
  return (await load()).experiment.params;
}

/** Every parameter asks for something hostile, each for another thing. */
function hostileQuery(names: readonly string[], first: number): URLSearchParams {
  const query = new URLSearchParams();
  for (const [i, name] of names.entries()) query.set(name, hostile[(first + i) % hostile.length].slice(0, 3000));
  for (const name of strangeNames) query.set(name, hostile[0]);
  return query;
}

/** Elements that only a link's text can have made. */
const planted = () =>
  page.evaluate(() => [
    ...[...document.querySelectorAll('[data-hostile], [onerror], img[src="x"]')].map(({ outerHTML }) => outerHTML),
    ...('polluted' in {} ? ['a polluted prototype'] : []),
  ]);

const pageNames = ['seed', 'theme', 'controls', 'autoplay', 'backend', 'fit', 'slide'];

describe('a hostile link', () => {
  test.each(figures.map((figure, i) => [figure, i] as const))('to %s is bent, and said so', async (figure, i) => {
    const schema = await schemaOf(figure);
    const query = hostileQuery([...Object.keys(schema), ...pageNames], i);
    const { notes } = parametersFromQuery(schema, query);
    await page.goto(`${site.url}embed/${figure}/?${query}`);
    const told = page.locator('.figure-note');
    await expect.poll(() => told.allTextContents(), { timeout: 30_000 }).toEqual(expect.arrayContaining([...notes]));
    expect((await told.allTextContents()).filter((note) => note.includes('seed')).length).toBe(1);
    for (const name of strangeNames) expect((await told.allTextContents()).join(), name).not.toContain(`${name} =`);
    expect(await planted()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    expect(troubleSince()).toEqual([]);
  });

  test('to any other kind of page changes nothing', async () => {
    const query = hostileQuery(['depth', 'observed', ...pageNames], 0);
    const anchor = encodeURIComponent(hostile[0]);
    const [chapter] = figures[0].split('/');
    for (const path of ['', `${chapter}/`, 'embed/', `embed/${chapter}/`, '404.html', 'deck/']) {
      for (const hash of ['#completion', `#${anchor}`, '#%E0%A4%A', '#__proto__']) {
        // Each by a load of its own: from an anchor to another a page does not begin anew.
        await page.goto('about:blank');
        await page.goto(`${site.url}${path}?${query}${hash}`, { waitUntil: 'load' });
        expect(await planted(), path + hash).toEqual([]);
      }
    }
    expect(troubleSince()).toEqual([]);
  });
});

describe('the policy of a page', () => {
  const html = (readdirSync('dist', { recursive: true }) as string[]).filter((name) => name.endsWith('.html')).sort();

  test('is in every HTML file, before anything is loaded, and lets in no script but those of the site', async () => {
    await page.goto(site.url);
    expect(html.length).toBeGreaterThan(figures.length);
    for (const name of html) {
      const { policy, first, handlers, inline, foreign } = await page.evaluate(
        markupIn,
        readFileSync(join('dist', name), 'utf8'),
      );
      const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]));
      expect(first, `${name}: something is loaded before the policy`).toBe(true);
      expect(directives.get('default-src'), name).toEqual(["'self'"]);
      for (const [directive, sources] of directives) {
        const others = sources.filter(
          (source) => !/^'(self|none|wasm-unsafe-eval|sha256-[\w+/=]+)'$|^(data|blob):$/.test(source),
        );
        // KaTeX and React place things by style attributes, and reveal.js writes style sheets; scripts have no such leave.
        const loose = directive === 'style-src-attr' || (directive === 'style-src' && name === 'deck/index.html');
        expect(others, `${name}: ${directive}`).toEqual(loose ? ["'unsafe-inline'"] : []);
      }
      const scripts = directives.get('script-src') ?? [];
      expect(
        scripts.filter((source) => /^(data|blob):$/.test(source)),
        name,
      ).toEqual([]);
      for (const script of inline) {
        expect(scripts, name).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
      }
      for (const directive of ['object-src', 'base-uri', 'form-action']) {
        expect(directives.get(directive), `${name}: ${directive}`).toEqual(["'none'"]);
      }
      expect(handlers, name).toEqual([]);
      expect(foreign, name).toEqual([]);
    }
  });

  test('is never violated while figures train, on any kind of page', { timeout: 240_000 }, async () => {
    const [chapter] = figures.filter((figure) => figure.startsWith('tensor'))[0].split('/');
    for (const path of [
      '',
      `${chapter}/`,
      'embed/#width-floor',
      `embed/${chapter}/`,
      `embed/${chapter}/width-floor/`,
    ]) {
      await page.goto(`${site.url}${path.replace('#', '?backend=wasm#')}`);
      await page.evaluate("localStorage.setItem('black-box:backend', 'wasm')");
      await wakeFigures(page);
      const step = page.getByRole('button', { name: 'Step', exact: true }).locator('visible=true').first();
      await step.click();
      await page.locator('figure[data-source="live"]').first().waitFor({ timeout: 60_000 });
      expect(troubleSince(), path).toEqual([]);
    }
    await page.goto(`${site.url}404.html`);
    expect(troubleSince()).toEqual([]);
    await page.goto(`${site.url}deck/#/1/1`);
    await page.locator('.reveal.ready').waitFor();
    const frame = page.frameLocator('section.present section.present iframe, section.present > iframe').first();
    await frame.locator('figure[data-source="live"]').waitFor({ timeout: 60_000 });
    expect(troubleSince(), 'deck').toEqual([]);

    // And had it been violated, this would have been heard.
    await page.goto(site.url);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'alert(1)';
      document.body.append(script);
    });
    await expect.poll(() => troubleSince().join()).toContain('policy violated: script-src');
  });
});
