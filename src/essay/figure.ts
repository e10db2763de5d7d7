/** What a chapter writes to have a figure: how frames are drawn, and the words that go with them. */
import type { ComponentType } from 'react';
import type { Declaration, Frame } from '../lab/experiment';
import type { ParameterValues } from '../lab/parameters';

/** Every metric of every frame read so far, thinned when long; `metrics[name][i]` belongs to `steps[i]`. */
export interface History {
  readonly steps: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** Where a figure's numbers come from: a recording until the reader presses play, then a run in this browser. */
export type Source = 'recorded' | 'live';

/** All that a figure's plots are a function of. */
export interface FigureState<P = ParameterValues, F extends Frame = Frame> {
  readonly params: P;
  readonly seed: number;
  readonly frame: F;
  readonly history: History;
  readonly source: Source;
  /** A finished run that the reader pinned, to be drawn faintly behind this one. */
  readonly ghost?: { readonly params: P; readonly frame: F; readonly history: History };
  /** Sets parameters from within the plot (a dragged point, a drawn curve): as the controls do. */
  set(changes: Partial<P>): void;
}

/** A table for the screen reader, and for the CSV file. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

export interface FigureView<P = ParameterValues, F extends Frame = Frame> {
  readonly declaration: Declaration;
  /** The plots: a pure function of the state. */
  readonly Plots: ComponentType<FigureState<P, F>>;
  /** One or two sentences made from the state: 'Depth 3, 300 of 900 entries: test error 0.004 after 1,080 steps.' */
  caption(state: FigureState<P, F>): string;
  /** The finding, for those who do not see the plot; the caption where it is left out. */
  summary?(state: FigureState<P, F>): string;
  /** The plotted numbers; the history of metrics where it is left out. */
  table?(state: FigureState<P, F>): DataTable;
}

/** Gives a figure its types, and forgets them for those who only show it. */
export function defineFigure<P, F extends Frame>(view: FigureView<P, F>): FigureView {
  return view as unknown as FigureView;
}
