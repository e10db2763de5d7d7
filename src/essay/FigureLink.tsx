import type { ReactNode } from 'react';
import type { ParameterValue } from '../lab/parameters';
import { useChapter } from './chapterContext';
import { useFigureNumber } from './figureRegistry';

/** 'completion' in chapter x, and 'x/completion' anywhere, are the same figure. */
const useFigureId = (figure: string): string => {
  const { id } = useChapter();
  return figure.includes('/') ? figure : `${id}/${figure}`;
};

interface Props {
  /** The experiment's name. */
  readonly figure: string;
  /** Parameters to set, by their names in the schema. */
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly play?: boolean;
  readonly children: ReactNode;
}

/**
 * `<FigureLink figure="completion" set={{ depth: 2 }}>two layers</FigureLink>`: sets a figure of this page and shows it.
 * As an address it says the same; app/behaviours/links.ts does it without a reload.
 */
export function FigureLink({ figure, set = {}, play = false, children }: Props) {
  const id = useFigureId(figure);
  const query = new URLSearchParams(Object.entries(set).map(([name, value]) => [name, String(value)]));
  return (
    <a
      className="figure-link"
      href={`${query.size > 0 ? `?${query}` : ''}#${id.split('/')[1]}`}
      data-sets={id}
      data-changes={JSON.stringify(set)}
      data-play={play ? '' : undefined}
    >
      {children}
    </a>
  );
}

/** `<FigureReference figure="completion" />` → “figure 1”. */
export function FigureReference({ figure, children }: { readonly figure: string; readonly children?: ReactNode }) {
  const id = useFigureId(figure);
  const number = useFigureNumber(id);
  return (
    <a className="reference" href={`#${id.split('/')[1]}`}>
      {children ?? <>figure&nbsp;{number ?? '?'}</>}
    </a>
  );
}
