/** Enlarges or shrinks what it holds until it fills the height that it is given: a figure on a wall is read from afar. */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

const smallest = 0.6;
const largest = 1.8;

/** Height left empty, as a share, before a figure is enlarged: a caption that gains a line must not move the plots. */
const slack = 0.15;

/** On narrower screens a figure is read by scrolling, at its own size. */
const narrow = 700;

/** Sizes of a content that is laid out `1 / scale` as wide as its stage: the narrower it is, the higher. */
function fitting(stage: HTMLElement, content: HTMLElement, scale: number): number {
  if (stage.clientWidth < narrow) return 1;
  const filled = (content.offsetHeight * scale) / stage.clientHeight;
  if (filled <= 1 && filled >= 1 - slack) return scale;
  return Math.min(largest, Math.max(smallest, scale / filled));
}

function afterFrames(count: number, then: () => void): void {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()));
}

function useFit(stage: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const [outer, inner] = [stage.current, content.current];
    if (!outer || !inner || getComputedStyle(outer).overflowY !== 'auto') return;
    let scale = 1;
    /** After a change of the stage some rounds may enlarge; from then on a fit only shrinks, and so comes to rest. */
    let enlargements = 4;
    let size = '';
    const refit = () => {
      if (outer.clientHeight === 0 || outer.clientWidth === 0) return;
      const now = `${outer.clientWidth} ${outer.clientHeight}`;
      if (now !== size) enlargements = 4;
      size = now;
      const next = fitting(outer, inner, scale);
      if (Math.abs(next / scale - 1) > 0.01 && (next < scale || enlargements-- > 0)) scale = next;
      inner.style.setProperty('--scale', String(scale));
      // A transform leaves the layout as it was: the stage must not scroll over what is no longer there.
      inner.style.setProperty('--overhang', `${(scale - 1) * inner.offsetHeight}px`);
      // Shown once the plots have taken on their width: nothing moves under the reader's eyes.
      if (outer.dataset.fitted === undefined) afterFrames(2, () => outer.setAttribute('data-fitted', ''));
    };
    const observer = new ResizeObserver(refit);
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [stage, content]);
}

export function Fitted({ children }: { readonly children: ReactNode }) {
  const stage = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useFit(stage, content);
  return (
    <div ref={stage} className="fitted">
      <div ref={content} className="fitted-content">
        {children}
      </div>
    </div>
  );
}
