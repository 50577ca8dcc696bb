import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aucInfluence } from '../../../engine/validation/auc-influence.ts';
import { aucOf, midranks, type Judged } from '../../../engine/validation/auc.ts';
import { pearson } from '../../../engine/validation/correlation.ts';
import { spearmanInfluence } from '../../../engine/validation/spearman-influence.ts';

const spearman = (xs: readonly number[], ys: readonly number[]): number | null =>
  spearmanInfluence(xs, ys)?.estimate ?? null;

const influenceOf = (rows: readonly Judged[]) =>
  aucInfluence(
    rows.map(({ score }) => score),
    rows.map(({ yes }) => yes),
  );
const wins = (one: number, other: number): number => (one > other ? 1 : one === other ? 0.5 : 0);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const judged = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), yes: fc.boolean() }), {
  minLength: 2,
  maxLength: 40,
});

describe('the area under the ROC curve', () => {
  test('counts how often a yes scores above a no, ties half', () => {
    fc.assert(
      fc.property(judged, (rows) => {
        const yes = rows.filter((row) => row.yes).map(({ score }) => score);
        const no = rows.filter((row) => !row.yes).map(({ score }) => score);
        if (yes.length === 0 || no.length === 0) {
          expect(influenceOf(rows)).toBeNull();
          expect(aucOf(rows)).toBeNull();
          return;
        }
        const expected = mean(yes.flatMap((one) => no.map((other) => wins(one, other))));
        expect(aucOf(rows)).toBeCloseTo(expected, 12);
        // Scores that are all equal order nothing, so there is no influence to speak of.
        const found = influenceOf(rows);
        expect(found?.estimate ?? 0.5).toBeCloseTo(expected, 12);
        if (found) expect(found.influence.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 12);
      }),
    );
  });

  test('ranks equal values alike', () => {
    expect(midranks([10, 20, 10, 5])).toEqual([2.5, 4, 2.5, 1]);
  });
});

describe('correlation', () => {
  test('is computed by hand: 1 for a line, .9 for one swap in five ranks', () => {
    expect(pearson([1, 2, 3, 4], [3, 5, 7, 9])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
    expect(spearman([1, 2, 3, 4, 5], [1, 10, 100, 10_000, 1000])).toBeCloseTo(0.9, 12);
  });

  test('does not exist for a column that never varies or for two rows', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(spearman([4, 4, 4], [1, 2, 3])).toBeNull();
    expect(pearson([1, 2], [1, 2])).toBeNull();
  });

  test('stays within -1 and 1, is symmetric, and in ranks ignores any rising change of scale', () => {
    const column = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(column, column, (xs, ys) => {
        const rho = spearman(xs, ys);
        if (rho === null) return expect(spearman(ys, xs)).toBeNull();
        expect(spearman(ys, xs)).toBeCloseTo(rho, 12);
        expect(Math.abs(rho)).toBeLessThanOrEqual(1);
        const cubed = spearman(
          xs.map((x) => x ** 3),
          ys,
        );
        expect(cubed).toBeCloseTo(rho, 12);
      }),
    );
  });
});
