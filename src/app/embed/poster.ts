/** A picture for slides that cannot hold a live figure: the plots as they stand, the sentence, and the way to the figure. */
import qrcode from 'qrcode-generator';
import { download } from '../../essay/exports';
import { anchorOf } from '../../essay/figureAddress';
import type { Declaration } from '../../lab/experiment';
import { toPng } from '../../plots/export';

const width = 1600;
const margin = 48;
const codeSize = 220;

const bitmapOf = async (svg: SVGSVGElement): Promise<ImageBitmap> => createImageBitmap(await toPng(svg, 2));

/** Draws a QR code of an address, black on white, with its quiet zone. */
function drawCode(context: CanvasRenderingContext2D, address: string, x: number, y: number): void {
  const code = qrcode(0, 'M');
  code.addData(address);
  code.make();
  const modules = code.getModuleCount() + 8;
  const size = codeSize / modules;
  context.fillStyle = '#fff';
  context.fillRect(x, y, codeSize, codeSize);
  context.fillStyle = '#000';
  for (let row = 0; row < modules - 8; row++) {
    for (let column = 0; column < modules - 8; column++) {
      if (code.isDark(row, column))
        context.fillRect(x + (column + 4) * size, y + (row + 4) * size, size + 0.5, size + 0.5);
    }
  }
}

/** Breaks a sentence into lines of at most `limit` pixels. */
function linesOf(context: CanvasRenderingContext2D, sentence: string, limit: number): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (context.measureText(longer).width > limit) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Saves the poster of the figure that is on the page, as PNG. Rejects where the figure shows no plot yet. */
export async function savePoster(declaration: Declaration, link: string): Promise<void> {
  const figure = document.getElementById(anchorOf(declaration));
  const svgs = [...(figure?.querySelectorAll<SVGSVGElement>('svg[data-plot]') ?? [])];
  if (svgs.length === 0) throw new Error('The figure shows no plot yet: press play first.');
  const bitmaps = await Promise.all(svgs.map(bitmapOf));
  const columns = bitmaps.length > 1 ? 2 : 1;
  const cell = (width - margin * (columns + 1)) / columns;
  const heights = bitmaps.map((bitmap) => (cell * bitmap.height) / bitmap.width);
  const rows = Array.from({ length: Math.ceil(bitmaps.length / columns) }, (_, row) =>
    Math.max(...heights.slice(row * columns, (row + 1) * columns)),
  );
  const top = margin + codeSize + margin;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = top + rows.reduce((sum, height) => sum + height + margin, 0);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser does not draw.');
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue('--paper').trim() || '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.getPropertyValue('--ink').trim() || '#000';
  context.font = '600 44px system-ui, sans-serif';
  for (const [i, line] of linesOf(context, declaration.sentence, width - 3 * margin - codeSize).entries()) {
    context.fillText(line, margin, margin + 52 + i * 56);
  }
  drawCode(context, link, width - margin - codeSize, margin);
  let y = top;
  for (const [row, height] of rows.entries()) {
    for (let column = 0; column < columns && row * columns + column < bitmaps.length; column++) {
      const i = row * columns + column;
      context.drawImage(bitmaps[i], margin + column * (cell + margin), y, cell, heights[i]);
    }
    y += height + margin;
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('The picture could not be made.');
  download(`${declaration.id.replace('/', '-')}-poster.png`, blob, 'image/png');
}
