/**
 * Packages of D3 come as one file that makes every curve, symbol and colour scale as it loads. Here it is put so that a
 * bundler sees that making one touches no other, and ships only those in use.
 */
import type { Plugin } from 'vite';

export function leanD3(): Plugin {
  return {
    name: 'lean-d3',
    apply: 'build',
    transform: {
      filter: { id: /d3-(shape|scale-chromatic)\/dist\/d3-[\w-]+\.mjs$/ },
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
            const { start, end } = declared.init;
            const made = `/* @__PURE__ */ (() => ${code.slice(start, end)})()`;
            statements.push(code.slice(node.start, start) + made + code.slice(end, node.end));
          } else statements.push(text);
        }
        return { code: statements.join('\n'), map: null };
      },
    },
  };
}
