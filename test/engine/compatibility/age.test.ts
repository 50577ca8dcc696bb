import { describe, expect, test } from '@jest/globals';
import { ageOf } from '../../../engine/compatibility/age.ts';

describe('the age from a year of birth', () => {
  test.each([
    [1990, '2026-01-01T00:00:00Z', 35],
    [1990, '2026-12-31T23:59:59Z', 35],
    [1990, '2027-01-01T00:00:00Z', 36],
    [1926, '2026-06-01T00:00:00Z', 99],
  ])('born %i, on %s: the younger of the two ages, %i', (year, day, age) => {
    expect(ageOf(year, new Date(day))).toBe(age);
  });

  test('is at least 18', () => {
    const now = new Date('2026-06-01T00:00:00Z');
    expect(ageOf(2008, now)).toBe(18);
    expect(ageOf(2007, now)).toBe(18);
    expect(ageOf(2006, now)).toBe(19);
  });
});
