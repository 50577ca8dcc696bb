import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gini } from '../../../engine/validation/gini.ts';

describe('the Gini coefficient', () => {
  test('is 0 for equal shares, 0.75 when one of four has all, and 0.25 for 1, 2, 3, 4', () => {
    expect(gini([3, 3, 3])).toBeCloseTo(0, 12);
    expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75, 12);
    expect(gini([4, 1, 3, 2])).toBeCloseTo(0.25, 12);
    expect(gini([])).toBe(0);
    expect(gini([0, 0])).toBe(0);
  });

  test('is half the mean absolute difference over the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
        if (mean === 0) return;
        const differences = amounts.flatMap((one) => amounts.map((other) => Math.abs(one - other)));
        const meanDifference = differences.reduce((sum, value) => sum + value, 0) / differences.length;
        expect(gini(amounts)).toBeCloseTo(meanDifference / (2 * mean), 10);
      }),
    );
  });
});
