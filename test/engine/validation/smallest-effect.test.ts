import { expect, test } from '@jest/globals';
import { smallestDetectableAuc } from '../../../engine/validation/smallest-effect.ts';

const smallest = (people: number, options: { z?: number; perPerson?: number } = {}) =>
  smallestDetectableAuc({ people, perPerson: 6, seed: 'smallest', ...options });

test('the smallest effect that a study of a hundred can find is an AUC of about .59, more at an early look, less with more people', () => {
  const hundred = smallest(100)!;
  expect(hundred).toBeGreaterThan(0.58);
  expect(hundred).toBeLessThan(0.6);
  expect(smallest(100, { z: 2.963 })).toBeGreaterThan(hundred + 0.02);
  // Above a thousand people it is scaled by the root of their number and not simulated.
  const large = smallest(10_000)!;
  expect((hundred - 0.5) / (large - 0.5)).toBeGreaterThan(9);
  expect((hundred - 0.5) / (large - 0.5)).toBeLessThan(11);
});

test('no smallest effect is told of so few people that no interval is given, or of people who see no profile', () => {
  expect(smallest(12)).toBeNull();
  expect(smallest(1)).toBeNull();
  expect(smallest(100, { perPerson: 0 })).toBeNull();
});
