import { describe, expect, test } from '@jest/globals';
import type { CohortResults, KeptFigure } from '../../../engine/ports/cohorts.ts';
import { resultsText } from '../../../engine/report/results-text.ts';
import { locales, translator } from '../../../locales/locales.ts';

const figure = (estimate: number, interval: [number, number] | null): KeptFigure => ({
  value: { estimate, interval },
});
const none = (reason: string): KeptFigure => ({ value: null, reason });
const results: CohortResults = {
  registered: true,
  viewers: 70,
  answers: 401,
  visual: figure(0.634, [0.552, 0.716]),
  personality: figure(0.49, [0.41, 0.57]),
  biological: figure(0.52, [0.44, 0.6]),
};
const told = (change: Partial<CohortResults> = {}, locale: (typeof locales)[number] = 'en') =>
  resultsText({ ...results, ...change }, { locale, t: translator(locale) });

describe('the paragraphs on what came out of a cohort', () => {
  test('say what was predicted, what was found with its range, and that chance lies outside', () => {
    const [found, limits] = told();
    expect(found).toMatch(/^Before the first answer, the study registered/);
    expect(found).toMatch(/401 answers of 70 people count/);
    expect(found).toMatch(/in 63 of 100 comparisons; the answers fit any number from 55 to 72/);
    expect(found).toMatch(/better than chance, though it is often wrong about a single person/);
    expect(limits).toMatch(/says nothing about you/);
    expect(limits).toMatch(
      /Personality: 49 \(from 41 to 57\)\. HLA: 52 \(from 44 to 60\)\. No check stands out/,
    );
    expect(limits).toMatch(/after they were introduced is not part of these numbers/);
  });

  test.each([
    ['a range with chance in it', figure(0.56, [0.48, 0.64]), /cannot be told apart from chance.*not prove/],
    ['a range below chance', figure(0.4, [0.32, 0.49]), /worse than chance\. It was wrong/],
    ['no range', figure(0.6, null), /in 60 of 100 comparisons, and guessing.*conclude nothing/],
    ['fewer than ten viewers', none('too-few-people'), /Fewer than ten people.*We show no figure/],
    ['equal answers', none('answers-equal'), /some have to say yes and some no/],
  ])('are honest about %s', (_, visual, sentence) => {
    const [found] = told({ visual });
    expect(found).toMatch(sentence);
    expect(found).not.toMatch(/better than chance/);
  });

  test('show a digit more where a clear range would be rounded to chance', () => {
    expect(told({ visual: figure(0.57, [0.5032, 0.63]) })[0]).toMatch(/from 50\.3 to 63/);
    expect(told({ visual: figure(0.44, [0.38, 0.49996]) })[0]).toMatch(/from 38 to 49\.996/);
    expect(told({ visual: figure(0.57, [0.4968, 0.63]) })[0]).toMatch(/from 50 to 63/);
  });

  test('call a cohort without registered looks exploratory, and let it confirm nothing', () => {
    const [found] = told({ registered: false });
    expect(found).toMatch(/exploratory/);
    expect(found).toMatch(/suggest something, but it confirms nothing/);
    expect(found).not.toMatch(/the study registered/);
  });

  test('point out a check that is not at chance, and leave out checks without a figure', () => {
    expect(told({ personality: figure(0.6, [0.53, 0.67]) })[1]).toMatch(/read the first number with care/);
    expect(told({ personality: none('no-scores'), biological: none('no-scores') })[1]).not.toMatch(/HLA/);
    expect(told({ personality: none('no-scores') })[1]).toMatch(/near 50\. HLA: 52/);
  });

  test.each(locales)(
    'stand in %s with its own sign of decimals, fit one message, and never say NaN',
    (locale) => {
      const figures = [
        results.visual,
        figure(0.57, [0.5032, 0.63]),
        figure(0.5, null),
        none('too-few-people'),
        none('undefined'),
      ];
      for (const registered of [true, false])
        for (const visual of figures) {
          const text = told({ registered, visual, biological: visual }, locale).join('\n\n');
          expect(text.length).toBeLessThan(3000);
          expect(text).not.toMatch(/NaN|undefined|null|\{|\$/);
        }
      const [found] = told({ visual: figure(0.57, [0.5032, 0.63]) }, locale);
      expect(found).toMatch(locale === 'en' ? /50\.3/ : /50,3/);
    },
  );
});
