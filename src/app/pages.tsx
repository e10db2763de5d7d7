/** What stands at each address, loaded a chunk a page. */
import type { ReactNode } from 'react';
import { chapters } from '../chapters/index';
import type { Outline } from '../essay/build/remark-essay';
import type { FigureView } from '../essay/figure';
import type { Reference } from '../essay/references';
import { type Address, figureFile, figuresOf, hasFigure, lectures, proseFile, readableChapters } from './addresses';

export const siteTitle = 'Opening the black box';

export interface Page {
  readonly title: string;
  readonly description: string;
  /** Experiments whose recordings the page shows before any click. */
  readonly figures: readonly string[];
  /** Experiments in the order of their numbers. */
  readonly order: readonly string[];
  readonly place: 'page' | 'lecture' | 'embed';
  /** Text and pictures, of which only the figures come alive, each by itself. */
  readonly still?: boolean;
  readonly content: ReactNode;
  /** Source files, by path from the project's root, whose chunks the page starts with. */
  readonly modules: readonly string[];
}

interface Prose {
  readonly default: Parameters<typeof import('./ChapterPage').ChapterPage>[0]['Prose'];
  readonly outline: Outline;
}

const proses = import.meta.glob<Prose>('../chapters/*/chapter.mdx');
const references = import.meta.glob<{ references: readonly Reference[] }>('../chapters/*/references.ts');
const figures = import.meta.glob<{ figure: FigureView }>('../chapters/*/*.figure.tsx');

export const loadFigure = async (experiment: string): Promise<FigureView> =>
  (await figures[figureFile(experiment)]()).figure;

const sourceOf = (file: string): string => file.replace('../', 'src/');

/** The figure on the first page: it makes the essay's point by itself. */
const firstFigure = 'deep-matrix-factorization/completion';

async function contents(): Promise<Page> {
  const shown = hasFigure(firstFigure);
  const [{ ContentsPage }, live] = await Promise.all([
    import('./ContentsPage'),
    shown ? figures[figureFile(firstFigure)]() : undefined,
  ]);
  return {
    title: siteTitle,
    description:
      'An explorable essay on the mathematics of deep learning. Its figures train real models in your browser and draw the theorem’s prediction over the run.',
    figures: shown ? [firstFigure] : [],
    order: [],
    place: 'page',
    still: true,
    content: <ContentsPage figure={live?.figure} />,
    modules: ['src/app/ContentsPage.tsx', ...(shown ? [sourceOf(figureFile(firstFigure))] : [])],
  };
}

async function chapterPage(id: string): Promise<Page> {
  const place = readableChapters.findIndex((candidate) => candidate.id === id);
  const chapter = readableChapters[place];
  const file = proseFile(id);
  const referencesFile = `../chapters/${id}/references.ts`;
  const [{ ChapterPage }, prose, cited] = await Promise.all([
    import('./ChapterPage'),
    proses[file](),
    references[referencesFile]?.(),
  ]);
  return {
    title: `${chapter.title} · ${siteTitle}`,
    description: chapter.summary,
    figures: prose.outline.figures,
    order: prose.outline.figures,
    place: 'page',
    still: true,
    content: (
      <ChapterPage
        chapter={chapter}
        number={place + 1}
        previous={readableChapters[place - 1]}
        next={readableChapters[place + 1]}
        contents={{ id, outline: prose.outline, references: cited?.references ?? [] }}
        Prose={prose.default}
      />
    ),
    modules: ['src/app/ChapterPage.tsx', sourceOf(file), ...(cited ? [sourceOf(referencesFile)] : [])],
  };
}

async function embedPage(experiment: string): Promise<Page> {
  const file = figureFile(experiment);
  const [{ EmbedPage }, { figure }] = await Promise.all([import('./EmbedPage'), figures[file]()]);
  const chapter = chapters.find(({ id }) => id === experiment.split('/')[0]);
  const { title, sentence } = figure.declaration;
  return {
    title: `${title} · ${siteTitle}`,
    description: sentence,
    figures: [experiment],
    order: [],
    place: 'embed',
    content: <EmbedPage figure={figure} chapter={chapter?.title ?? siteTitle} />,
    modules: ['src/app/EmbedPage.tsx', sourceOf(file)],
  };
}

async function lecturePage(id: string): Promise<Page> {
  const chapter = lectures.find((candidate) => candidate.id === id);
  const experiments = chapter ? figuresOf(chapter) : [];
  const [{ LecturePage }, ...shown] = await Promise.all([
    import('./embed/LecturePage'),
    ...experiments.map((experiment) => figures[figureFile(experiment)]()),
  ]);
  const title = chapter?.title ?? siteTitle;
  return {
    title: `${title}, for the lecture hall · ${siteTitle}`,
    description: `The figures of “${title}”, one a screen.`,
    figures: experiments,
    order: experiments,
    place: 'lecture',
    content: <LecturePage title={title} figures={shown.map(({ figure }) => figure)} order={experiments} />,
    modules: ['src/app/embed/LecturePage.tsx', ...experiments.map((experiment) => sourceOf(figureFile(experiment)))],
  };
}

async function gallery(): Promise<Page> {
  const { GalleryPage } = await import('./embed/GalleryPage');
  const listed = lectures.map((chapter) => ({
    id: chapter.id,
    title: chapter.title,
    figures: figuresOf(chapter).map((id) => ({ id, load: figures[figureFile(id)] })),
  }));
  return {
    title: `Figures for lectures · ${siteTitle}`,
    description: 'Every figure of the essay, its parameters, and the code that puts it into a page or a deck.',
    figures: [],
    order: [],
    place: 'page',
    content: <GalleryPage chapters={listed} />,
    modules: ['src/app/embed/GalleryPage.tsx'],
  };
}

async function notFound(): Promise<Page> {
  const { NotFoundPage } = await import('./NotFoundPage');
  return {
    title: `Not found · ${siteTitle}`,
    description: 'There is no such page.',
    figures: [],
    order: [],
    place: 'page',
    still: true,
    content: <NotFoundPage />,
    modules: ['src/app/NotFoundPage.tsx'],
  };
}

export function loadPage(address: Address): Promise<Page> {
  if (address.kind === 'contents') return contents();
  if (address.kind === 'chapter') return chapterPage(address.chapter);
  if (address.kind === 'gallery') return gallery();
  if (address.kind === 'lecture') return lecturePage(address.chapter);
  if (address.kind === 'embed') return embedPage(address.experiment);
  return notFound();
}
