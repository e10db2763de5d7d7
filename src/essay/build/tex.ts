/** Marks the defined symbols in TeX, so that the page can say what each stands for. */

/** What a chapter's symbols mean, by their TeX: `{ '\\sigma_r': 'the r-th singular value of $W$' }`. */
export type Symbols = Readonly<Record<string, string>>;

/** TeX as tokens; a command, a character, or a run of spaces each. Joined they are the source again. */
const tokensOf = (tex: string): string[] => tex.match(/\\[a-zA-Z]+\*?|\\.|\s+|[\s\S]/g) ?? [];

const isSpace = (token: string | undefined): boolean => token !== undefined && /^\s/.test(token);

/** Commands whose argument in braces is words or a name and not mathematics. */
const verbal = /^\\(text\w*|mathrm|operatorname\*?|begin|end|label|tag\*?|htmlData|color|textcolor|hspace\*?|mbox)$/;

/** The place after the group that opens at `start`; `start` itself where none does. */
function endOfGroup(tokens: readonly string[], start: number): number {
  if (tokens[start] !== '{') return start;
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    if (tokens[i] === '{') depth++;
    if (tokens[i] === '}' && --depth === 0) return i + 1;
  }
  return tokens.length;
}

/** Commands that make another symbol of the letter that follows: `\hat W` is not `W`. */
const changing = /^\\(math\w+|boldsymbol|bm|hat|widehat|tilde|widetilde|bar|overline|underline|vec|dot|ddot)$/;

/** Subscripts that count or index, `_1`, `_{l-1}`, `_\ell`, in contrast to those that name: `_{\text{init}}`. */
const indexing = /^\{?([\w+\-,\s]|\\(ell|alpha|beta|gamma|mu|nu)\b){1,6}\}?$/;

/** `\sigma_{r}` and `\sigma_r` are one symbol. */
const plain = (tex: string): string[] => tokensOf(tex.replace(/([_^])\{(\\[a-zA-Z]+|\w)\}/g, '$1$2').trim());

/** The place after `pattern` where it stands at `start`, spaces and needless braces aside; -1 where it does not. */
function matchAt(tokens: readonly string[], start: number, pattern: readonly string[]): number {
  let at = start;
  for (const [i, wanted] of pattern.entries()) {
    if (isSpace(wanted)) continue;
    while (i > 0 && isSpace(tokens[at])) at++;
    const script = i > 0 && /^[_^]$/.test(pattern[i - 1]);
    if (script && tokens[at] === '{' && tokens[at + 1] === wanted && tokens[at + 2] === '}') at += 3;
    else if (tokens[at] === wanted) at++;
    else return -1;
  }
  // `W` is not the beginning of `W_1`.
  return tokens[at] === '_' ? -1 : at;
}

/** As `matchAt`, but with any index in place of the pattern's own: `W_j` explains `W_1` and `W_{j+1}` too. */
function matchFamilyAt(tokens: readonly string[], start: number, pattern: readonly string[]): number {
  const subscript = pattern.indexOf('_');
  if (subscript < 0 || !indexing.test(pattern.slice(subscript + 1).join(''))) return -1;
  if (pattern.slice(0, subscript).some((wanted, i) => tokens[start + i] !== wanted)) return -1;
  const at = start + subscript;
  if (tokens[at] !== '_') return -1;
  const end = Math.max(endOfGroup(tokens, at + 1), at + 2);
  return indexing.test(tokens.slice(at + 1, end).join('')) ? end : -1;
}

export interface MarkedTex {
  readonly tex: string;
  /** The symbols that occur, in the order of their first occurrence: `data-symbol` is the place in this list. */
  readonly used: readonly string[];
}

/**
 * Wraps each occurrence of a symbol in `\htmlData{symbol=<place in used>}{…}`; of two symbols that fit, the longer wins.
 * Before a superscript only the symbol's base is marked, so that scripts still stack.
 */
export function markSymbols(tex: string, symbols: Symbols): MarkedTex {
  const patterns = Object.keys(symbols)
    .map((key) => ({ key, tokens: plain(key) }))
    .sort((a, b) => b.tokens.length - a.tokens.length);
  const tokens = tokensOf(tex);
  const used: string[] = [];
  const out: string[] = [];
  let i = 0;
  while (i < tokens.length) {
    if (verbal.test(tokens[i])) {
      const end = endOfGroup(tokens, i + 1);
      out.push(...tokens.slice(i, end));
      i = end;
      continue;
    }
    const meet = (match: typeof matchAt) =>
      patterns.map((p) => ({ ...p, end: match(tokens, i, p.tokens) })).find((p) => p.end > i);
    const changed = changing.test(tokens.slice(0, i).findLast((token) => !isSpace(token) && token !== '{') ?? '');
    const found = changed ? undefined : (meet(matchAt) ?? meet(matchFamilyAt));
    if (!found) {
      out.push(tokens[i++]);
      continue;
    }
    if (!used.includes(found.key)) used.push(found.key);
    const script = tokens.slice(i, found.end).findIndex((t) => t === '_' || t === '^');
    const baseEnd = script > 0 && tokens[found.end] === '^' ? i + script : found.end;
    const mark = `\\htmlData{symbol=${used.indexOf(found.key)}}`;
    out.push(`{${mark}{${tokens.slice(i, baseEnd).join('')}}}`, tokens.slice(baseEnd, found.end).join(''));
    i = found.end;
  }
  return { tex: out.join(''), used };
}
