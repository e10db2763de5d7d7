/** The colours of plots in their themes: text can be read, lines can be seen. */
import { readFileSync } from 'node:fs';
import { rgb } from 'd3-color';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/plots/plots.css', import.meta.url), 'utf8');

function propertiesOf(selector: string): Record<string, string> {
  const block = css.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const [red, green, blue] = [r, g, b].map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const light = propertiesOf(':root');
const themes = {
  light,
  dark: { ...light, ...propertiesOf(':root[data-theme="dark"]') },
  projector: { ...light, ...propertiesOf(':root[data-theme="projector"]') },
};

describe.each(Object.entries(themes))('in the %s theme', (_, properties) => {
  const paper = /#\w+/.exec(properties['--plot-paper'])?.[0] ?? '';

  test('text has a contrast of 4.5 at least', () => {
    const texts = Object.keys(properties).filter((name) => /ink|muted|theory|published|-text$/.test(name));
    expect(texts.length).toBeGreaterThanOrEqual(12);
    for (const name of texts) expect(contrast(properties[name], paper), name).toBeGreaterThanOrEqual(4.5);
  });

  test('type is 12 pixels at least', () => {
    expect(Number.parseFloat(properties['--plot-font-size'])).toBeGreaterThanOrEqual(12);
  });
});
