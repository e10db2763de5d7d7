/**
 * d3-shape comes as one file that makes every curve and symbol as it loads. Here it is put so that a bundler sees that
 * making one touches no other, and ships only those in use.
 */
import type { Plugin } from 'vite';

export function leanShapes(): Plugin {
  return {
    name: 'lean-shapes',
    apply: 'build',
    transform: {
      filter: { id: /d3-shape\/dist\/d3-shape\.mjs$/ },
      handler(code) {
        const statements: string[] = [];
        let maker = '';
        for (const node of this.parse(code).body) {
          const text = code.slice(node.start, node.end);
          if (maker && new RegExp(`^\\(?${maker}\\.prototype\\b`).test(text)) {
            // A curve and its prototype: one value that nothing else knows.
            const made = statements.pop();
            statements.push(`const ${maker} = /* @__PURE__ */ (() => { ${made}\n${text}\nreturn ${maker}; })();`);
            continue;
          }
          maker = node.type === 'FunctionDeclaration' && node.id ? node.id.name : '';
          const [declared] = node.type === 'VariableDeclaration' ? node.declarations : [];
          if (declared?.init?.type === 'CallExpression') {
            const call = code.slice(declared.init.start, node.end);
            statements.push(`${code.slice(node.start, declared.init.start)}/* @__PURE__ */ ${call}`);
          } else statements.push(text);
        }
        return { code: statements.join('\n'), map: null };
      },
    },
  };
}
