import { describe, expect, test } from '@jest/globals';
import {
  createDistribution,
  hlaPercentile,
  referenceDistribution,
  referenceDistributions,
} from '../../../engine/biological/percentile.ts';

describe('the shipped distribution', () => {
  test('names the population, the release and the number of pairs it was made from', () => {
    const { source, release, pairs } = referenceDistributions();
    expect(source).toMatch(/European/);
    expect(release).toMatch(/^\d+\.\d+\.\d+$/);
    expect(pairs).toBe(100_000);
  });

  test.each(['hla-names-1', 'hla-groove-1'])('of %s puts its own median in the middle', (method) => {
    const table = referenceDistribution(method);
    const median = table.quantiles[Math.floor(table.quantiles.length / 2)] ?? 0;
    expect(hlaPercentile(median, table)).toBeGreaterThan(35);
    expect(hlaPercentile(median, table)).toBeLessThan(65);
    expect(hlaPercentile(-1, table)).toBe(0);
    expect(hlaPercentile(101, table)).toBe(100);
  });

  test('is unknown for a method it was not made with', () =>
    expect(() => referenceDistribution('hla-names-0')).toThrow(/no reference distribution/));
});

describe('a percentile', () => {
  test('counts half of those with the same score', () => {
    const table = createDistribution('test', [
      ...Array<number>(500).fill(50),
      ...Array<number>(500).fill(100),
    ]);
    expect(hlaPercentile(50, table)).toBeCloseTo(25, 0);
    expect(hlaPercentile(100, table)).toBeCloseTo(75, 0);
    expect(hlaPercentile(75, table)).toBeCloseTo(50, 0);
  });

  test('never falls as the score rises', () => {
    const table = referenceDistribution('hla-groove-1');
    let before = -1;
    for (let score = 0; score <= 100; score += 0.37) {
      const percentile = hlaPercentile(score, table);
      expect(percentile).toBeGreaterThanOrEqual(before);
      before = percentile;
    }
  });
});
