/** What a reader takes away from a figure: SVG, PNG, CSV and the recipe that runs again in a terminal. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chapters } from '../../src/chapters/index';
import type { Experiment } from '../../src/lab/experiment';
import type { Recipe } from '../../src/lab/recipe';
import { checkedRecipe } from '../../src/lab/terminal/recipe';
import { parseRecipe } from '../../src/lab/terminal/recipe-file';
import { launch } from './support/browser';
import { figures } from './support/figures';
import { type Picture, pictureIn } from './support/picture';
import { type Site, serveSite } from './support/site';

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  site = await serveSite();
  browser = await launch();
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 900, height: 900 } });
  page = await context.newPage();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Opens a figure and its menu; the click on the menu waits until the page is alive. */
async function openFigure(figure: string, query = ''): Promise<void> {
  await page.goto(`${site.url}embed/${figure}/${query}`);
  await page.locator('.plot svg[data-measured], svg[data-plot="network"], svg[data-plot="windows"]').first().waitFor();
  await page.locator('.figure-menu summary').click();
}

/** Presses a button of the menu, and gives the file that is saved. */
async function saved(label: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.figure-menu').getByRole('button', { name: label, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function csvOf(source: string): Csv {
  const { data, errors } = Papa.parse<string[]>(source, { skipEmptyLines: true });
  expect(errors).toEqual([]);
  const [columns, ...rows] = data;
  return { columns, rows };
}

/** The data table as the page shows it, thinned where it is long. */
async function shownTable(): Promise<Csv> {
  await page.locator('.figure-table summary').click();
  await page.locator('.figure-table table').waitFor();
  return page.locator('.figure-table table').evaluate((table) => {
    const cells = (row: Element) => [...row.children].map((cell) => cell.textContent ?? '');
    const [head, ...rows] = [...table.querySelectorAll('tr')].map(cells);
    return { columns: head, rows };
  });
}

/** A cell of the page's table beside the same in the file: five digits of it, or the same word. */
function agree(shown: string, written: string): boolean {
  if (shown === '–') return written === '';
  return written === shown || Number(Number(written).toPrecision(5)) === Number(shown);
}

/** Written with all digits that the number has. */
const inFull = (cell: string): boolean => Number.isNaN(Number(cell)) || cell === '' || String(Number(cell)) === cell;

const experimentOf = async (id: string): Promise<Experiment> => {
  const [chapter, name] = id.split('/');
  const load = chapters.find((one) => one.id === chapter)?.experiments[name];
  if (!load) throw new Error(`There is no experiment ${id}.`);
  return (await load()).experiment;
};

function expectStandsAlone(picture: Picture): void {
  expect(picture.trouble).toEqual([]);
  expect(picture.plots.length).toBeGreaterThan(0);
  expect(picture.plots).toEqual(picture.shown);
  expect(picture.canvases.length).toBe(picture.pictures.length);
  expect(picture.pictures).toEqual(picture.canvases);
}

describe.each(figures)('%s', (figure) => {
  test('is taken away as SVG, PNG, CSV and recipe', async () => {
    await openFigure(figure);
    const name = figure.replace('/', '-');

    const svg = await saved('SVG');
    expect(svg.name).toBe(`${name}.svg`);
    const picture = await page.evaluate(pictureIn, svg.bytes.toString());
    expectStandsAlone(picture);

    const png = await saved('PNG');
    expect(png.name).toBe(`${name}.png`);
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
    expect([width, height]).toEqual([2 * picture.width, 2 * picture.height]);
    const decoded = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      return [bitmap.width, bitmap.height];
    }, png.bytes.toString('base64'));
    expect(decoded).toEqual([width, height]);

    const csv = csvOf((await saved('CSV')).bytes.toString());
    const table = await shownTable();
    expect(csv.columns).toEqual(table.columns);
    const stride = Math.max(1, Math.ceil(csv.rows.length / 40));
    const thinned = csv.rows.filter((_, i) => i % stride === 0 || i === csv.rows.length - 1);
    expect(thinned.length).toBe(table.rows.length);
    for (const [i, row] of thinned.entries()) {
      for (const [j, cell] of row.entries()) {
        expect(agree(table.rows[i][j], cell), `row ${i}, ${csv.columns[j]}: ${table.rows[i][j]}, ${cell}`).toBe(true);
      }
    }
    expect(csv.rows.flat().filter((cell) => !inFull(cell))).toEqual([]);

    const recipe = parseRecipe((await saved('Recipe (JSON)')).bytes.toString());
    expect(recipe.experiment).toBe(figure);
    expect(recipe.backend).toBe('recorded');
    expect(checkedRecipe(await experimentOf(figure), recipe, {}).params).toEqual(recipe.params);
  });
});

