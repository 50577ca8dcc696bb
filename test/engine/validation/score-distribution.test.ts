import { describe, expect, test } from '@jest/globals';
import { calibration } from '../../../engine/validation/calibration.ts';
import { spreadOf } from '../../../engine/validation/exposure-spread.ts';
import { coarseRoc } from '../../../engine/validation/roc.ts';
import { summarizeScores } from '../../../engine/validation/score-distribution.ts';

const rows = (people: number, share: (score: number) => number) =>
  Array.from({ length: people * 5 }, (_, index) => {
    const score = (100 * index) / (people * 5);
    return {
      score,
      yes: (index * 7919) % 100 < 100 * share(score),
      viewer: `v${index % people}`,
      shown: `s${(index * 7) % people}`,
    };
  });

describe('the small-cell rule', () => {
  test('withholds a range of scores with fewer than ten people, and one from which it could be computed', () => {
    const pairs = [
      ...Array.from({ length: 30 }, (_, index) => ({ a: `a${index}`, b: `b${index}`, score: 55 })),
      ...Array.from({ length: 20 }, (_, index) => ({ a: `a${index}`, b: `b${index}`, score: 65 })),
      { a: 'x', b: 'y', score: 95 },
    ];
    const { bins, middle, people } = summarizeScores('mutual', pairs);
    expect(bins.map(({ value }) => value?.pairs ?? null)).toEqual([0, 0, 0, 0, 0, 30, null, 0, 0, null]);
    expect(people).toBe(62);
    expect(middle.value).toEqual({ median: 55, lower: 55, upper: 65 });
    expect(summarizeScores('mutual', pairs.slice(0, 4)).middle.reason).toBe('too-few-people');
  });

  test('withholds how many people are shown so often, and says that no person is never shown', () => {
    const everyone = Array.from({ length: 40 }, (_, person) => `p${person}`);
    const views = everyone.flatMap((shown, person) =>
      Array.from({ length: person < 25 ? 3 : person < 37 ? 2 : 1 }, () => ({ shown })),
    );
    expect(spreadOf(views, everyone).map(({ people }) => people.value?.people ?? null)).toEqual([
      0,
      null,
      null,
      25,
    ]);
  });

  test('gives the ROC curve a point for each bin, and no curve while a bin is withheld', () => {
    const bins = calibration(rows(100, (score) => score / 100));
    const roc = coarseRoc(bins)!;
    expect(roc).toHaveLength(bins.length + 1);
    expect(roc.at(0)).toEqual({ falsePositive: 0, truePositive: 0 });
    expect(roc.at(-1)).toEqual({ falsePositive: 1, truePositive: 1 });
    for (const { falsePositive, truePositive } of roc.slice(1, -1))
      expect(truePositive).toBeGreaterThan(falsePositive);
    expect(coarseRoc([...bins.slice(1), { value: null, reason: 'too-few-people' }])).toBeUndefined();
    expect(coarseRoc(calibration(rows(100, () => 1)))).toBeUndefined();
  });
});
