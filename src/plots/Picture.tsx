/**
 * An indexed picture within a plot's SVG: a PNG in the prerendered page; once mounted a canvas of one pixel a cell,
 * enlarged without smoothing, so that it is sharp at any pixel ratio and costs one `putImageData` a frame.
 */
import { useEffect, useRef, useState } from 'react';
import { type IndexedPicture, pngAddress } from './png';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly picture: IndexedPicture;
  readonly box: Box;
  /** Size of the SVG: the canvas is placed over it in per cent. */
  readonly width: number;
  readonly height: number;
}

function paint(canvas: HTMLCanvasElement, { width, height, pixels, palette }: IndexedPicture): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const image = context.createImageData(width, height);
  for (let i = 0; i < pixels.length; i++) image.data.set(palette[pixels[i]], 4 * i);
  context.putImageData(image, 0, 0);
}

/** The canvas that lies over the SVG's place for it; nothing on the server. */
export function PictureCanvas({ picture, box, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, picture);
  }, [picture]);
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <canvas
      ref={canvas}
      className="plot-canvas"
      data-box={[box.x, box.y, box.width, box.height].join(' ')}
      style={{
        left: percent(box.x, width),
        top: percent(box.y, height),
        width: percent(box.width, width),
        height: percent(box.height, height),
      }}
    />
  );
}

/** The same picture within the SVG, for the prerendered page. */
export function PictureImage({ picture, box }: Pick<Props, 'picture' | 'box'>) {
  if (picture.width === 0 || picture.height === 0) return null;
  return <image className="plot-image" href={pngAddress(picture)} preserveAspectRatio="none" {...box} />;
}

/** False on the server and at hydration, true ever after. */
export function useMounted(): boolean {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return mounted;
}
