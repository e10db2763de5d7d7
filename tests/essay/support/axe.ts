/** What axe finds wrong on a page, in every theme. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The themes, the one in which everything is checked first: in the others only colours are different. */
const themes = ['light', 'dark', 'projector'];

/** Violations in words, with their theme. The page's own policy would not let the checker in by a script element. */
export async function violations(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(source);
  const found: string[] = [];
  for (const [i, theme] of themes.entries()) {
    const rules = i === 0 ? '{}' : `{ runOnly: { type: 'rule', values: ['color-contrast'] } }`;
    const words = await page.evaluate(`(async () => {
      document.documentElement.dataset.theme = '${theme}';
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const { violations } = await axe.run(${rules});
      return violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) =>
        html.slice(0, 160) + ' ' + failureSummary).join(' | '));
    })()`);
    found.push(...(words as string[]).map((violation) => `${theme}: ${violation}`));
  }
  return found;
}
