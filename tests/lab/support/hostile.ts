/** What nobody should write into a link, and somebody will. */
export const hostile: readonly string[] = [
  '<img src=x data-hostile onerror=alert(1)>',
  '"><script data-hostile>alert(1)</script>',
  "'-alert(1)-'",
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'NaN',
  '1e999',
  '-1e999',
  '',
  ' ',
  '\u0000\u202e\u2028',
  '%3Cimg%20src%3Dx%3E',
  '{"__proto__":{"polluted":1}}',
  'x'.repeat(20_000),
  `${'9'.repeat(400)}.5`,
];

/** The few of them that a text is read in different ways for: markup, a name, a number, nothing, far too much. */
export const hostileTexts = hostile.filter((text) => /^<img|^__proto__|^1e999|^$|^xxx/.test(text));

/** Names that no schema has, some of which every object has. */
export const strangeNames: readonly string[] = ['nonsense', '__proto__', 'constructor', 'toString', 'hasOwnProperty'];
