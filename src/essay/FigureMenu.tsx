import { type RefObject, useContext, useState } from 'react';
import { download, embedCodeOf, linkOf, recipeFile } from './exports';
import { tableOf } from './FigureTable';
import type { FigureState, FigureView } from './figure';
import { PresentationContext } from './labContext';
import type { Session } from './session';
import type { ExperimentControls } from './useExperiment';

interface Props {
  readonly figure: FigureView;
  readonly state: FigureState;
  readonly session: Session;
  readonly plots: RefObject<HTMLElement | null>;
  readonly controls: Pick<ExperimentControls, 'pin' | 'unpin'>;
}

/** Loaded when the first file is saved. */
const exporting = () => import('../plots/export');

/** Puts text on the clipboard; where that is not allowed, shows it to be copied by hand. */
async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    return text;
  }
}

/** Share link, embed code, SVG, PNG, CSV, JSON recipe, source, and the pin for comparing two runs. */
export function FigureMenu({ figure, state, session, plots, controls }: Props) {
  const { root } = useContext(PresentationContext);
  const [said, setSaid] = useState('');
  const { declaration } = figure;
  const name = declaration.id.replace('/', '-');
  const site = () => new URL(root, document.baseURI).href;

  const save = async (kind: 'svg' | 'png') => {
    const { drawn, pictureOf, toPng } = await exporting();
    if (!plots.current) return;
    // One file for all plots: browsers ask before a page may save a second one.
    const picture = pictureOf(plots.current, { title: declaration.title, caption: figure.caption(state) });
    if (kind === 'svg') download(`${name}.svg`, picture.svg, 'image/svg+xml');
    else download(`${name}.png`, await toPng(await drawn(picture, 2)), 'image/png');
    setSaid(`Saved as ${kind.toUpperCase()}.`);
  };
  const actions: readonly (readonly [string, () => void | Promise<void>])[] = [
    ['Copy link', async () => setSaid(await copied(linkOf(declaration, state, site(), 'page')))],
    [
      'Copy embed code',
      async () => setSaid(await copied(embedCodeOf(declaration, linkOf(declaration, state, site(), 'embed')))),
    ],
    ['SVG', () => save('svg')],
    ['PNG', () => save('png')],
    [
      'CSV',
      async () => {
        const { toCsv } = await exporting();
        download(`${name}.csv`, toCsv(tableOf(figure, state)), 'text/csv');
      },
    ],
    [
      'Recipe (JSON)',
      () => {
        if (session.shown)
          download(`${name}.json`, recipeFile(declaration, session, session.shown), 'application/json');
      },
    ],
  ];
  return (
    <details className="figure-menu">
      <summary>Share, save, compare</summary>
      <div className="figure-menu-items">
        {actions.map(([label, act]) => (
          <button
            key={label}
            type="button"
            onClick={() => {
              Promise.resolve(act()).catch((error: unknown) => setSaid(`That did not work: ${String(error)}`));
            }}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={session.ghost !== undefined}
          onClick={session.ghost ? controls.unpin : controls.pin}
        >
          {session.ghost ? 'Remove the pinned run' : 'Pin this run behind the next'}
        </button>
        <a href={`${root}source/${declaration.id}.experiment.ts.txt`}>Source</a>
        <output className="figure-menu-said">{said}</output>
      </div>
    </details>
  );
}
