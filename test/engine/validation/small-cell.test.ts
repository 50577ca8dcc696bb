import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calibration } from '../../../engine/validation/calibration.ts';
import { cellOf, suppressSmallCells } from '../../../engine/validation/small-cell.ts';

describe('calibration', () => {
  test('never splits equal scores and counts people, not answers', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      score: index < 40 ? 50 : 80,
      yes: index % 2 === 0,
      viewer: `r${index % 20}`,
      shown: `s${index % 30}`,
    }));
    const bins = calibration(rows).map((cell) => cell.value!);
    expect(bins.map(({ from, to, rows: count, people }) => [from, to, count, people])).toEqual([
      [50, 50, 40, 20],
      [80, 80, 20, 20],
    ]);
    expect(calibration(rows.map((row) => ({ ...row, viewer: 'one' })))[0]).toEqual({
      value: null,
      reason: 'too-few-people',
    });
  });

  test('gives a share an interval that is no narrower than independent answers would give', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      score: 50,
      yes: index % 3 === 0,
      viewer: `v${index}`,
      shown: `s${index}`,
    }));
    const { rate, interval } = calibration(rows)[0]!.value!;
    const half = 1.96 * Math.sqrt((rate * (1 - rate)) / 60);
    expect(interval![1] - interval![0]).toBeGreaterThan(1.99 * half);
    // The answers about one person agree: the interval must be wider.
    const agreeing = rows.map((row, index) => ({ ...row, shown: `s${index % 12}`, yes: index % 12 < 4 }));
    const wider = calibration(agreeing)[0]!.value!.interval!;
    expect(wider[1] - wider[0]).toBeGreaterThan(1.5 * (interval![1] - interval![0]));
  });
});

describe('small cells', () => {
  const shown = (parts: number[]): (number | null)[] =>
    suppressSmallCells(parts.map((people) => ({ people }))).map(({ value }) => value?.people ?? null);

  test('are withheld, together with the part that would betray them', () => {
    expect(shown([40, 12, 9])).toEqual([40, null, null]);
    expect(shown([40, 6, 9])).toEqual([40, null, null]);
    expect(shown([40, 20])).toEqual([40, 20]);
    expect(shown([40, 0, 20])).toEqual([40, 0, 20]);
    expect(shown([3])).toEqual([null]);
  });

  test('count a person once who is in several withheld parts', () => {
    // The same six people in both small parts: with twelve entries they are still six people.
    const parts = [6, 6, 15, 40].map((people, part) => ({ people, part }));
    const membersOf = ({ people, part }: (typeof parts)[number]): string[] =>
      Array.from({ length: people }, (_, at) => (part < 2 ? `p${at}` : `q${part}-${at}`));
    expect(suppressSmallCells(parts, membersOf).map(({ reason }) => reason)).toEqual([
      'too-few-people',
      'too-few-people',
      'protects-another-cell',
      undefined,
    ]);
    expect(suppressSmallCells(parts).map(({ reason }) => reason)[2]).toBeUndefined();
  });

  test('can never be derived: what is hidden is nothing or at least ten people, unless all is hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (parts) => {
        const visible = shown(parts);
        for (const people of visible)
          if (people !== null && people > 0) expect(people).toBeGreaterThanOrEqual(10);
        const hidden = parts.filter((_, index) => visible[index] === null);
        const total = hidden.reduce((sum, people) => sum + people, 0);
        if (hidden.length > 0 && parts.some((people) => people >= 10))
          expect(total).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  test('withhold a single figure below ten people', () => {
    expect(cellOf(9, () => 1)).toEqual({ value: null, reason: 'too-few-people' });
    expect(cellOf(10, () => 1)).toEqual({ value: 1 });
    expect(cellOf(10, () => null)).toEqual({ value: null, reason: 'undefined' });
  });
});
