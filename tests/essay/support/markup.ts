/** Looks into an HTML file, in a page. */

export interface Markup {
  /** The content security policy. */
  readonly policy: string;
  /** Whether it comes before all that it is to hold for. */
  readonly first: boolean;
  /** Event handlers in attributes. */
  readonly handlers: readonly string[];
  /** Scripts in the file itself; data are none. */
  readonly inline: readonly string[];
  /** Loaded from elsewhere: addresses that do not begin below the site. */
  readonly foreign: readonly string[];
}

/** To be evaluated in a page: knows nothing from outside. */
export function markupIn(source: string): Markup {
  const file = new DOMParser().parseFromString(source, 'text/html');
  const policy = file.querySelector('meta[http-equiv="Content-Security-Policy"]');
  const loading = [
    ...file.querySelectorAll('script, link, style, img, iframe, image, use, source, video, audio, object'),
  ];
  const first = loading.every(
    (element) => policy && policy.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const handlers: string[] = [];
  const foreign: string[] = [];
  for (const element of file.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/.test(name)) handlers.push(`${name}="${value.slice(0, 80)}"`);
      if (/^\s*javascript:/i.test(value)) handlers.push(`${name}="${value.slice(0, 80)}"`);
    }
  }
  for (const element of loading) {
    for (const name of ['src', 'href', 'xlink:href', 'srcset', 'data', 'data-src']) {
      const value = element.getAttribute(name) ?? '';
      if (/^([a-z][\w+.-]*:|\/)/i.test(value) && !/^data:image\/png;/.test(value)) foreign.push(value.slice(0, 120));
    }
  }
  const inline = [...file.querySelectorAll('script:not([src])')]
    .filter((script) => script.getAttribute('type') !== 'application/json')
    .map((script) => script.textContent ?? '');
  return { policy: policy?.getAttribute('content') ?? '', first, handlers, inline, foreign };
}
