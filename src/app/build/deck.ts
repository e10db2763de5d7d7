/**
 * The example deck: every figure of the essay in slides made with reveal.js, as a lecturer would make them, with the
 * package's own files beside it.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { contentSecurityPolicy, escaped } from './document.ts';

/** A chapter as the deck shows it. */
export interface DeckChapter {
  readonly title: string;
  readonly summary: string;
  readonly figures: readonly {
    /** Experiment id. */
    readonly id: string;
    readonly title: string;
    readonly sentence: string;
    /** What the lecturer may say: the speaker's notes. */
    readonly claim: string;
  }[];
}

const files = ['reveal.css', 'reset.css', 'reveal.js', 'plugin/notes.js'];

/**
 * The scripts of the speaker view: a string of the notes plugin writes it into a window of its own, which obeys the
 * deck's policy. They are allowed by what they are.
 */
export function speakerScriptsIn(plugin: string): readonly string[] {
  const literal = /`(?:[^`\\]|\\.)*<html(?:[^`\\]|\\.)*`/s.exec(plugin)?.[0];
  if (!literal) throw new Error('The notes plugin of reveal.js has no speaker view where it was.');
  const html = String(runInNewContext(literal));
  return [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script);
}

const figureSlide = ({ id, title, sentence, claim }: DeckChapter['figures'][number]): string => `
          <section>
            <h2>${escaped(sentence)}</h2>
            <iframe data-black-box="fixed" data-src="../embed/${id}/?controls=transport&amp;fit=1" title="${escaped(title)}" width="1280" height="680"></iframe>
            <aside class="notes">${escaped(claim)}</aside>
          </section>`;

const chapterSlides = ({ title, summary, figures }: DeckChapter): string => `
        <section>
          <section>
            <h1>${escaped(title)}</h1>
            <p>${escaped(summary)}</p>
          </section>${figures.map(figureSlide).join('')}
        </section>`;

const deckOf = (chapters: readonly DeckChapter[], policy: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A deck of all figures · Opening the black box</title>
    <meta name="description" content="Every figure of the essay in slides made with reveal.js." />
    <link rel="icon" href="../icon.svg" />
    <link rel="stylesheet" href="reveal/reset.css" />
    <link rel="stylesheet" href="reveal/reveal.css" />
    <link rel="stylesheet" href="deck.css" />
    <script src="reveal/reveal.js" defer></script>
    <script src="reveal/plugin/notes.js" defer></script>
    <script src="../embed-host.js" defer></script>
    <script src="deck.js" defer></script>
  </head>
  <body>
    <div class="reveal">
      <div class="slides">
        <section>
          <h1>Opening the black box</h1>
          <p>
            Every figure of <a href="../">the essay</a>, in slides made with reveal.js. A figure trains while its slide is
            shown. Press S for the speaker view; add ?print-pdf to the address to print.
          </p>
        </section>${chapters.map(chapterSlides).join('')}
      </div>
    </div>
  </body>
</html>
`;

/** Writes the deck into the built site. */
export async function writeDeck(root: string, out: string, chapters: readonly DeckChapter[]): Promise<void> {
  const folder = join(out, 'deck');
  const packaged = join(root, 'node_modules/reveal.js/dist');
  await mkdir(join(folder, 'reveal/plugin'), { recursive: true });
  for (const file of files) await cp(join(packaged, file), join(folder, 'reveal', file));
  for (const file of ['deck.css', 'deck.js']) await cp(join(root, 'src/app/build/deck', file), join(folder, file));
  const scripts = speakerScriptsIn(await readFile(join(packaged, 'plugin/notes.js'), 'utf8'));
  // reveal.js writes style sheets for its speaker view and for paper.
  const policy = contentSecurityPolicy(scripts, ["'unsafe-inline'"]);
  await writeFile(join(folder, 'index.html'), deckOf(chapters, policy));
}
