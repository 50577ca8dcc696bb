import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFuser, defaultWeights, fuse } from '../../../engine/compatibility/fusion.ts';
import { mutualScore } from '../../../engine/compatibility/reciprocity.ts';

const percentile = fc.double({ min: 0, max: 100, noNaN: true });
const maybe = fc.option(percentile, { nil: undefined });

describe('fusing phases', () => {
  test('uses the weights 40/30/30 by default', () => {
    const fused = fuse({ visual: 80, personality: 60, biological: 20 });
    expect(fused.score).toBeCloseTo(56, 10);
    expect(fused.coverage).toBe(1);
    expect(fused.weightsUsed).toEqual({ visual: 0.4, personality: 0.3, biological: 0.3 });
    expect(
      fuse({ visual: 80, personality: 60, biological: 20 }, { visual: 0, personality: 1, biological: 1 })
        .score,
    ).toBe(40);
  });

  test('renormalises the weights when a phase is missing, and gives the coverage', () => {
    const fused = fuse({ visual: 80, personality: 60, biological: null });
    expect(fused.score).toBeCloseTo((40 * 80 + 30 * 60) / 70, 10);
    expect(fused.coverage).toBeCloseTo(0.7, 10);
    expect(fused.weightsUsed.biological).toBe(0);
    expect(fused.weightsUsed.visual).toBeCloseTo(4 / 7, 10);
  });

  test('stays between the lowest and the highest phase, with weights that sum to 1', () => {
    fc.assert(
      fc.property(percentile, maybe, maybe, (visual, personality, biological) => {
        const { score, weightsUsed, coverage } = fuse({ visual, personality, biological });
        const present = [visual, personality, biological].filter((value) => value !== undefined);
        expect(score).toBeGreaterThanOrEqual(Math.min(...present) - 1e-9);
        expect(score).toBeLessThanOrEqual(Math.max(...present) + 1e-9);
        expect(weightsUsed.visual + weightsUsed.personality + weightsUsed.biological).toBeCloseTo(1, 12);
        expect(coverage).toBeGreaterThanOrEqual(0.4);
      }),
    );
  });

  test('depends on the ratios of the weights only', () => {
    const thousandfold = { visual: 40_000, personality: 30_000, biological: 30_000 };
    fc.assert(
      fc.property(percentile, percentile, maybe, (visual, personality, biological) => {
        const phases = { visual, personality, biological };
        expect(fuse(phases, thousandfold).score).toBeCloseTo(fuse(phases, defaultWeights).score, 8);
      }),
    );
  });

  test('refuses to score without a phase, a percentile outside 0–100 and a negative weight', () => {
    expect(() => fuse({})).toThrow('no phase that counts');
    expect(() => fuse({ visual: 50 }, { visual: 0, personality: 1, biological: 1 })).toThrow(
      'no phase that counts',
    );
    expect(() => fuse({ visual: 101 })).toThrow('visual percentile');
    expect(() => fuse({ visual: Number.NaN })).toThrow('visual percentile');
    expect(() => fuse({ visual: 50 }, { visual: 1, personality: -1, biological: 1 })).toThrow('weight');
  });
});

describe('reciprocity', () => {
  test('is the harmonic mean, and 0 when both directions are 0', () => {
    expect(mutualScore(60, 30)).toBeCloseTo(40, 10);
    expect(mutualScore(0, 0)).toBe(0);
    expect(mutualScore(100, 0)).toBe(0);
  });

  test('is symmetric, between the two, and never above their arithmetic mean', () => {
    fc.assert(
      fc.property(percentile, percentile, (one, other) => {
        const value = mutualScore(one, other);
        expect(value).toBe(mutualScore(other, one));
        expect(value).toBeGreaterThanOrEqual(Math.min(one, other) - 1e-9);
        expect(value).toBeLessThanOrEqual((one + other) / 2 + 1e-9);
      }),
    );
  });
});

test('fusing many pairs gives the numbers of fusing one', () => {
  const weight = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(
      maybe,
      maybe,
      maybe,
      fc.tuple(weight, weight, weight),
      (visual, personality, biological, [v, p, b]) => {
        const weights = { visual: v, personality: p, biological: b };
        const fuser = createFuser(weights);
        const numbers = [visual, personality, biological].map((each) => each ?? Number.NaN) as [
          number,
          number,
          number,
        ];
        if (numbers.every(Number.isNaN))
          return expect(() => fuser.score(...numbers)).toThrow('no phase that counts');
        const { score, coverage } = fuse({ visual, personality, biological }, weights);
        expect([fuser.score(...numbers), fuser.coverage(...numbers)]).toEqual([score, coverage]);
      },
    ),
  );
});
