import { describe, expect, test } from '@jest/globals';
import { normalQuantile, studentCdf } from '../../../engine/validation/distributions.ts';
import { boundaryAt, figureAtLook, lookBoundaries } from '../../../engine/validation/looks.ts';

describe('boundaries of several looks', () => {
  // The tables of gsDesign and ldbounds to three digits (2.963, 1.969; 3.710, 2.511, 1.993; …). The other digits are roots, found
  // with SciPy 1.17.1, of 1 - scipy.stats.multivariate_normal(0, sqrt(min/max of shares)).cdf(c, lower_limit=-c) minus the
  // error spent, abseps=1e-9, maxpts=2e6.
  test.each([
    [[1], [1.95996]],
    [
      [0.5, 1],
      [2.96259, 1.9686],
    ],
    [
      [1 / 3, 2 / 3, 1],
      [3.7103, 2.51143, 1.99305],
    ],
    [
      [0.5, 0.75, 1],
      [2.96259, 2.35902, 2.01408],
    ],
    [
      [0.75, 1],
      [2.33971, 2.01178],
    ],
  ])('at shares %j are those of the published tables', (shares, expected) => {
    lookBoundaries(shares).forEach((boundary, look) => expect(boundary).toBeCloseTo(expected[look]!, 4));
  });

  test('spend nothing at a look that comes too early, and cost later looks nothing then', () => {
    const [early, last] = lookBoundaries([0.02, 1]);
    expect(early).toBeCloseTo(8, 6);
    expect(last).toBeCloseTo(1.96, 3);
  });

  test('of two looks close together are found without a hole in the grid', () => {
    const [, second] = lookBoundaries([0.99, 0.9901]);
    expect(second).toBeGreaterThan(1.96);
    expect(second).toBeLessThan(3);
  });

  test.each([[[0.5, 0.5]], [[0, 1]], [[0.5, 1.1]], [[Number.NaN]]])('are refused for shares %j', (shares) => {
    expect(() => lookBoundaries(shares)).toThrow(RangeError);
  });

  test('become wider multiples where few degrees of freedom say less', () => {
    for (const z of [1.96, 2.963, 3.71]) {
      expect(studentCdf(boundaryAt(z, 26.3), 26.3)).toBeCloseTo(1 - (1 - normalCdfOf(z)), 7);
      expect(boundaryAt(z, 12.6)).toBeGreaterThan(boundaryAt(z, 26.3));
      expect(boundaryAt(z, 1e7)).toBeCloseTo(z, 4);
    }
    expect(Number.isFinite(boundaryAt(8, 26.3))).toBe(true);
  });
});

/** By search, so that the product's own function is not compared with itself. */
function normalCdfOf(z: number): number {
  let [low, high] = [0.5, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < z) low = middle;
    else high = middle;
  }
  return low;
}

describe('a figure at a look', () => {
  const figure = {
    estimate: 0.7,
    interval: [0.64, 0.76] as const,
    standardError: 0.03,
    degrees: 26.3,
    n: 600,
  };

  test('has an interval of the boundary’s width, cut to what the statistic can be', () => {
    const [low, high] = figureAtLook(figure, 26.3, 2.963, [0, 1]).interval!;
    expect(low).toBeCloseTo(0.7 - 0.03 * boundaryAt(2.963, 26.3), 12);
    expect(high).toBeCloseTo(0.7 + 0.03 * boundaryAt(2.963, 26.3), 12);
    expect(figureAtLook({ ...figure, standardError: 0.2 }, 26.3, 2.963, [0, 1]).interval![1]).toBe(1);
  });

  test('that has no standard error has no interval', () => {
    const without = { ...figure, standardError: null, interval: null, degrees: null };
    expect(figureAtLook(without, 0, 2.963, [0, 1])).toEqual(without);
  });
});
