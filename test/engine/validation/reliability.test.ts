import { beforeAll, describe, expect, test } from '@jest/globals';
import { cronbachAlpha } from '../../../engine/personality/cronbach-alpha.ts';
import { reliabilityInput, studyReliability } from '../../../engine/protocol/study-reliability.ts';
import { retestOf, shareOfPeople, type SwipePair } from '../../../engine/validation/reliability.ts';
import type { CohortId } from '../../../engine/ports/participants.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson } from '../../support/staged-people.ts';
import { stagingOn } from '../protocol/staging.ts';

const swipes = (count: number, of: (person: number) => SwipePair[]): SwipePair[][] =>
  Array.from({ length: count }, (_, person) => of(person));
const seed = 'reliability';

describe('test–retest of swipes', () => {
  const noisy = swipes(40, (person) => [
    [1 + (person % 4), 1 + ((person + (person % 5 === 0 ? 1 : 0)) % 4)],
    [4 - (person % 4), 4 - (person % 4)],
  ]);

  test('has a correlation and a share on the same side, with an interval over people', () => {
    const { people, pairs, correlation, sameSide } = retestOf(noisy, { seed, resamples: 200 });
    expect([people, pairs]).toEqual([40, 80]);
    // SciPy 1.17.1: scipy.stats.pearsonr of the 80 pairs is 0.88.
    expect(correlation.value!.estimate).toBeCloseTo(0.88, 12);
    expect(sameSide.value!.estimate).toBeCloseTo(0.95, 12);
    for (const { value } of [correlation, sameSide]) {
      expect(value!.interval![0]).toBeLessThan(value!.estimate);
      expect(value!.interval![1]).toBeGreaterThan(value!.estimate);
    }
    expect(retestOf(noisy, { seed, resamples: 200 }).correlation).toEqual(correlation);
  });

  test('without repeats, of nine people, or of equal swipes says why there is none', () => {
    const reasonOf = (byPerson: SwipePair[][]) => retestOf(byPerson, { seed }).correlation.reason;
    expect(reasonOf(swipes(20, () => []))).toBe('no-answers');
    expect(reasonOf(noisy.slice(0, 9))).toBe('too-few-people');
    expect(reasonOf(swipes(20, () => [[3, 3]]))).toBe('answers-equal');
  });

  test('and failed checks are a share of at least ten people', () => {
    expect(shareOfPeople([true, ...Array<boolean>(9).fill(false)])).toEqual({ value: 0.1 });
    expect(shareOfPeople([true])).toEqual({ value: null, reason: 'too-few-people' });
  });
});

describe('the reliability of a cohort', () => {
  let db: TestDatabase;
  let cohortId: CohortId;
  beforeAll(async () => {
    db = await createTestDatabase();
    cohortId = (
      await db.database.transact((uow) => uow.cohorts.create({ name: 'Test', createdAt: new Date() }))
    ).id;
    const staging = await stagingOn(db);
    for (let person = 0; person < 12; person++)
      await stagePerson(
        db.database,
        staging,
        { cohortId, chatId: freshChat(), seed: person, research: person > 0 },
        person === 11 ? 'questionnaire' : 'lab',
      );
  });

  test('has the alpha of the R package psych', async () => {
    const { instrument } = (await stagingOn(db)).instruments.current();
    const items = instrument.items.filter(({ sin }) => sin === 'pride');
    const records = Array.from({ length: 12 }, (_, at) => {
      const person = at + 1;
      return new Map(
        items.map(({ id, reversed }, place) => {
          const item = place + 1;
          const keyed = 1 + ((person * person + ((person * item) % 3) + item) % 5);
          return [id, reversed ? 6 - keyed : keyed] as const;
        }),
      );
    });
    // psych 2.2.9: alpha(m)$total$raw_alpha, m[p, k] = 1 + (p^2 + (p k) %% 3 + k) %% 5 for 12 people and 6 items.
    expect(cronbachAlpha(instrument, records, { resamples: 10 }).pride.alpha).toBeCloseTo(0.114031180401, 11);
  });

  test('rests on sealed phases of people who agreed to research use', async () => {
    const { instrument } = (await stagingOn(db)).instruments.current();
    const input = await db.database.transact((uow) => reliabilityInput(uow, { cohortId, instrument }));
    const found = studyReliability(input, { instrument, seed });
    expect(found.people).toBe(11);
    expect(found.retest).toMatchObject({ people: 11, pairs: 22 });
    expect(found.alphas.map(({ trait, alpha }) => [trait, alpha.value?.n])).toHaveLength(7);
    for (const { alpha } of found.alphas) expect(alpha.value?.n).toBe(10);
    expect(found.attentionFailed).toEqual({ value: 0 });
  });
});
