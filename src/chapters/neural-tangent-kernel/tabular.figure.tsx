import { defineFigure, type FigureState } from '../../essay/figure';
import { Bars } from '../../plots/Bars';
import { Chart } from '../../plots/Chart';
import { Points } from '../../plots/Points';
import { Rule } from '../../plots/Rule';
import type { Category } from '../../plots/tones';
import type { MethodResult, TabularFrame, TabularParams } from './tabular.experiment';
import declaration from './tabular.experiment?declaration';

type State = FigureState<TabularParams, TabularFrame>;

const names: Readonly<Record<MethodResult['method'], string>> = {
  ntk: 'Infinite net',
  gaussian: 'Gaussian kernel',
  forest: 'Random forest',
  linear: 'Linear',
};
/** The same in the middle of a sentence. */
const inSentence: Readonly<Record<MethodResult['method'], string>> = {
  ntk: 'infinite net',
  gaussian: 'Gaussian kernel',
  forest: 'random forest',
  linear: 'linear machine',
};
const categories: Readonly<Record<MethodResult['method'], Category>> = { ntk: 1, gaussian: 2, forest: 3, linear: 4 };

const percent = (value: number): string => (Number.isNaN(value) ? '–' : (100 * value).toFixed(1));

/** What the comparison on 90 tables printed for this one. */
const published: Readonly<
  Record<string, { readonly ntk: number; readonly forest: number; readonly gaussian: number }>
> = { 'primary-tumor': { ntk: 0.515, forest: 0.485, gaussian: 0.484 } };

const nothing = { accuracy: Number.NaN, standardError: 0 };

function Plots({ params, frame, ghost }: State) {
  const { results, majority, facts } = frame;
  const bars = {
    names: results.map(({ method }) => names[method]),
    categories: results.map(({ method }) => categories[method]),
  };
  const pinned = ghost && results.map((r) => ghost.frame.results.find(({ method }) => method === r.method) ?? nothing);
  const printed = params.protocol === 'published-folds' ? published[facts.name] : undefined;
  return (
    <Chart
      label={`Test accuracy of each method on ${facts.name}, with standard errors`}
      x={{ label: 'Method' }}
      y={{ label: 'Test accuracy', domain: [0, 1] }}
      height={320}
      legend="none"
    >
      {pinned && (
        <Bars
          {...bars}
          tone="ghost"
          values={pinned.map(({ accuracy }) => accuracy)}
          error={pinned.map(({ standardError }) => standardError)}
        />
      )}
      {ghost && ghost.frame.majority !== majority && <Rule tone="ghost" y={ghost.frame.majority} />}
      <Bars
        {...bars}
        values={results.map(({ accuracy }) => accuracy)}
        error={results.map(({ standardError }) => standardError)}
      />
      {results.map(({ method, folds }, i) => (
        <Points
          key={method}
          name={`folds, ${names[method]}`}
          category="ink"
          hollow
          opacity={0.6}
          x={folds.map(() => i + 0.3)}
          y={folds}
          size={2.5}
          readable={false}
        />
      ))}
      <Rule y={majority} label="always the largest class" labelAt="start" />
      {printed && <Rule y={printed.ntk} tone="published" label="published, infinite net" />}
    </Chart>
  );
}

function chosenWords(result: MethodResult | undefined): string {
  if (!result || result.folds.length === 0) return '';
  const { depth, fixedLayers, cost } = result.chosen;
  if (depth === undefined) return '';
  const kernel =
    depth === 0
      ? 'the plain linear kernel'
      : `depth ${depth} with ${fixedLayers === 0 ? 'no layer' : `the first ${fixedLayers}`} fixed`;
  return ` Tuning last chose ${kernel} and C = ${cost}.`;
}

export const figure = defineFigure<TabularParams, TabularFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { facts, results, metrics, status } = frame;
    const protocol =
      params.protocol === 'nested' ? `nested cross-validation, ${params.repeats} × 4 folds` : 'the published protocol';
    const scores = results.map((r) => `${inSentence[r.method]} ${percent(r.accuracy)} ± ${percent(r.standardError)}`);
    const progress = status === 'running' ? ` ${Math.round(100 * metrics.progress)} % done.` : '';
    const ntk = results.find(({ method }) => method === 'ntk');
    return `${facts.name}: ${facts.rows} rows, ${facts.columns} features, ${facts.classes} classes; ${protocol}. Per cent correct: ${scores.join(', ')} (circles: folds).${chosenWords(ntk)}${progress}`;
  },
  table: ({ frame }) => ({
    columns: ['method', 'accuracy', 'standard error', 'depth', 'fixed layers', 'gamma', 'C', 'folds'],
    rows: frame.results.map(({ method, accuracy, standardError, chosen, folds }) => [
      names[method],
      accuracy,
      standardError,
      chosen.depth ?? '',
      chosen.fixedLayers ?? '',
      chosen.gamma ?? '',
      chosen.cost ?? '',
      folds.map((fold) => fold.toFixed(3)).join(' '),
    ]),
  }),
});
