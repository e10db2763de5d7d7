/** Pages that embed figures, and what they hear from them. */
import type { Frame, Page } from 'playwright-core';

/** A page with one embedded figure, which keeps what it says. */
export const hostPage = (address: string, attributes = 'data-black-box'): string => `<!doctype html><html lang="en">
<head><link rel="icon" href="data:,"></head><body>
<iframe id="figure" title="A figure" src="${address}" width="1000" height="300" ${attributes}></iframe>
<script src="/embed-host.js"></script>
<script>
  window.heard = [];
  document.getElementById('figure').addEventListener('black-box', (event) => window.heard.push(event.detail));
</script></body></html>`;

export type Message = Readonly<Record<string, unknown>> & { readonly type: string };

/** The last message of a type that the page has heard. */
export const lastHeard = (page: Page, type: string): Promise<Message | undefined> =>
  page.evaluate(
    (name) => (window as unknown as { heard: Message[] }).heard.filter((message) => message.type === name).at(-1),
    type,
  );

/** Says something to an embedded figure, as its host. */
export const send = (page: Page, message: Message, id = 'figure'): Promise<void> =>
  page.evaluate(
    ([target, what]) => {
      const { BlackBox } = window as unknown as { BlackBox: { send(frame: Element | null, message: unknown): void } };
      BlackBox.send(document.getElementById(target), what);
    },
    [id, message] as const,
  );

/** The frame of an embedded figure, once the figure stands in it. */
export async function frameOf(page: Page, id = 'figure'): Promise<Frame> {
  const frame = await (await page.waitForSelector(`#${id}`, { state: 'attached' })).contentFrame();
  if (!frame) throw new Error(`#${id} has no frame.`);
  await frame.waitForSelector('figure[data-step]');
  return frame;
}
