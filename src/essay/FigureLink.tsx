import { type MouseEvent, type ReactNode, useContext } from 'react';
import type { ParameterValue, ParameterValues } from '../lab/parameters';
import { useChapter } from './chapterContext';
import { FigureRegistryContext, useFigureNumber } from './figureRegistry';

/** 'completion' in chapter x, and 'x/completion' anywhere, are the same figure. */
const useFigureId = (figure: string): string => {
  const { id } = useChapter();
  return figure.includes('/') ? figure : `${id}/${figure}`;
};

const motion = (): ScrollBehavior =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';

interface Props {
  /** The experiment's name. */
  readonly figure: string;
  /** Parameters to set, by their names in the schema. */
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly play?: boolean;
  readonly children: ReactNode;
}

/** `<FigureLink figure="completion" set={{ depth: 2 }}>two layers</FigureLink>`: sets a figure of this page and shows it. */
export function FigureLink({ figure, set = {}, play = false, children }: Props) {
  const { figures } = useContext(FigureRegistryContext);
  const id = useFigureId(figure);
  const anchor = id.split('/')[1];
  const query = new URLSearchParams(Object.entries(set).map(([name, value]) => [name, String(value)]));
  const follow = (event: MouseEvent) => {
    const actions = figures.get(id);
    if (!actions || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    actions.set(set as Partial<ParameterValues>);
    if (play) actions.play();
    document.getElementById(anchor)?.scrollIntoView({ behavior: motion(), block: 'nearest' });
  };
  return (
    <a className="figure-link" href={`${query.size > 0 ? `?${query}` : ''}#${anchor}`} onClick={follow}>
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
