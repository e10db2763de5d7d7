/** How wide a chart is and how large its type: a fixed guess on the server and at hydration, measured ever after. */
import { createContext, type RefObject, useContext, useLayoutEffect, useState, useSyncExternalStore } from 'react';

/** The width that is assumed before one is measured; `Panels` sets it to a panel's. */
export const ExpectedWidth = createContext(640);

export const defaultFontSize = 13;

const useBrowserLayoutEffect = typeof window === 'undefined' ? () => {} : useLayoutEffect;

/** Width of an element in CSS pixels, kept up to date. */
export function useWidth(element: RefObject<Element | null>): { readonly width: number; readonly measured: boolean } {
  const expected = useContext(ExpectedWidth);
  const [width, setWidth] = useState<number>();
  useBrowserLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const found = Math.round(target.clientWidth);
      if (found > 0) setWidth(found);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return { width: width ?? expected, measured: width !== undefined };
}

function subscribeToTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  return () => observer.disconnect();
}

const fontSizeOfTheme = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--plot-font-size')) || defaultFontSize;

/** The theme's size of type in plots, in CSS pixels. */
export const useFontSize = (): number => useSyncExternalStore(subscribeToTheme, fontSizeOfTheme, () => defaultFontSize);
