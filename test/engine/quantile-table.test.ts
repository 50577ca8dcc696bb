import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseQuantileTable, percentileOf, quantileTableOf } from '../../engine/quantile-table.ts';

const about = { version: 'test-1', provenance: 'made up', size: 5, mean: 0, sd: 1 };
const table = parseQuantileTable({ ...about, quantiles: [10, 20, 20, 30, 40] });

describe('a percentile of a reference', () => {
  test('is linear between quantiles, the middle of a tie, and ends at 0 and 100', () => {
    expect([5, 10, 15, 20, 25, 40, 99].map((score) => percentileOf(table, score))).toEqual([
      0, 0, 12.5, 37.5, 62.5, 100, 100,
    ]);
  });

  test('does not fall when the score rises', () => {
    const score = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(score, score, (one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(percentileOf(table, low)).toBeLessThanOrEqual(percentileOf(table, high));
      }),
    );
  });

  test('is refused for NaN', () => {
    expect(() => percentileOf(table, Number.NaN)).toThrow('no percentile');
  });
});

describe('a table of quantiles', () => {
  test('gives its own sample uniform percentiles', () => {
    const sample = Array.from({ length: 1001 }, (_, index) => index / 10);
    const own = quantileTableOf(sample.toReversed(), { version: 'v', provenance: 'p' });
    expect(own).toMatchObject({ size: 1001, mean: 50 });
    for (const score of [0, 12.34, 50, 99.9, 100]) expect(percentileOf(own, score)).toBeCloseTo(score, 6);
  });

  test('is refused when its quantiles descend or it has too few scores', () => {
    expect(() => parseQuantileTable({ ...about, quantiles: [2, 1] })).toThrow('do not ascend');
    expect(() => quantileTableOf([1, 2, 3], { version: 'v', provenance: 'p' })).toThrow('too few');
  });
});
