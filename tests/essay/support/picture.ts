/** Looks into a saved SVG file, in the page that it was saved from. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Sizes of the plots in the file, and of those on the page, in CSS pixels. */
  readonly plots: readonly string[];
  readonly shown: readonly string[];
  /** What the page's canvases show, and the pictures that stand for them in the file. */
  readonly canvases: readonly string[];
  readonly pictures: readonly string[];
  /** What keeps the file from standing by itself. */
  readonly trouble: readonly string[];
}

/** To be evaluated in the page: knows nothing from outside. */
export function pictureIn(source: string): Picture {
  const file = new DOMParser().parseFromString(source, 'image/svg+xml');
  const root = file.documentElement;
  const trouble: string[] = [];
  if (file.querySelector('parsererror')) trouble.push('is no XML');
  const ids = new Set([...file.querySelectorAll('[id]')].map(({ id }) => id));
  for (const element of file.querySelectorAll('*')) {
    if (element.namespaceURI !== 'http://www.w3.org/2000/svg') trouble.push(`<${element.tagName}> is no SVG`);
    if (/^(script|style|foreignObject)$/.test(element.tagName)) trouble.push(`has a <${element.tagName}>`);
    for (const { name, value } of element.attributes) {
      if (name === 'class' || /^on/.test(name)) trouble.push(`has ${name}="${value}"`);
      if (value.includes('var(')) trouble.push(`${name}="${value}" needs a style sheet`);
      if (/href$/.test(name) && !/^(data:image\/png|#)/.test(value)) trouble.push(`refers to ${value}`);
      for (const [, target] of value.matchAll(/url\(["']?([^"')]*)/g)) {
        if (!target.startsWith('#') || !ids.has(target.slice(1))) trouble.push(`refers to ${target}`);
      }
    }
  }
  const size = (width: unknown, height: unknown) => `${Math.round(Number(width))} × ${Math.round(Number(height))}`;
  const shown = [...document.querySelectorAll('.figure-plots svg[data-plot]')].map((plot) => {
    const { width, height } = plot.getBoundingClientRect();
    return size(width, height);
  });
  const plots = [...file.querySelectorAll('svg[data-plot]')].map((plot) =>
    size(plot.getAttribute('width'), plot.getAttribute('height')),
  );
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.figure-plots canvas')].map((canvas) =>
    canvas.toDataURL(),
  );
  const pictures = [...file.querySelectorAll('svg[data-plot] > image')]
    .map((image) => image.getAttribute('href') ?? '')
    .filter((href) => canvases.includes(href));
  const [width, height] = ['width', 'height'].map((name) => Number(root.getAttribute(name)));
  return { width, height, plots, shown, canvases, pictures, trouble };
}
