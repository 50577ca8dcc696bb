import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countEligiblePairs,
  createEligibilityTable,
  drawEligiblePairs,
  eligibleRows,
} from '../../../engine/compatibility/eligible-pairs.ts';
import { createRandom } from '../../../foundation/random.ts';
import { eligible, type Candidate } from '../../../engine/compatibility/eligibility.ts';
import type { CohortId, Purpose, UserId } from '../../../engine/ports/participants.ts';

const today = new Date('2026-11-20T12:00:00Z');
const consents = new Set<Purpose>(['face', 'personality', 'genetic', 'matching']);
const person = (change: Partial<Candidate> = {}): Candidate => ({
  id: 'ann' as UserId,
  cohortId: 'pilot' as CohortId,
  sex: 'female',
  seeks: 'male',
  birthYear: 1996,
  seeksAgeMin: 25,
  seeksAgeMax: 40,
  adultConfirmed: true,
  consents,
  blocked: new Set(),
  ...change,
});
const ann = person();
const bob = (change: Partial<Candidate> = {}): Candidate =>
  person({ id: 'bob' as UserId, sex: 'male', seeks: 'female', birthYear: 1990, ...change });
const reasonFor = (change: Partial<Candidate>): string => {
  const verdict = eligible(ann, bob(change), today);
  return verdict.eligible ? 'eligible' : verdict.reason;
};

describe('eligibility', () => {
  test('holds for two people who are of the sex and age that the other seeks', () => {
    expect(eligible(ann, bob(), today)).toEqual({ eligible: true });
    expect(reasonFor({ seeks: 'both' })).toBe('eligible');
  });

  test.each<[string, string, Partial<Candidate>]>([
    ['the same person', 'same-person', { id: 'ann' as UserId }],
    ['another cohort', 'cohort', { cohortId: 'second' as CohortId }],
    ['a person born 17 years ago', 'not-adult', { birthYear: 2009 }],
    ['a person who did not confirm their age', 'not-adult', { adultConfirmed: false }],
    ['no consent to matching', 'consent', { consents: new Set<Purpose>(['face', 'personality', 'genetic']) }],
    ['no consent to use the face', 'consent', { consents: new Set<Purpose>(['personality', 'matching']) }],
    ['a block', 'blocked', { blocked: new Set(['ann' as UserId]) }],
    ['a sex the other does not seek', 'sex', { sex: 'female' }],
    ['a person who seeks another sex', 'sex', { seeks: 'male' }],
    ['a person too old', 'age', { birthYear: 1984 }],
    ['a person too young', 'age', { birthYear: 2001 }],
    ['a person who seeks older people', 'age', { seeksAgeMin: 31 }],
    ['a person who seeks younger people', 'age', { seeksAgeMax: 28 }],
  ])('refuses %s with the reason "%s"', (_, reason, change) => {
    expect(reasonFor(change)).toBe(reason);
  });

  test('holds without genetic consent, since that phase is then missing', () => {
    expect(reasonFor({ consents: new Set<Purpose>(['face', 'personality', 'matching']) })).toBe('eligible');
  });

  test('uses the age that a profile shows, and includes both ends of a range', () => {
    expect(reasonFor({ birthYear: 1985 })).toBe('eligible');
    expect(reasonFor({ birthYear: 2000 })).toBe('eligible');
    expect(reasonFor({ seeksAgeMin: 29, seeksAgeMax: 29 })).toBe('eligible');
  });

  test('gives the same answer and reason in both directions', () => {
    const candidate = fc.record({
      id: fc.constantFrom('ann', 'bob', 'cat').map((id) => id as UserId),
      cohortId: fc.constantFrom('pilot', 'second').map((id) => id as CohortId),
      sex: fc.constantFrom('female' as const, 'male' as const),
      seeks: fc.constantFrom('female' as const, 'male' as const, 'both' as const),
      birthYear: fc.integer({ min: 1960, max: 2010 }),
      seeksAgeMin: fc.integer({ min: 18, max: 40 }),
      seeksAgeMax: fc.integer({ min: 30, max: 80 }),
      adultConfirmed: fc.boolean(),
      consents: fc.subarray<Purpose>([...consents]).map((list) => new Set(list)),
      blocked: fc.subarray(['ann', 'bob'] as UserId[]).map((list) => new Set(list)),
    });
    fc.assert(
      fc.property(candidate, candidate, (a, b) => {
        expect(eligible(a, b, today)).toEqual(eligible(b, a, today));
      }),
    );
  });
});

test('a table of a cohort gives the verdict of every pair', () => {
  const someone = fc.record({
    sex: fc.constantFrom('female' as const, 'male' as const),
    seeks: fc.constantFrom('female' as const, 'male' as const, 'both' as const),
    birthYear: fc.integer({ min: 1960, max: 2010 }),
    seeksAgeMin: fc.integer({ min: 18, max: 40 }),
    seeksAgeMax: fc.integer({ min: 30, max: 99 }),
    adultConfirmed: fc.boolean(),
    consents: fc.constantFrom(consents, consents, new Set<Purpose>(['face', 'matching'])),
    blocked: fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(someone, { minLength: 2, maxLength: 5 }), (few) => {
      // Twice, so that some people are of one kind.
      const people = [...few, ...few];
      const candidates = people.map(({ blocked, ...change }, at) =>
        person({
          ...change,
          id: `p${at}` as UserId,
          blocked: new Set(blocked.map((id) => `p${id}` as UserId)),
        }),
      );
      const table = createEligibilityTable(candidates, today);
      candidates.forEach((one, at) =>
        candidates.forEach((other, to) =>
          expect(eligibleRows(table, at, to)).toBe(eligible(one, other, today).eligible),
        ),
      );
      const pairs = candidates.flatMap((one, low) =>
        candidates.flatMap((other, high) =>
          low < high && eligible(one, other, today).eligible ? [{ low, high }] : [],
        ),
      );
      expect(countEligiblePairs(table)).toBe(pairs.length);
      const random = createRandom('drawn');
      const drawn = drawEligiblePairs(table, 1, (below) => random.integer(below));
      expect(pairs).toEqual(expect.arrayContaining(drawn));
      const inAny = (list: typeof pairs): number[] =>
        [...new Set(list.flatMap(({ low, high }) => [low, high]))].toSorted((one, other) => one - other);
      expect(inAny(drawn)).toEqual(inAny(pairs));
      expect(drawEligiblePairs(table, people.length, (below) => random.integer(below))).toEqual(pairs);
    }),
  );
});
