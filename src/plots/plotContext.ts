/** What a mark knows of the chart around it. */
import { createContext, useContext } from 'react';
import type { AxisScale } from './scales';

export interface Plot {
  readonly x: AxisScale;
  readonly y: AxisScale;
  /** The rectangle between the axes, in pixels of the chart. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where the title of the vertical axis ends, above the chart on its left. */
  readonly titleEnd: number;
  /** Height of a line of text, in pixels. */
  readonly fontSize: number;
  /** Whether names stand in a key above the chart instead of at the ends of lines: symbols then tell lines apart. */
  readonly keyed: boolean;
  /** Id of the clip path that keeps marks between the axes. */
  readonly clip: string;
}

export const PlotContext = createContext<Plot | null>(null);

/** The scales and the rectangle of the chart: for marks, and for whatever else is drawn inside a chart. */
export function usePlot(): Plot {
  const plot = useContext(PlotContext);
  if (!plot) throw new Error('A mark stands inside a <Chart>.');
  return plot;
}
