import { describe, expect, test } from '@jest/globals';
import { answerLanguage } from '../../../engine/personality/answer-language.ts';
import { distinctiveSimilarity, meanProfile } from '../../../engine/personality/distinctive-similarity.ts';
import { similarity } from '../../../engine/personality/similarity.ts';
import { sins, type TraitScores } from '../../../engine/personality/sins.ts';

const traits = (...values: (number | null)[]): TraitScores =>
  Object.fromEntries(sins.map((sin, index) => [sin, values[index] ?? null])) as TraitScores;

describe('distinctive similarity', () => {
  const mean = traits(0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.5);
  const above = traits(0.3, 0.7, 0.4, 0.6, 0.5, 0.5, 0.6);
  const below = traits(0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4);

  test('is what correlates after the mean profile is taken off, where similarity sees the mean', () => {
    expect(distinctiveSimilarity(above, above, mean)).toBeCloseTo(100, 9);
    expect(distinctiveSimilarity(above, below, mean)).toBeCloseTo(0, 9);
    expect(similarity(above, below)).toBeCloseTo(80, 9);
    expect(distinctiveSimilarity(above, below, mean)).toBe(distinctiveSimilarity(below, above, mean));
  });

  test('agrees with a correlation computed by hand', () => {
    // NumPy 2.4.6: 50 * (1 + numpy.corrcoef([.1, .2, -.1, 0], [.3, .1, 0, -.2])[0, 1]).
    const [zero, a, b] = [traits(0, 0, 0, 0), traits(0.1, 0.2, -0.1, 0), traits(0.3, 0.1, 0, -0.2)];
    expect(distinctiveSimilarity(a, b, zero)).toBeCloseTo(74.8069469178417, 8);
  });

  test('does not exist with three shared traits, nor for a person who differs by the same in all', () => {
    expect(distinctiveSimilarity(traits(0.1, 0.5, 0.9), above, mean)).toBeNull();
    const shifted = traits(...sins.map((sin) => mean[sin]! + 0.1));
    expect(distinctiveSimilarity(shifted, above, mean)).toBeNull();
  });

  test('has a mean profile of those who have the trait', () => {
    expect(meanProfile([traits(0.2, null, 1), traits(0.4, 0.5)])).toMatchObject({
      lust: expect.closeTo(0.3, 12),
      gluttony: 0.5,
      greed: 1,
      pride: null,
    });
  });
});

test('the language of answers is the one of all of them, several, or not known', () => {
  expect(answerLanguage([{ locale: 'ru' }, { locale: 'ru' }])).toBe('ru');
  expect(answerLanguage([{ locale: 'ru' }, { locale: 'en' }])).toBe('several');
  expect(answerLanguage([{ locale: 'ru' }, { locale: null }])).toBeNull();
  expect(answerLanguage([])).toBeNull();
});
