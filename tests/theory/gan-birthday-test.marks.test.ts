import { describe, expect, it } from 'vitest';
import {
  cardsOf,
  comparisonOf,
  emptyBoard,
  exampleBoard,
  exampleMarks,
  type Mark,
  nextUnmarked,
  plantedSentence,
  runningVerdicts,
  verdictOf,
} from '../../src/chapters/gan-birthday-test/marks';
import { estimateEffectiveSupport } from '../../src/chapters/gan-birthday-test/theory';

// Draws 0, 1 and 2 are one digit, 3 and 4 another; 5 and 6 differ; the third card is planted.
const cards = cardsOf({
  answers: Int32Array.from([0, 1, 1, 1, 2, 1, -1, -1, 1, 0, 2, 1, 3, 4, 1, 5, 6, 0]),
});
const marks = (text: string): (Mark | undefined)[] =>
  [...text].map((c) => ({ d: 'duplicate', f: 'different', u: 'unsure' })[c] as Mark | undefined);

describe('marking by hand', () => {
  it('counts duplicates and their triples, and not the planted pair', () => {
    const verdict = verdictOf(cards, marks('dddddf'), 40);
    expect(verdict).toMatchObject({ marked: 6, duplicates: 4, unsure: 0, exhausted: false });
    expect(verdict.estimate).toEqual(estimateEffectiveSupport(40, 4, 1));
  });

  it('gives a lower bound where no pair is marked as a duplicate, and for no mark at all', () => {
    for (const text of ['......', 'ffffff', 'u.u.ff']) {
      const { estimate, duplicates } = verdictOf(cards, marks(text), 40);
      expect(duplicates).toBe(0);
      expect(estimate.lower).toBeCloseTo(780 / -Math.log(0.05), 6);
      expect(estimate.upper).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('says where there may be more than are shown', () => {
    expect(verdictOf(cards, marks('dd.ddd'), 40).exhausted).toBe(true);
  });

  it('compares with the truth, and judges the planted pair', () => {
    expect(comparisonOf(cards, marks('dfdd.d'))).toEqual({ known: true, trueDuplicates: 4, found: 2, falsely: 1 });
    expect(plantedSentence(cards, marks('..d...'))).toContain('which is right');
    expect(plantedSentence(cards, marks('..f...'))).not.toContain('which is right');
    expect(plantedSentence(cards, marks('......'))).toContain('not at all');
  });

  it('starts with no mark, and the recorded sample with the first ones marked as they are', () => {
    expect(emptyBoard(cards)).toEqual({ marks: marks('......'), current: 0, revealed: false });
    expect(exampleBoard(cards).marks).toEqual(marks('dddddf'));
    const many = Array.from({ length: exampleMarks + 3 }, () => cards[5]);
    const example = exampleBoard(many);
    expect(example.marks.filter((mark) => mark === 'different').length).toBe(exampleMarks);
    expect(example.current).toBe(exampleMarks);
    const unknown = cards.map((card) => ({ ...card, truth: undefined }));
    expect(exampleBoard(unknown).marks).toEqual(marks('......'));
  });

  it('goes on to the next pair without a mark, round the end, and stays where all have one', () => {
    expect(nextUnmarked(marks('d.dd.d'), 1)).toBe(4);
    expect(nextUnmarked(marks('d.dddd'), 4)).toBe(1);
    expect(nextUnmarked(marks('dddddd'), 3)).toBe(3);
  });

  it('gives the verdict as marks come in, skipping pairs without one', () => {
    const { places, verdicts } = runningVerdicts(cards, marks('d.fd..'), 40);
    expect(places).toEqual([0, 1, 3, 4]);
    expect(verdicts.map(({ duplicates }) => duplicates)).toEqual([0, 1, 1, 2]);
  });
});
