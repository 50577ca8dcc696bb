import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPercentiles, ranksIn } from '../../engine/quantile-ranks.ts';

const values = fc
  .array(fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(0, 50, 82.65, 100)), {
    minLength: 2,
    maxLength: 60,
  })
  .map((list) => list.toSorted((one, other) => one - other));

test('ranks count the numbers below a number and up to it, ties and both ends among them', () => {
  fc.assert(
    fc.property(values, fc.double({ min: -5, max: 105, noNaN: true }), fc.nat(), (list, other, at) => {
      const ranks = ranksIn(list);
      for (const value of [other, list[at % list.length]!]) {
        expect(ranks.below(value)).toBe(list.filter((each) => each < value).length);
        expect(ranks.upTo(value)).toBe(list.filter((each) => each <= value).length);
      }
    }),
  );
});

test('a percentile is the middle of the quantiles that equal the score, and lies between two others', () => {
  const percentile = createPercentiles([0, 10, 20, 20, 20, 40]);
  expect([-1, 0, 5, 20, 30, 40, 41].map(percentile)).toEqual([0, 0, 10, 60, 90, 100, 100]);
});
