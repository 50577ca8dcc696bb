import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sins, type TraitScores } from '../../../engine/personality/sins.ts';
import { hasRightToLeft, printable, wordsOnPaper } from '../../../engine/report/printable-text.ts';
import { byPrediction, closenessOf, weightShare } from '../../../engine/report/report-model.ts';
import { longestReportText, reportText } from '../../../engine/report/report-text.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { matchOf, reportOf } from './sample-report.ts';

const everyTrait = (value: number | null): TraitScores =>
  Object.fromEntries(sins.map((sin) => [sin, value])) as Record<(typeof sins)[number], number | null>;

describe('the content of a report', () => {
  test('gives one of three steps for each trait of another participant', () => {
    const mine = everyTrait(0.5);
    expect(closenessOf(mine, everyTrait(0.6)).greed).toBe('close');
    expect(closenessOf(mine, everyTrait(0.7)).greed).toBe('between');
    expect(closenessOf(mine, everyTrait(0.1)).greed).toBe('apart');
    expect(closenessOf(mine, everyTrait(null)).greed).toBeNull();
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
  test.each(locales)('hold all results of a match in %s, without markup', (locale) => {
    const missing = { visual: 88, personality: 64, biological: null };
    const model = reportOf([matchOf('<b>Юля</b> 😀', 68.4, { phases: missing, coverage: 0.7 })], { locale });
    const translate = translator(locale);
    const text = reportText(model, translate);
    expect(text).toContain('1. <b>Юля</b> 😀: 68');
    expect(text).toContain(`HLA: ${translate('report-no-result')}`);
    expect(text).toContain(translate('report-you', { wtm: 5 }));
    expect(text).toContain(translate('report-evidence-hla'));
    expect(text.replace('<b>Юля</b>', '')).not.toMatch(/[<>]/);
  });

  test('have a sentence for a reader without matches', () => {
    const text = reportText(reportOf([]), translator('en'));
    expect(text).toContain('nothing to predict');
    expect(text).not.toContain('two directions');
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
    expect(reportText(reportOf([matchOf('  \n ', 50)]), translator('en'))).toContain('1. Person 1: 50');
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
