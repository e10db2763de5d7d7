/** Taking plots away: a picture that stands by itself, as SVG or PNG, and a CSV table. */
import Papa from 'papaparse';
import { brokenInto } from './format';

const namespace = 'http://www.w3.org/2000/svg';

/** What a style sheet may have said about an element, and a file must say by itself. */
const carried = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'image-rendering',
];

/** Read-outs, cursors and what else is there for the hand only. */
const forTheHand = '.plot-read-out, .plot-cells, .plot-cursor, .plot-said, .plot-handle-target';

function inlineStyles(source: Element, copy: Element, around?: CSSStyleDeclaration): void {
  const style = getComputedStyle(source);
  if (style.display === 'none') copy.setAttribute('display', 'none');
  for (const property of carried) {
    const value = style.getPropertyValue(property);
    const inherited = property === 'opacity' ? '1' : around?.getPropertyValue(property);
    if (value && value !== inherited) copy.setAttribute(property, value);
    else copy.removeAttribute(property);
  }
  copy.removeAttribute('class');
  copy.removeAttribute('style');
  for (let i = 0; i < source.children.length; i++) inlineStyles(source.children[i], copy.children[i], style);
}

function made(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

/** A canvas over the plot, as a picture within it. */
function imageOf(canvas: HTMLCanvasElement): SVGElement {
  const [x, y, width, height] = (canvas.dataset.box ?? '').split(' ');
  const box = { x, y, width, height, preserveAspectRatio: 'none', style: 'image-rendering: pixelated' };
  return made('image', { ...box, href: canvas.toDataURL() });
}

/** A plot with its colours, type and pictures in it, as the theme has them now. */
function standalone(element: SVGSVGElement): SVGSVGElement {
  const copy = element.cloneNode(true) as SVGSVGElement;
  inlineStyles(element, copy);
  const originals = [...element.querySelectorAll('*')];
  const copies = [...copy.querySelectorAll('*')];
  for (const original of element.querySelectorAll(forTheHand)) copies[originals.indexOf(original)].remove();

  const around = element.parentElement;
  for (const canvas of around?.querySelectorAll('canvas') ?? []) copy.append(imageOf(canvas));
  const drawn = around?.querySelector('svg.plot-overlay > g');
  if (drawn) {
    const overlay = drawn.cloneNode(true) as Element;
    inlineStyles(drawn, overlay);
    copy.append(overlay);
  }
  return copy;
}

/** What is said about the plots: above them in bold, and below. */
export interface Words {
  readonly title?: string;
  readonly caption?: string;
}

/** An SVG file and its size in CSS pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 12;
const lineHeight = 1.45;

/** Lines of text from `top` on, and where they end. */
function lines(text: string, theme: CSSStyleDeclaration, top: number, width: number, bold: boolean) {
  const size = Number.parseFloat(theme.getPropertyValue('--plot-font-size')) * (bold ? 1.15 : 1);
  const group = made('g', {
    'font-family': theme.getPropertyValue('--plot-font'),
    'font-size': size,
    'font-weight': bold ? 600 : 400,
    fill: theme.getPropertyValue('--plot-ink'),
  });
  const broken = brokenInto(text, width / size);
  for (const [i, line] of broken.entries()) {
    const placed = made('text', { x: margin, y: top + (i * lineHeight + 1) * size });
    placed.textContent = line;
    group.append(placed);
  }
  return { group, end: top + broken.length * lineHeight * size + 8 };
}

/** All plots within an element as one SVG file, where they lie on the page. Throws where there is none. */
export function pictureOf(element: Element, { title, caption }: Words = {}): Picture {
  const plots = [...element.querySelectorAll<SVGSVGElement>('svg[data-plot]')];
  if (plots.length === 0) throw new Error('The figure shows no plot yet: press play first.');
  const boxes = plots.map((plot) => plot.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const inner = Math.max(...boxes.map((box) => box.right)) - left;
  const theme = getComputedStyle(plots[0]);

  const sheet = made('svg', { xmlns: namespace });
  let y = margin;
  if (title) {
    const { group, end } = lines(title, theme, y, inner, true);
    sheet.append(group);
    y = end;
  }
  for (const [i, plot] of plots.entries()) {
    const copy = standalone(plot);
    const { width, height } = boxes[i];
    const place = { x: margin + boxes[i].left - left, y: y + boxes[i].top - top, width, height };
    const attributes = { ...place, overflow: 'visible' };
    for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, String(value));
    sheet.append(copy);
  }
  y += Math.max(...boxes.map((box) => box.bottom)) - top;
  if (caption) {
    const { group, end } = lines(caption, theme, y + 8, inner, false);
    sheet.append(group);
    y = end;
  }
  const [width, height] = [Math.ceil(inner + 2 * margin), Math.ceil(y + margin)];
  const paper = theme.getPropertyValue('--plot-paper').trim() || '#fff';
  sheet.prepend(made('rect', { width, height, fill: paper }));
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    sheet.setAttribute(name, String(value));
  }
  return { svg: new XMLSerializer().serializeToString(sheet), width, height };
}

/** The picture on a canvas, `scale` pixels to a CSS pixel. */
export async function drawn({ svg, width, height }: Picture, scale: number): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** What a canvas shows as a PNG file. */
export const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    const take = (blob: Blob | null) =>
      blob ? resolve(blob) : reject(new Error('The picture is too large for this browser.'));
    canvas.toBlob(take, 'image/png');
  });

/** A table as CSV: what is not a number is left empty. */
export function toCsv(table: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}): string {
  const rows = table.rows.map((row) => row.map((value) => (Number.isNaN(value) ? '' : value)));
  return `${Papa.unparse([[...table.columns], ...rows])}\r\n`;
}
