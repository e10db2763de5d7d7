/** Each mark's SVG, pinned: a change of a picture is seen in review. */
import { Fragment, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Band } from '../../src/plots/Band';
import { Bars } from '../../src/plots/Bars';
import { Chart } from '../../src/plots/Chart';
import { Contours } from '../../src/plots/Contours';
import { Handle } from '../../src/plots/Handle';
import { Heatmap } from '../../src/plots/Heatmap';
import { Histogram } from '../../src/plots/Histogram';
import { ImageGrid } from '../../src/plots/ImageGrid';
import { Label } from '../../src/plots/Label';
import { Line } from '../../src/plots/Line';
import { Panels } from '../../src/plots/Panels';
import { Points } from '../../src/plots/Points';
import { Rule } from '../../src/plots/Rule';
import { spectrumLines } from '../../src/plots/Spectrum';
import { Trajectory } from '../../src/plots/Trajectory';
import { Vectors } from '../../src/plots/Vectors';

const { NaN: missing, POSITIVE_INFINITY: infinite } = Number;
const steps = [0, 1, 2, 3, 4];

const marks: Readonly<Record<string, ReactElement>> = {
  line: <Line name="depth 3" x={steps} y={[4, 2, missing, 1, 0.5]} />,
  theory: <Line name="flow" tone="theory" x={steps} y={[4, 2, 1.4, 1, 0.5]} />,
  band: <Band x={steps} low={[1, 1, missing, 1, 0]} high={[3, 2, 2, 2, 1]} category={1} />,
  area: <Band x={steps} high={[3, 2, 2, 2, 1]} category={2} />,
  points: <Points name="seeds" x={steps} y={[4, 2, infinite, 1, 0.5]} error={[1, 0.5, 0, 0, 0.2]} />,
  'published points': <Points name="published" tone="published" x={[1]} y={[2]} labelled />,
  'horizontal rule': <Rule y={0.5} label="published: 0.5" tone="published" />,
  'vertical rule': <Rule x={3} label="phase change" />,
  bars: <Bars names={['a', 'b', 'c']} values={[1, 2, missing]} error={[0.1, 0.2, 0.1]} />,
  'lying bars': <Bars along="y" names={['kernel', 'network']} values={[1, 2]} />,
  histogram: <Histogram values={[0.1, 0.2, 0.2, 0.9, missing]} edges={[0, 0.25, 0.5, 1]} scale="density" />,
  contours: (
    <Contours
      values={[0, 0, 0, 0, 1, 0, 0, 0, 0]}
      rows={3}
      columns={3}
      xRange={[0, 2]}
      yRange={[0, 2]}
      levels={[0.5]}
    />
  ),
  'filled contours': (
    <Contours values={[0, 1, 2, 3]} rows={2} columns={2} xRange={[0, 1]} yRange={[0, 1]} levels={[1]} map="viridis" />
  ),
  trajectory: <Trajectory name="gradient descent" x={[0, 1, 2]} y={[0, 1, 1.5]} category={2} />,
  vectors: <Vectors x={[0, 1]} y={[0, 1]} dx={[1, missing]} dy={[1, 0]} />,
  label: <Label x={1} y={1} text="minimum" side="right" />,
  handle: <Handle name="Start" x={1} y={1} onMove={() => {}} />,
};

const charted = (children: ReactElement | ReactElement[]): string =>
  renderToStaticMarkup(
    <Chart label="A chart" x={{ label: 'Step' }} y={{ label: 'Error', unit: 'relative' }} height={200}>
      {children}
    </Chart>,
  );

/** One element a line, so that a difference can be read. */
const lines = (html: string): string => html.replaceAll('><', '>\n<');

describe('every mark draws the same SVG', () => {
  for (const [name, mark] of Object.entries(marks)) {
    test(name, () => {
      const html = charted(mark);
      expect(html).not.toMatch(/NaN|Infinity|undefined/);
      expect(lines(html.slice(html.indexOf('class="plot-marks"') - 3))).toMatchSnapshot();
    });
  }
});

