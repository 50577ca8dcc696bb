import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasRightToLeft, printable, wordsOnPaper } from '../../../engine/report/printable-text.ts';
import { byPrediction, inseparable, leaningOf, weightShare } from '../../../engine/report/report-model.ts';
import { longestReportText, reportSummary, reportText } from '../../../engine/report/report-text.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { matchOf, reportOf } from './sample-report.ts';

describe('the content of a report', () => {
  test('leans to the side on which the whole range lies', () => {
    expect(leaningOf({ band: [51, 70] })).toBe('yes');
    expect(leaningOf({ band: [30, 49] })).toBe('no');
    expect(leaningOf({ band: [49, 80] })).toBe('open');
  });

  test('groups what cannot be told apart, each group as large as it can be', () => {
    const bands = (...list: [number, number][]) => inseparable(list.map((band) => ({ band })));
    expect(bands([60, 80], [50, 70], [40, 55], [10, 20])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(bands([60, 80], [60, 80], [60, 80])).toEqual([[0, 1, 2]]);
    expect(bands([60, 80], [10, 20])).toEqual([]);
  });

  test('lists matches from the strongest prediction to the weakest', () => {
    const model = reportOf([matchOf('a', 20), matchOf('b', 80), matchOf('c', 20)]);
    expect(byPrediction(model).map(({ label }) => label)).toEqual(['b', 'a', 'c']);
  });

  test('gives the weight of each phase as a share, for any sum of weights', () => {
    expect(weightShare({ visual: 2, personality: 1, biological: 1 }, 'visual')).toBe(0.5);
  });
});

describe('the results as chat text', () => {
  const linesOf = (count: number, locale: 'en' | 'es' | 'ru' = 'en') => {
    const matches = Array.from({ length: count }, (_, index) => matchOf(`N${index + 1}`, 90 - index));
    return reportSummary(reportOf(matches, { locale }), translator(locale))
      .split('\n')
      .filter(Boolean)
      .slice(1);
  };

  test('are three lines at most before the file, best first, and count the rest', () => {
    expect(linesOf(2)).toEqual(['1. N1, 31: leans towards a meeting', '2. N2, 31: leans towards a meeting']);
    expect(linesOf(3)).toHaveLength(3);
    expect(linesOf(6)).toEqual([...linesOf(2), '… and 4 more people in the file']);
    expect(linesOf(6, 'ru').at(-1)).toBe('… и ещё 4 человека в файле');
    expect(linesOf(0).join(' ')).toContain('nothing to predict');
  });

  test.each(locales)('hold all results of a match in %s, without markup', (locale) => {
    const missing = {
      coverage: 0.7,
      phases: { visual: 88, personality: 64, biological: null },
      moved: { visual: 12, personality: -6.4, biological: null },
    };
    const model = reportOf([matchOf('<b>Юля</b> 😀', 68.4, missing)], { locale });
    const translate = translator(locale);
    const text = reportText(model, translate);
    expect(text).toContain('1. <b>Юля</b> 😀, 31: ');
    for (const said of [
      translate('report-leaning', { way: 'yes' }),
      translate('report-text-range', { total: 68, low: 56, high: 80 }),
      `${translate('report-phase-visual')} +12`,
      `${translate('report-phase-personality')} −6`,
      `${translate('report-phase-biological')} ${translate('report-no-result')}`,
      translate('report-you', { wtm: 5 }),
      translate('report-evidence-hla'),
      translate('report-coarse'),
    ])
      expect(text).toContain(said);
    expect(text.replace('<b>Юля</b>', '')).not.toMatch(/[<>]/);
  });

  test('have a sentence for a reader without matches', () => {
    const text = reportText(reportOf([]), translator('en'));
    expect(text).toContain('nothing to predict');
    expect(text).not.toContain('overlap');
  });

  test.each(locales)(
    'fit one message in %s however many and long the names are, and count the rest',
    (locale) => {
      const translate = translator(locale);
      const many = Array.from({ length: 60 }, (_, index) =>
        matchOf(`${'Ж😀'.repeat(300)}${index}`, 99 - index),
      );
      const text = reportText(reportOf(many, { locale }), translate);
      expect(text.length).toBeLessThanOrEqual(longestReportText);
      const told = text.match(/^\d+\. /gm)!.length;
      expect(told).toBeGreaterThan(5);
      expect(text).toContain(translate('report-text-more', { count: 60 - told }));
    },
  );

  test('number a person without a printable name', () => {
    expect(reportText(reportOf([matchOf('  \n ', 50)]), translator('en'))).toContain('1. Person 1, 31: ');
  });
});

describe('names on paper', () => {
  const joiners = ['\u200c', '\u200d', '\ufe0e', '\ufe0f'];
  const latin = (codePoint: number): boolean => codePoint < 0x600;

  test('lose only the characters that a font lacks', () => {
    expect(printable('Sam 🦄 Ödön', latin)).toBe('Sam Ödön');
    expect(printable('漢字', latin)).toBe('');
    expect(printable('👩‍👩‍👧 Eva', latin)).toBe('Eva');
    expect(printable('❤️', (codePoint) => codePoint === 0x2764)).toBe('❤️');
  });

  test('cannot reverse the line, break it or stack marks', () => {
    expect(printable('a\u202eb\u0000c\nd', latin)).toBe('a b c d');
    expect(Array.from(printable(`z${'\u0301'.repeat(40)}!`, latin))).toHaveLength(5);
  });

  test('are in the order of their script', () => {
    expect(wordsOnPaper('Anna Maria')).toBe('Anna Maria');
    expect(wordsOnPaper('דוד בן גוריון')).toBe('דוד\u00a0בן\u00a0גוריון');
    expect(wordsOnPaper('דוד Smith')).toBe('Smith דוד');
    expect(wordsOnPaper('Smith דוד 2')).toBe('Smith דוד\u00a02');
    expect(hasRightToLeft('نور')).toBe(true);
  });

  test('are printable for random texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const shown = printable(text, latin);
        const unprintable = Array.from(shown).filter((sign) => !latin(sign.codePointAt(0)!));
        expect(unprintable.filter((sign) => !joiners.includes(sign))).toEqual([]);
        expect(shown).toBe(shown.trim());
      }),
      { numRuns: 40 },
    );
  });
});
