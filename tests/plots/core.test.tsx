import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Band } from '../../src/plots/Band';
import { Chart } from '../../src/plots/Chart';
import { Heatmap } from '../../src/plots/Heatmap';
import { Line } from '../../src/plots/Line';
import { Panels } from '../../src/plots/Panels';
import { Points } from '../../src/plots/Points';
import { Rule } from '../../src/plots/Rule';

test('a chart of every core mark renders on the server', () => {
  const steps = [1, 10, 100, 1000];
  const html = renderToStaticMarkup(
    <Panels>
      <Chart label="Error" x={{ label: 'Step', scale: 'log' }} y={{ label: 'Error', unit: 'relative', scale: 'log' }}>
        <Band x={steps} low={[0.5, 0.1, 0.01, 0]} high={[2, 1, 0.1, 0.01]} category={1} />
        <Line name="depth 3" x={steps} y={[1, 0.3, Number.NaN, 0.001]} />
        <Line tone="theory" x={steps} y={[1, 0.2, 0.04, 0.0012]} />
        <Points name="seeds" x={steps} y={[1, 0.3, 0.02, 0.001]} />
        <Rule y={0.02} label="published" tone="published" />
      </Chart>
      <Heatmap label="Matrix" rows={2} columns={3} values={[1, 2, 3, Number.NaN, -5, 6]} map="redBlue" />
    </Panels>,
  );
  expect(html).toContain('depth 3');
  expect(html).toContain('0.001');
  expect(html).not.toContain('NaN');
});
