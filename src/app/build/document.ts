/** The HTML document around a prerendered page. */
import { createHash } from 'node:crypto';
import type { PrerenderedPage } from '../prerender';

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** What a page may load: its own origin and nothing else. KaTeX and React place things by style attributes. */
export const contentSecurityPolicy = (scripts: readonly string[], styles: readonly string[] = []): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${scripts.map(hashOf).join(' ')}`,
    ["style-src 'self'", ...styles].join(' '),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob: data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The files that a page starts with, relative to the site's root. */
export interface PageFiles {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/**
 * Puts a page into the built index.html, whose addresses are relative to the site's root. The page for unknown addresses
 * cannot know where its root is: it is given the script that finds it.
 */
export function documentOf(template: string, page: PrerenderedPage, files: PageFiles, findRoot: string): string {
  const { path, root, title, description, html, recordings, kind, still } = page;
  const marks = `data-address="${path}" data-root="${root}" data-kind="${kind}"${still ? ' data-still=""' : ''}`;
  const head = [
    `<title>${escaped(title)}</title>`,
    `<meta name="description" content="${escaped(description)}" />`,
    ...files.styles.map((file) => `<link rel="stylesheet" crossorigin href="./${file}" />`),
    ...files.scripts.map((file) => `<link rel="modulepreload" crossorigin href="./${file}" />`),
  ];
  const inlined = Object.entries(recordings).map(
    ([experiment, json]) =>
      `<script type="application/json" id="recording:${experiment}">${json.trim().replace(/</g, '\\u003c')}</script>`,
  );
  const lost = page.kind === 'not-found';
  return template
    .replace('script-src ', () => (lost ? `script-src ${hashOf(findRoot)} ` : 'script-src '))
    .replace('</body>', () => (lost ? `<script>${findRoot}</script>\n  </body>` : '</body>'))
    .replace(/<title>[^<]*<\/title>/, () => head.join('\n    '))
    .replace(/(href|src)="\.\//g, (_, name) => `${name}="${root}`)
    .replace('<html lang="en"', () => `<html lang="en" ${marks}`)
    .replace('<div id="page"></div>', () => `<div id="page">${html}</div>\n    ${inlined.join('\n    ')}`);
}
