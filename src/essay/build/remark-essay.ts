/**
 * What the essay adds to Markdown at build time:
 *   - mathematics becomes HTML (`<Maths html=… />`), its symbols marked from `export const symbols = { … }`;
 *   - `export const outline = { headings, figures, equations, citations, claims }`, from which numbers and contents are made,
 *     so that they are the same in the prerendered page and in the browser;
 *   - headings get ids.
 */
import type { Expression, Program } from 'estree';
import { renderMaths } from './maths.ts';
import type { Symbols } from './tex.ts';
import { attributeOf, type Node, type SourceFile, setAttribute, textOf, visit } from './tree.ts';

/** What a chapter holds, in reading order. */
export interface Outline {
  readonly headings: readonly { readonly depth: number; readonly id: string; readonly text: string }[];
  /** Experiment ids. */
  readonly figures: readonly string[];
  readonly equations: readonly string[];
  readonly citations: readonly string[];
  readonly claims: readonly string[];
}

const textIn = (expression: Expression): string | undefined => {
  if (expression.type === 'Literal' && typeof expression.value === 'string') return expression.value;
  if (expression.type === 'TemplateLiteral' && expression.expressions.length === 0) {
    return expression.quasis[0].value.cooked ?? undefined;
  }
  return undefined;
};

/** `export const symbols = { 'TeX': 'meaning' }`, read without running it. */
function symbolsIn(tree: Node, file: SourceFile): Symbols {
  const symbols: Record<string, string> = {};
  for (const node of tree.children ?? []) {
    for (const statement of node.data?.estree?.body ?? []) {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined;
      if (declared?.type !== 'VariableDeclaration') continue;
      for (const { id, init } of declared.declarations) {
        if (id.type !== 'Identifier' || id.name !== 'symbols' || init?.type !== 'ObjectExpression') continue;
        for (const property of init.properties) {
          if (property.type !== 'Property') continue;
          const key = property.key.type === 'Identifier' ? property.key.name : textIn(property.key as Expression);
          const meaning = textIn(property.value as Expression);
          if (key === undefined || meaning === undefined) {
            file.fail("Write symbols as plain strings: { 'TeX': 'meaning' }.", { place: node.position });
          }
          symbols[key] = meaning;
        }
      }
    }
  }
  return symbols;
}

/** Names of imported figures and the experiments they draw: './completion.figure' in chapter x is 'x/completion'. */
function figureNames(tree: Node, chapter: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const node of tree.children ?? []) {
    for (const statement of node.data?.estree?.body ?? []) {
      if (statement.type !== 'ImportDeclaration') continue;
      const [, folder, name] = /^\.(?:\/|\.\/([\w-]+)\/)([\w-]+)\.figure$/.exec(String(statement.source.value)) ?? [];
      if (name === undefined) continue;
      for (const { local } of statement.specifiers) names.set(local.name, `${folder ?? chapter}/${name}`);
    }
  }
  return names;
}

