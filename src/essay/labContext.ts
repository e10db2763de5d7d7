/** What the shell gives every figure: the lab, the recordings of this page, and how it is being shown. */
import { createContext } from 'react';
import type { BackendChoice, LabClient } from '../lab/protocol';
import type { Recording } from '../lab/recording';

/** The training worker; null while the page is being prerendered. */
export const LabContext = createContext<LabClient | null>(null);

/** Finished runs by experiment id. */
export const RecordingsContext = createContext<Readonly<Record<string, Recording>>>({});

/** How the page that a figure stands on shows it. */
export interface Presentation {
  /** 'page' beside prose; 'lecture' one of several, full screen; 'embed' alone in a frame. */
  readonly place: 'page' | 'lecture' | 'embed';
  readonly controls: 'all' | 'transport' | 'none';
  readonly backend: BackendChoice;
  /** The way to the site's root, e.g. '../../'. */
  readonly root: string;
}

export const PresentationContext = createContext<Presentation>({
  place: 'page',
  controls: 'all',
  backend: 'auto',
  root: './',
});
