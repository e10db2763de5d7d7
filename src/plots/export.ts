/** Taking plots away: an SVG that stands by itself, a PNG, a CSV table. */
import Papa from 'papaparse';

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

/** A canvas over the plot, as a picture within it. */
function imageOf(canvas: HTMLCanvasElement): SVGElement {
  const image = document.createElementNS(namespace, 'image');
  const [x, y, width, height] = (canvas.dataset.box ?? '').split(' ');
  const attributes = { x, y, width, height, preserveAspectRatio: 'none', style: 'image-rendering: pixelated' };
  for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, value);
  image.setAttribute('href', canvas.toDataURL());
  return image;
}

/** The plot as the text of an SVG file with its colours, type and pictures in it, as the theme has them now. */
export function toSvg(element: SVGSVGElement): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  inlineStyles(element, copy);
  const [, , width, height] = (element.getAttribute('viewBox') ?? '0 0 640 300').split(' ');
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  const originals = element.querySelectorAll(forTheHand);
  const all = [...element.querySelectorAll('*')];
  const copies = [...copy.querySelectorAll('*')];
  for (const original of originals) copies[all.indexOf(original)].remove();

  const around = element.parentElement;
  for (const canvas of around?.querySelectorAll('canvas') ?? []) copy.append(imageOf(canvas));
  const overlay = around?.querySelector<SVGSVGElement>('svg.plot-overlay');
  if (overlay) {
    const drawn = overlay.querySelector('g');
    if (drawn) {
      const drawnCopy = drawn.cloneNode(true) as Element;
      inlineStyles(drawn, drawnCopy);
      copy.append(drawnCopy);
    }
  }
  const paper = document.createElementNS(namespace, 'rect');
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute('fill', getComputedStyle(element).getPropertyValue('--plot-paper').trim() || '#fff');
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** The plot as a PNG file, `scale` pixels to a CSS pixel. */
export async function toPng(element: SVGSVGElement, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(toSvg(element))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large for this browser.'))));
  });
}

/** A table as CSV: what is not a number is left empty. */
export function toCsv(table: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}): string {
  const rows = table.rows.map((row) => row.map((value) => (Number.isNaN(value) ? '' : value)));
  return `${Papa.unparse([[...table.columns], ...rows])}\r\n`;
}
