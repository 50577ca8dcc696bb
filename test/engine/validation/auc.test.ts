import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import { auc, aucOf, midranks, type Judged } from '../../../engine/validation/auc.ts';
import { clusterBootstrap } from '../../../engine/validation/cluster-bootstrap.ts';
import { pearson, spearman } from '../../../engine/validation/correlation.ts';

const rowsOf = (yes: readonly number[], no: readonly number[]): Judged[] => [
  ...yes.map((score) => ({ score, yes: true })),
  ...no.map((score) => ({ score, yes: false })),
];
const wins = (one: number, other: number): number => (one > other ? 1 : one === other ? 0.5 : 0);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const judged = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), yes: fc.boolean() }), {
  minLength: 2,
  maxLength: 40,
});

describe('the area under the ROC curve', () => {
  test('is the share of yes-no pairs in which the yes scores higher, ties half', () => {
    fc.assert(
      fc.property(judged, (rows) => {
        const yes = rows.filter((row) => row.yes).map(({ score }) => score);
        const no = rows.filter((row) => !row.yes).map(({ score }) => score);
        if (yes.length === 0 || no.length === 0) {
          expect(auc(rows)).toBeNull();
          expect(aucOf(rows)).toBeNull();
          return;
        }
        const expected = mean(yes.flatMap((one) => no.map((other) => wins(one, other))));
        expect(auc(rows)!.auc).toBeCloseTo(expected, 12);
        expect(aucOf(rows)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test("has DeLong's variance, as computed pair by pair", () => {
    const yes = [3, 5, 5, 8, 9, 2];
    const no = [1, 5, 4, 2, 6];
    const yesPlaces = yes.map((one) => mean(no.map((other) => wins(one, other))));
    const noPlaces = no.map((other) => mean(yes.map((one) => wins(one, other))));
    const variance = (values: number[]): number =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
    const half = 1.959964 * Math.sqrt(variance(yesPlaces) / 6 + variance(noPlaces) / 5);
    const { auc: area, interval } = auc(rowsOf(yes, no))!;
    expect(interval[0]).toBeCloseTo(Math.max(0, area - half), 10);
    expect(interval[1]).toBeCloseTo(Math.min(1, area + half), 10);
  });

  test('has an interval of more than a point when a small sample separates perfectly', () => {
    const few = auc(rowsOf([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]))!;
    const many = auc(
      rowsOf(
        Array.from({ length: 80 }, (_, index) => 100 + index),
        Array.from({ length: 80 }, (_, index) => index),
      ),
    )!;
    expect([few.auc, few.interval[1]]).toEqual([1, 1]);
    expect(few.interval[0]).toBeGreaterThan(0.4);
    expect(few.interval[0]).toBeLessThan(0.8);
    expect(many.interval[0]).toBeGreaterThan(0.95);
    const reversed = auc(rowsOf([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]))!;
    expect(reversed.interval[0]).toBe(0);
    expect(reversed.interval[1]).toBeCloseTo(1 - few.interval[0], 6);
  });

  test('has an interval that covers the true area about 95 times in 100', () => {
    const random = createRandom('coverage');
    // Two normal scores half a standard deviation apart: the true area is Phi(.5 / sqrt 2) = .638.
    let held = 0;
    for (let study = 0; study < 400; study++) {
      const draw = (shift: number): number[] => Array.from({ length: 40 }, () => shift + random.normal());
      const [low, high] = auc(rowsOf(draw(0.5), draw(0)))!.interval;
      if (low <= 0.638 && high >= 0.638) held += 1;
    }
    expect(held / 400).toBeGreaterThan(0.91);
    expect(held / 400).toBeLessThan(0.98);
  });

  test('gives equal values their mean rank', () => {
    expect(midranks([10, 20, 10, 5])).toEqual([2.5, 4, 2.5, 1]);
  });
});

describe('correlation', () => {
  test('agrees with a computation by hand: 1 for a line, .9 for one exchange in five ranks', () => {
    expect(pearson([1, 2, 3, 4], [3, 5, 7, 9])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
    expect(spearman([1, 2, 3, 4, 5], [1, 10, 100, 10_000, 1000])).toBeCloseTo(0.9, 12);
  });

  test('is null for a constant column and for two rows', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(spearman([4, 4, 4], [1, 2, 3])).toBeNull();
    expect(pearson([1, 2], [1, 2])).toBeNull();
  });

  test('is within -1 and 1, symmetric, and by ranks invariant under increasing transformations', () => {
    const column = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(column, column, (xs, ys) => {
        const rho = spearman(xs, ys);
        expect(spearman(ys, xs)).toEqual(rho);
        if (rho === null) return;
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

describe('resampling people', () => {
  const meanOfRows = (rows: readonly { value: number }[]): number => mean(rows.map(({ value }) => value));

  test('widens the interval when the rows of one person agree', () => {
    const random = createRandom('clusters');
    const rows = Array.from({ length: 40 }, (_, person) => {
      const value = random.normal();
      return Array.from({ length: 10 }, () => ({ person: `p${person}`, value }));
    }).flat();
    const settings = { seed: 's', resamples: 400 };
    const width = ([low, high]: readonly [number, number]): number => high - low;
    const byPerson = clusterBootstrap(rows, ({ person }) => person, meanOfRows, settings)!;
    let row = 0;
    const byRow = clusterBootstrap(rows, () => String((row += 1)), meanOfRows, settings)!;
    expect(width(byPerson) / width(byRow)).toBeGreaterThan(2);
    expect(clusterBootstrap(rows.toReversed(), ({ person }) => person, meanOfRows, settings)).toEqual(
      byPerson,
    );
  });

  test('gives no interval for one person or a statistic that is mostly null', () => {
    const rows = [
      { person: 'a', value: 1 },
      { person: 'b', value: 2 },
    ];
    const settings = { seed: 's', resamples: 50 };
    expect(clusterBootstrap(rows, () => 'a', meanOfRows, settings)).toBeNull();
    expect(
      clusterBootstrap(
        rows,
        ({ person }) => person,
        () => null,
        settings,
      ),
    ).toBeNull();
  });
});