describe('a recipe that was saved in the page runs again in the terminal', () => {
  const step = async (label: string, until: number) => {
    await page.getByRole('button', { name: label, exact: true }).click();
    await expect
      .poll(async () => Number(await page.locator('figure').getAttribute('data-step')), { timeout: 60_000 })
      .toBe(until);
  };

  /** Saves the recipe and the metrics of the page's last frame, and runs the recipe. */
  async function expectSameNumbers(): Promise<Recipe> {
    const file = join(await mkdtemp(join(tmpdir(), 'recipe-')), 'recipe.json');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Recipe (JSON)' }).click(),
    ]);
    await download.saveAs(file);
    const { columns, rows } = csvOf((await saved('CSV')).bytes.toString());
    const last = rows[rows.length - 1];
    const command = ['--import', 'tsx', 'src/cli.ts', 'run', '--recipe', file, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    const final = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(final).toMatchObject({ final: true, backend: 'wasm', notes: [], step: Number(last[0]) });
    for (const [i, name] of columns.entries()) {
      if (i === 0 || last[i] === '') continue;
      const [here, there] = [Number(last[i]), final.metrics[name]];
      expect(Math.abs(here - there), `${name}: ${here}, ${there}`).toBeLessThanOrEqual(1e-6 * Math.abs(there) + 1e-12);
    }
    return parseRecipe(await readFile(file, 'utf8'));
  }

  test('with other parameters and another seed', async () => {
    await openFigure('deep-matrix-factorization/completion', '?depth=2&observed=400&seed=5&backend=wasm');
    for (const [i, _] of [0, 1, 2].entries()) await step('+20 steps', 20 * (i + 1));
    expect(await expectSameNumbers()).toMatchObject({
      params: { depth: 2, observed: 400 },
      seed: 5,
      steps: 60,
      backend: 'wasm',
    });
  });

  test('with parameters that were changed while it trained', async () => {
    await openFigure('gan-birthday-test/mixture-gan', '?seed=2&backend=wasm');
    await step('+20 steps', 20);
    await page.getByLabel('Discriminator steps', { exact: true }).press('ArrowRight');
    await expect.poll(() => new URL(page.url()).searchParams.get('discriminatorSteps')).toBe('2');
    await step('+20 steps', 40);
    await page.getByLabel('Discriminator steps', { exact: true }).press('ArrowRight');
    await step('Step', 41);
    const recipe = await expectSameNumbers();
    expect(recipe.params.discriminatorSteps).toBe(1);
    expect(recipe.changes).toEqual([
      { step: 20, params: { discriminatorSteps: 2 } },
      { step: 40, params: { discriminatorSteps: 3 } },
    ]);
  });

  test('a mistake in one is told and exits with 2', async () => {
    const run = (...rest: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'run', ...rest]).then(
        () => ({ code: 0, stderr: '' }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
      );
    const none = await run('--recipe', 'nowhere.json');
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no file “nowhere.json”') });
    const other = await run('--recipe', 'package.json');
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('no recipe') });
    const file = join(await mkdtemp(join(tmpdir(), 'recipe-')), 'recipe.json');
    const written = (experiment: string) =>
      writeFile(file, JSON.stringify({ experiment, params: {}, seed: 1, steps: 1, backend: 'wasm' }));
    await written(figures[0]);
    const named = await run(figures[1], '--recipe', file);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining(`is of ${figures[0]}, not of`) });
    await written('no/such');
    const unknown = await run('--recipe', file);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('no experiment “no/such”') });
  });
});