describe('what belongs to a pinned run says so', () => {
  const ghosts: Readonly<Record<string, ReactElement>> = {
    line: <Line tone="ghost" x={steps} y={steps} />,
    band: <Band tone="ghost" x={steps} low={steps} high={steps} />,
    points: <Points tone="ghost" x={steps} y={steps} />,
    cloud: <Points tone="ghost" x={steps} y={steps} readable={false} />,
    rule: <Rule tone="ghost" y={1} />,
    bars: <Bars tone="ghost" names={['a', 'b']} values={[1, 2]} error={[0.1, 0]} />,
    'lying bars': <Bars tone="ghost" along="y" names={['a', 'b']} values={[1, 2]} />,
    histogram: <Histogram tone="ghost" values={[0.1, 0.2, 0.9]} />,
    contours: <Contours tone="ghost" values={[0, 1, 2, 3]} rows={2} columns={2} xRange={[0, 1]} yRange={[0, 1]} />,
    trajectory: <Trajectory tone="ghost" x={steps} y={steps} />,
    vectors: <Vectors tone="ghost" x={[0]} y={[0]} dx={[1]} dy={[1]} />,
  };
  for (const [name, mark] of Object.entries(ghosts)) {
    test(`${name}: by an attribute, and once in the key, whatever the legend`, () => {
      for (const legend of ['ends', 'top', 'none'] as const) {
        const html = renderToStaticMarkup(
          <Chart label="A chart" x={{ label: 'x' }} y={{ label: 'y' }} legend={legend}>
            {mark}
            {mark}
          </Chart>,
        );
        expect(html.match(/data-tone="ghost"/g)).toHaveLength(2);
        expect(html.match(/<text[^>]*>pinned run<\/text>/g)).toHaveLength(1);
      }
    });
  }

  test('pictures stand beside those of this run', () => {
    const matrix = <Heatmap label="Matrix" title="Depth 2" tone="ghost" rows={1} columns={1} values={[1]} />;
    const grid = <ImageGrid label="Samples" title="Samples" tone="ghost" images={[1]} count={1} rows={1} columns={1} />;
    for (const picture of [matrix, grid]) {
      const html = renderToStaticMarkup(picture);
      expect(html).toContain('data-tone="ghost"');
      expect(html).toMatch(/<text[^>]*>Pinned: \w/);
    }
  });

  test('its values are read out with those of this run, and alone where it goes on for longer', () => {
    const pinned = <Line key="pinned" tone="ghost" category={2} x={steps} y={[9, 8, 7, 6, 5]} />;
    const of = (x: readonly number[]) =>
      charted([pinned, <Line key="a" name="loss" category={2} x={x} y={[3, 2, 1, 1, 1]} />]);
    expect(of(steps)).toContain('aria-valuetext="Step 4, loss 1 (pinned run 5)"');
    expect(of([0, 1])).toContain('aria-valuetext="Step 4, loss, pinned run 5"');
  });
});

test('axes, key and names of a chart', () => {
  const html = renderToStaticMarkup(
    <Chart
      label="Test error against step"
      x={{ label: 'Step', scale: 'log' }}
      y={{ label: 'Error', unit: 'relative', scale: 'log' }}
    >
      <Line name="depth 3" x={[1, 10, 100, 1000]} y={[1, 0.3, 0, 0.00001]} />
      <Line tone="theory" category={1} x={[1, 10, 100, 1000]} y={[1, 0.2, 0.04, 0.00001]} />
    </Chart>,
  );
  expect(lines(html)).toMatchSnapshot();
});

test('a heatmap and an image grid come with their pictures', () => {
  const heatmap = renderToStaticMarkup(
    <Heatmap label="Matrix" title="Truth" rows={2} columns={3} values={[1, 2, 3, missing, -5, 6]} map="redBlue" />,
  );
  const grid = renderToStaticMarkup(
    <ImageGrid label="Pairs" images={[0, 1, 1, 0, 0.5, 0.5, missing, 0]} count={2} rows={2} columns={2} marked={[1]} />,
  );
  expect(lines(heatmap)).toMatchSnapshot();
  expect(lines(grid)).toMatchSnapshot();
});

describe('a chart', () => {
  test('is read out by a slider that starts at the last point', () => {
    const html = charted([<Line key="a" name="measured" x={steps} y={[5, 4, 3, 2, 1234.5678]} />]);
    expect(html).toContain('role="slider"');
    expect(html).toContain('aria-valuetext="Step 4, measured 1,230"');
  });

  test('tells an unnamed theory with the measurement of its colour', () => {
    const html = charted([
      <Line key="a" name="σ₁" x={steps} y={steps} />,
      <Line key="b" tone="theory" category={1} x={steps} y={[0, 1, 2, 3, 4.5]} />,
    ]);
    expect(html).toContain('σ₁ 4 (theory 4.5)');
    expect(html).toContain('>measured</text>');
  });

  test('gives named lines the categories in order, through lists and fragments', () => {
    const html = charted([
      <Line key="a" name="one" x={steps} y={steps} />,
      <Fragment key="b">
        <Line name="two" x={steps} y={[1, 1, 1, 1, 1]} />
        <Rule y={1} />
      </Fragment>,
      ...spectrumLines({ x: [0, 1], values: [5, 4, 3, 2], count: 2, tone: 'theory' }),
    ]);
    expect(html).toContain('stroke="var(--category-1)"');
    expect(html).toContain('stroke="var(--category-2)"');
  });

  test('with nothing to draw says so and keeps its axes', () => {
    expect(charted(<Line name="none" x={[]} y={[]} />)).toContain('no data yet');
    expect(charted(<Line name="one" x={[3]} y={[7]} />)).not.toMatch(/NaN/);
  });

  test('escapes what it is given', () => {
    const html = charted(<Line name={'<script>alert("x")</script>'} x={steps} y={steps} />);
    expect(html).not.toContain('<script>');
  });

  test('puts names in a key where their ends have no room', () => {
    const name = 'a name that is far too long to stand at the end of a line';
    const html = renderToStaticMarkup(
      <Panels minimum={300}>
        <Chart label="Narrow" x={{ label: 'Step' }} y={{ label: 'Error' }}>
          <Line name={name} x={steps} y={steps} />
        </Chart>
      </Panels>,
    );
    expect(html.indexOf(name)).toBeLessThan(html.indexOf('plot-marks'));
    expect(html).not.toContain('plot-names');
  });
});
