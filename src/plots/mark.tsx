/**
 * What a mark is: a component that draws itself with the scales of the chart around it, and that can say, before
 * anything is drawn, how far its data reach and what its series are called. A chart reads that from its children, so
 * that domains, line labels and read-outs are the same on the server and in the browser.
 */
import {
  Children,
  type ComponentType,
  cloneElement,
  Fragment,
  isValidElement,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { Category, Tone } from './tones';

/** Numbers in order: a list or a typed array. NaN and infinities are gaps. */
export type Numbers = ArrayLike<number>;

/** How far a mark's data reach: the chart takes the finite part of all of them. */
export interface Extent {
  readonly x?: readonly Numbers[];
  readonly y?: readonly Numbers[];
  /** Names of positions 0, 1, 2, … on an axis of categories. */
  readonly names?: { readonly axis: 'x' | 'y'; readonly names: readonly string[] };
}

/** What can be read off at an x: a line, a row of points, the bars of a group. */
export interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly category: Category | 'ink';
  readonly x: Numbers;
  readonly y: Numbers;
  /** Half-width of an error bar, or a band, to be read with the value. */
  readonly error?: Numbers;
  /** Whether the name is drawn at the last point; else it is only in the read-out. */
  readonly labelled: boolean;
  /** Whether its name always stands in the key: bars and histograms have no end to be named at. */
  readonly keyed?: boolean;
}

/** Props that every mark with a colour has. */
export interface Coloured {
  /** One of the eight colours for categories; the chart counts on where it is left out. 'ink' is the colour of text. */
  readonly category?: Category | 'ink';
}

export interface MarkDefinition<P> {
  readonly name: string;
  extent(props: P): Extent;
  series?(props: P): readonly Series[];
  /** Whether the chart gives this one the next category when it names none. */
  counts?(props: P): boolean;
  /** Whether a reader can take hold of it: the chart is then no mere picture. */
  readonly interactive?: boolean;
  readonly Draw: ComponentType<P>;
}

/** A component that carries its definition. */
export type Mark<P> = ((props: P) => ReactNode) & { readonly mark: MarkDefinition<P>; displayName: string };

/** Makes the component of a mark. */
export function defineMark<P extends object>(definition: MarkDefinition<P>): Mark<P> {
  const { Draw } = definition;
  const component = (props: P): ReactNode => <Draw {...props} />;
  return Object.assign(component, { mark: definition, displayName: definition.name });
}

/** A mark among the children of a chart. */
export interface PlacedMark {
  readonly definition: MarkDefinition<Coloured>;
  readonly props: Coloured & { readonly tone?: Tone };
}

const definitionOf = (type: unknown): MarkDefinition<Coloured> | undefined =>
  typeof type === 'function' && 'mark' in type ? (type.mark as MarkDefinition<Coloured>) : undefined;

const flattened = (children: ReactNode): ReactNode[] =>
  Children.toArray(children).flatMap((child) =>
    isValidElement<{ children?: ReactNode }>(child) && child.type === Fragment
      ? flattened(child.props.children)
      : [child],
  );

/** The children of a chart with categories given out, and the marks among them. */
export function placeMarks(children: ReactNode): {
  readonly nodes: ReactNode[];
  readonly marks: readonly PlacedMark[];
} {
  const marks: PlacedMark[] = [];
  let counted = 0;
  const nodes = flattened(children).map((child, index) => {
    if (!isValidElement<Coloured>(child)) return child;
    const definition = definitionOf(child.type);
    if (!definition) return child;
    let element: ReactElement<Coloured> = child;
    if (child.props.category === undefined && definition.counts?.(child.props)) {
      element = cloneElement(child, { category: ((counted++ % 8) + 1) as Category });
    }
    marks.push({ definition, props: element.props });
    return cloneElement(element, { key: child.key ?? index });
  });
  return { nodes, marks };
}