/** Typographic quotation marks and apostrophes. */
const curled = (text: string): string =>
  text
    .replace(/(^|[\s([{–—])"/g, '$1“')
    .replace(/"/g, '”')
    .replace(/(^|[\s([{–—])'(?=\w)/g, '$1‘')
    .replace(/'/g, '’');

const idOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');

/** Turns a math node into its rendered component. Symbols are announced to the keyboard once a section. */
function replaceMaths(node: Node, display: boolean, symbols: Symbols, told: Set<string>, file: SourceFile): void {
  const tex = node.value ?? '';
  try {
    const { html, card, used } = renderMaths(tex, display, symbols);
    const isNew = used.some((key) => !told.has(key));
    for (const key of used) told.add(key);
    node.type = node.type === 'math' ? 'mdxJsxFlowElement' : 'mdxJsxTextElement';
    node.name = 'Maths';
    node.attributes = [];
    setAttribute(node, 'html', html);
    if (card) setAttribute(node, 'card', card);
    if (display) setAttribute(node, 'display', 'block');
    if (isNew) setAttribute(node, 'reach', 'tab');
    node.children = [];
    node.data = undefined;
    node.value = undefined;
  } catch (error) {
    file.fail(`TeX: ${error instanceof Error ? error.message : String(error)} in ${tex}`, { place: node.position });
  }
}

/** A side note on lines of its own belongs to the paragraph above: its number ends that paragraph. */
function adoptSidenotes(tree: Node): void {
  const kept: Node[] = [];
  for (const node of tree.children ?? []) {
    const above = kept.at(-1);
    if (node.type === 'mdxJsxFlowElement' && node.name === 'Sidenote' && above?.type === 'paragraph') {
      node.type = 'mdxJsxTextElement';
      node.children = node.children?.flatMap((child) => (child.type === 'paragraph' ? (child.children ?? []) : child));
      above.children?.push(node);
    } else kept.push(node);
  }
  tree.children = kept;
}

/** A chapter that begins with a figure gets a heading above it that is heard and not seen: figures are of the third level. */
function headFirstFigure(tree: Node): void {
  const children = tree.children ?? [];
  const figure = children.findIndex((node) => node.name === 'Figure');
  const heading = children.findIndex((node) => node.type === 'heading');
  if (figure < 0 || (heading >= 0 && heading < figure)) return;
  const hidden: Node = {
    type: 'mdxJsxFlowElement',
    name: 'h2',
    attributes: [],
    children: [{ type: 'text', value: 'In one figure' }],
  };
  setAttribute(hidden, 'className', 'visually-hidden');
  tree.children = children.toSpliced(figure, 0, hidden);
}

/** `export const outline = …` as a syntax tree. */
function outlineExport(outline: Outline): Node {
  const literal = (value: unknown): Expression => {
    if (Array.isArray(value)) return { type: 'ArrayExpression', elements: value.map(literal) };
    if (value === null || typeof value !== 'object') return { type: 'Literal', value: value as string | number };
    return {
      type: 'ObjectExpression',
      properties: Object.entries(value).map(([name, item]) => ({
        type: 'Property',
        key: { type: 'Identifier', name },
        value: literal(item),
        kind: 'init',
        method: false,
        shorthand: false,
        computed: false,
      })),
    };
  };
  const estree: Program = {
    type: 'Program',
    sourceType: 'module',
    body: [
      {
        type: 'ExportNamedDeclaration',
        specifiers: [],
        source: null,
        attributes: [],
        declaration: {
          type: 'VariableDeclaration',
          kind: 'const',
          declarations: [
            { type: 'VariableDeclarator', id: { type: 'Identifier', name: 'outline' }, init: literal(outline) },
          ],
        },
      },
    ],
  };
  return { type: 'mdxjsEsm', value: '', data: { estree } };
}

/** A link to an equation or figure that this page does not have is a mistake, told while building. */
function checkLinks(tree: Node, { equations, figures }: Outline, file: SourceFile): void {
  visit(tree, (node) => {
    const equation = node.name === 'EquationLink' ? attributeOf(node, 'to') : undefined;
    if (equation !== undefined && !equations.includes(equation)) {
      file.fail(`There is no equation “${equation}”; there are ${equations.join(', ')}.`, { place: node.position });
    }
    const linked =
      node.name === 'FigureLink' || node.name === 'FigureReference' ? attributeOf(node, 'figure') : undefined;
    if (linked !== undefined && !linked.includes('/') && !figures.some((id) => id.endsWith(`/${linked}`))) {
      file.fail(`There is no figure “${linked}”; there are ${figures.join(', ')}.`, { place: node.position });
    }
  });
}

/** The remark plugin; after remark-math. */
export function remarkEssay() {
  return (tree: Node, file: SourceFile): void => {
    const chapter = /([\w-]+)[\\/][^\\/]+$/.exec(file.path)?.[1] ?? '';
    const symbols = symbolsIn(tree, file);
    const figures = figureNames(tree, chapter);
    const outline = {
      headings: [] as { depth: number; id: string; text: string }[],
      figures: [] as string[],
      equations: [] as string[],
      citations: [] as string[],
      claims: [] as string[],
    };
    adoptSidenotes(tree);
    headFirstFigure(tree);
    const told = new Set<string>();
    const once = (list: string[], item: string | undefined, what: string, node: Node) => {
      if (item === undefined) return;
      if (list.includes(item)) file.fail(`${what} “${item}” is there twice.`, { place: node.position });
      list.push(item);
    };
    visit(tree, (node, ancestors) => {
      if (node.type === 'heading') {
        const text = textOf(node);
        const id = idOf(text);
        once(
          outline.headings.map((heading) => heading.id),
          id,
          'The heading',
          node,
        );
        outline.headings.push({ depth: node.depth ?? 2, id, text });
        node.data = { ...node.data, hProperties: { id } };
        told.clear();
      }
      if (node.type === 'text') node.value = curled(node.value ?? '');
      if (node.type === 'math' || node.type === 'inlineMath') {
        const display = node.type === 'math' || ancestors.some((ancestor) => ancestor.name === 'Equation');
        replaceMaths(node, display, symbols, told, file);
      }
      if (node.name === 'Equation') once(outline.equations, attributeOf(node, 'id'), 'The equation', node);
      if (node.name === 'Claim') outline.claims.push(attributeOf(node, 'id') ?? '');
      if (node.name === 'Citation') outline.citations.push(attributeOf(node, 'id') ?? '');
      if (node.name === 'Figure') {
        const shown = node.attributes?.find((attribute) => attribute.name === 'figure')?.value;
        const id = typeof shown === 'object' && shown ? figures.get(shown.value.trim()) : undefined;
        once(outline.figures, id, 'The figure', node);
      }
    });
    checkLinks(tree, outline, file);
    tree.children = [...(tree.children ?? []), outlineExport(outline)];
  };
}
