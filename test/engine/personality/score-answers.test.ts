import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import { scoreAnswers } from '../../../engine/personality/score-answers.ts';
import { sins } from '../../../engine/personality/sins.ts';

const { instrument } = loadInstrumentShelf().current();
const everyId = [...instrument.items, ...instrument.attentionChecks].map(({ id }) => id);
const attentive = new Map<string, number>(
  instrument.attentionChecks.map(({ id, expected }) => [id, expected]),
);
/** Answers with the same keyed value for every item, and attention checks as instructed. */
const extreme = (value: 1 | 5): Map<string, number> =>
  new Map([
    ...attentive,
    ...instrument.items.map(({ id, reversed }): [string, number] => [id, reversed ? 6 - value : value]),
  ]);

describe('scoring the questionnaire', () => {
  test('reaches 1 for full agreement and 0 for full disagreement with what a trait means', () => {
    for (const sin of sins) {
      expect(scoreAnswers(instrument, extreme(5)).traits[sin]).toBe(1);
      expect(scoreAnswers(instrument, extreme(1)).traits[sin]).toBe(0);
    }
  });

  test('computes a trait by hand: mean 3.5 after reversing gives 0.625', () => {
    const answers = new Map([
      ['greed-1', 4],
      ['greed-2', 2],
      ['greed-3', 3],
      ['greed-4', 3],
      ['greed-5', 5],
      ['greed-6', 4],
    ]);
    const { traits, instrumentVersion } = scoreAnswers(instrument, answers);
    expect(traits.greed).toBeCloseTo(0.625, 12);
    expect(traits.pride).toBeNull();
    expect(instrumentVersion).toBe('piip-7.2');
  });

  test('gives a trait with one unanswered item a value, and with two none', () => {
    const answers = extreme(5);
    answers.delete('envy-1');
    expect(scoreAnswers(instrument, answers).traits.envy).toBe(1);
    answers.delete('envy-2');
    expect(scoreAnswers(instrument, answers).traits.envy).toBeNull();
  });

  test('changes only the trait of an item, by its answer, for random records', () => {
    const record = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 44, maxLength: 44 });
    fc.assert(
      fc.property(record, fc.integer({ min: 0, max: 41 }), (values, index) => {
        const answers = new Map<string, number>(everyId.map((id, position) => [id, values[position]!]));
        const item = instrument.items[index]!;
        if (answers.get(item.id) === 5) return;
        const before = scoreAnswers(instrument, answers).traits;
        answers.set(item.id, answers.get(item.id)! + 1);
        const after = scoreAnswers(instrument, answers).traits;
        for (const sin of sins) {
          const step = sin === item.sin ? (item.reversed ? -1 : 1) / 24 : 0;
          expect(after[sin]! - before[sin]!).toBeCloseTo(step, 12);
          expect(after[sin]).toBeGreaterThanOrEqual(0);
          expect(after[sin]).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('refuses an item of another instrument and a value outside the scale', () => {
    expect(() => scoreAnswers(instrument, new Map([['vanity-1', 3]]))).toThrow('no item "vanity-1"');
    for (const value of [0, 6, 2.5, Number.NaN]) {
      expect(() => scoreAnswers(instrument, new Map([['greed-1', value]]))).toThrow(
        'whole number from 1 to 5',
      );
    }
  });
});

describe('the flags of a record', () => {
  test('are empty for a careful record', () => {
    expect(scoreAnswers(instrument, extreme(5))).toMatchObject({
      attention: { passed: 2, failed: 0 },
      flags: [],
    });
  });

  test('name a failed attention check and keep the scores', () => {
    const scores = scoreAnswers(instrument, new Map([...extreme(5), ['attention-1', 4]]));
    expect(scores).toMatchObject({ attention: { passed: 1, failed: 1 }, flags: ['attention-failed'] });
    expect(scores.traits.lust).toBe(1);
  });

  test('name straight-lining when four of five answers are equal, except in a short record', () => {
    const same = (count: number): Map<string, number> =>
      new Map(instrument.items.map(({ id }, index) => [id, index < count ? 4 : 1 + (index % 2)]));
    expect(scoreAnswers(instrument, same(34)).flags).toEqual(['straight-lining']);
    expect(scoreAnswers(instrument, same(33)).flags).toEqual([]);
    expect(scoreAnswers(instrument, new Map([...same(42)].slice(0, 13))).flags).toEqual([]);
  });

  test('name fast answering when the median answer took under two seconds', () => {
    const dwell = (ms: number): Map<string, number> => new Map(everyId.map((id) => [id, ms]));
    expect(scoreAnswers(instrument, extreme(5), dwell(1999)).flags).toEqual(['too-fast']);
    expect(scoreAnswers(instrument, extreme(5), dwell(2000)).flags).toEqual([]);
  });
});
