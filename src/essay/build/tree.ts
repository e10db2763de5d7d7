/** The little of the Markdown syntax tree that the essay's own steps need. */
import type { Program } from 'estree';

export interface JsxAttribute {
  type: 'mdxJsxAttribute';
  name: string;
  value?: string | null | { type: string; value: string };
}

interface Point {
  line: number;
  column: number;
}

interface Position {
  start: Point;
  end: Point;
}

export interface Node {
  type: string;
  /** Of a JSX element. */
  name?: string | null;
  attributes?: JsxAttribute[];
  children?: Node[];
  value?: string;
  /** Of a heading. */
  depth?: number;
  position?: Position;
  data?: { estree?: Program; hProperties?: Record<string, string>; [key: string]: unknown };
}

/** The part of a VFile that is used. */
export interface SourceFile {
  readonly path: string;
  fail(reason: string, options?: { place?: Position }): never;
}

/** Visits every node in reading order, with those it stands in. */
export function visit(node: Node, enter: (node: Node, ancestors: readonly Node[]) => void, above: Node[] = []): void {
  enter(node, above);
  for (const child of node.children ?? []) visit(child, enter, [...above, node]);
}

export const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

/** A string attribute of a JSX element. */
export function attributeOf(node: Node, name: string): string | undefined {
  const value = node.attributes?.find((attribute) => attribute.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

export function setAttribute(node: Node, name: string, value: string): void {
  node.attributes = [...(node.attributes ?? []), { type: 'mdxJsxAttribute', name, value }];
}
