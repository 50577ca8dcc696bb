import { describe, expect, test } from '@jest/globals';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import { studyReliability } from '../../../engine/protocol/study-reliability.ts';
import {
  fairnessText,
  reliabilityText,
  scoresText,
  validityText,
} from '../../../engine/report/figures-text.ts';
import { fairnessPlot } from '../../../engine/report/plot-fairness.ts';
import { spreadByLanguage } from '../../../engine/validation/language-spread.ts';
import { studyFigures } from '../../../engine/validation/study-figures.ts';
import { createRandom } from '../../../foundation/random.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { sampleRows, sampleStudy } from '../../support/sample-study.ts';

const english = { locale: 'en', t: translator('en') } as const;
const { figures, scores } = sampleStudy(100);

describe('/fairness', () => {
  test('names a group that is withheld, in words and in the picture', () => {
    const [, , byLanguage] = fairnessText(figures.fairness, english);
    expect(byLanguage).toMatch(
      /^Viewers, by language\nEnglish: 0\.\d\d.*\nSpanish: fewer than 10 people\nRussian: withheld$/m,
    );
    const { values } = fairnessPlot(figures.fairness, english)!.chart['data'] as { values?: unknown };
    expect(JSON.stringify(values ?? fairnessPlot(figures.fairness, english)!.chart)).toContain('Spanish');
  });
});

describe('/validity', () => {
  const rows = sampleRows(100).map((row, at) => ({
    ...row,
    scores: { ...row.scores, distinctive: (at * 37) % 100 },
    followUp: at % 4 === 0 ? { met: true, again: row.wtm, would: row.wouldMeet, alike: 4 } : null,
  }));
  const own = studyFigures(rows, { seed: 'text', permutations: 0 });

  test('shows distinctive similarity as registered, or as exploratory for a cohort that did not register it', () => {
    const [registered, earlier] = [true, false].map((is) => validityText(own, english, is).join('\n'));
    expect(registered).toMatch(
      /^Sensitivity, AUC: similarity of what is distinctive in the answers: 0\.\d\d \(/m,
    );
    expect(registered).toMatch(/^Follow-up, would meet again: Distinctive similarity: 0\.\d\d/m);
    expect(earlier).toMatch(/^Sensitivity \(not registered: exploratory\), AUC: /m);
    expect(validityText(figures, english, true).join('\n')).not.toMatch(/distinctive/i);
  });
});

describe('by the language in which statements were read', () => {
  const { instrument } = loadInstrumentShelf().current();
  const random = createRandom('languages');
  const records = Array.from({ length: 45 }, () => {
    const level = random.normal();
    return new Map(
      instrument.items.map(({ id }) => [
        id,
        Math.max(1, Math.min(5, Math.round(3 + level + random.normal()))),
      ]),
    );
  });
  const input = { people: 45, records, swipes: [], failed: records.map(() => false) };
  const languages = records.map(
    (_, at) => (at < 20 ? 'en' : at < 40 ? 'es' : at < 43 ? 'ru' : null) as never,
  );
  const reliability = (of: typeof languages) =>
    studyReliability({ ...input, languages: of }, { instrument, seed: 'languages' });

  test('/reliability gives alpha for each group of ten and withholds the others, also the one that would betray them', () => {
    const found = reliability(languages);
    expect(
      found.byLanguage.map(({ language, alphas }) => [language, alphas.value?.people ?? alphas.reason]),
    ).toEqual([
      ['en', 'protects-another-cell'],
      ['es', 20],
      ['ru', 'too-few-people'],
      [null, 'too-few-people'],
    ]);
    const text = reliabilityText(found, english).join('\n');
    expect(text).toMatch(/^Alpha of those who read the statements in Spanish, 20 people:\nLust: -?0\.\d\d/m);
    expect(text).toMatch(/^Alpha of those who read the statements in Russian: fewer than 10 people$/m);
    expect(reliability(languages.map(() => 'en' as never)).byLanguage).toEqual([]);
  });

  test('/scores gives similarity within and between languages', () => {
    const pairs = Array.from({ length: 30 }, (_, at) =>
      Array.from({ length: 5 }, (__, step) => ({
        a: `a${at}`,
        b: `b${(at + step) % 30}`,
        score: at < 15 ? 40 : 60,
      })),
    ).flat();
    const languageOf = (person: string) => (Number(person.slice(1)) < 15 ? 'en' : 'ru');
    const byLanguage = spreadByLanguage(pairs, languageOf);
    expect(byLanguage.map(({ language }) => language)).toEqual(['different', 'en', 'ru']);
    const text = scoresText({ summaries: scores, byLanguage }, english).join('\n');
    expect(text).toMatch(
      /by the language in which both read the statements:\ntwo languages: .*pairs\nEnglish: 40 \(40 – 40\), \d+ pairs/,
    );
    expect(scoresText({ summaries: scores, byLanguage: byLanguage.slice(0, 1) }, english)).toHaveLength(1);
    for (const locale of locales)
      expect(scoresText({ summaries: scores, byLanguage }, { locale, t: translator(locale) })[1]).not.toMatch(
        /NaN|null/,
      );
  });
});
