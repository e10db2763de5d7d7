/** Chromium for the tests of built pages, and the trouble that a page made. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ],
  });

/** Collects what a reader would trip over: console errors, page errors, failed and foreign requests. */
export function troubleOf(page: Page | BrowserContext, home: string): string[] {
  const trouble: string[] = [];
  const { origin } = new URL(home);
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  if ('mainFrame' in page) page.on('pageerror', (error) => trouble.push(`page error: ${error}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) trouble.push(`foreign request: ${url.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()}: ${response.url()}`);
  });
  return trouble;
}
