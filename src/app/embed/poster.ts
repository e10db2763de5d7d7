/** A picture for slides that cannot hold a live figure: the plots as they stand, the sentence, and the way to the figure. */
import qrcode from 'qrcode-generator';
import { drawn, pictureOf, toPng } from '../../plots/export';
import { brokenInto } from '../../plots/format';

const width = 1600;
const margin = 48;
const codeSize = 220;

const textSize = 44;
const lineHeight = 56;

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

/** The poster of a figure whose plots are within an element, as PNG. Rejects where it shows no plot yet. */
export async function posterOf(plots: Element, sentence: string, link: string): Promise<Blob> {
  const picture = pictureOf(plots);
  const scale = (width - 2 * margin) / picture.width;
  const style = getComputedStyle(document.documentElement);
  const paper = style.getPropertyValue('--paper').trim() || '#fff';
  const ink = style.getPropertyValue('--ink').trim() || '#000';
  const family = style.getPropertyValue('--sans').trim() || 'sans-serif';
  const drawing = await drawn(picture, scale);
  const lines = brokenInto(sentence, (width - 3 * margin - codeSize) / textSize);
  const top = margin + Math.max(codeSize, lines.length * lineHeight) + margin;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = top + drawing.height + margin;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser does not draw.');
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  context.font = `600 ${textSize}px ${family}`;
  for (const [i, line] of lines.entries()) context.fillText(line, margin, margin + textSize + i * lineHeight);
  drawCode(context, link, width - margin - codeSize, margin);
  context.drawImage(drawing, margin, top);
  return toPng(canvas);
}
