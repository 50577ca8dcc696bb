import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuse } from '../../../engine/compatibility/fusion.ts';
import { phaseMoves } from '../../../engine/compatibility/phase-moves.ts';
import { mutualScore } from '../../../engine/compatibility/reciprocity.ts';
import { type BothWays, type PhaseDraws, scoreBand } from '../../../engine/compatibility/score-band.ts';

const weights = { visual: 40, personality: 30, biological: 30 };
const both = (value: number): BothWays => ({ forth: value, back: value });
const within = (value: number): number => Math.min(100, Math.max(0, value));

describe('the band of a score', () => {
  const about = (spread: number): PhaseDraws => ({
    visual: (random) => both(within(60 + spread * random.normal())),
    personality: () => both(60),
    biological: null,
  });
  const bandOf = (spread: number, seed = 'a') => scoreBand(about(spread), weights, { mutual: 60, seed });

  test('holds five of six draws: for a normal error it reaches 1.38 of its size to both sides', () => {
    // The face has four sevenths of the weight that is present.
    const reach = (1.383 * 7 * 4) / 7;
    const [low, high] = bandOf(7);
    expect(low).toBeGreaterThan(60 - 1.2 * reach);
    expect(low).toBeLessThan(60 - 0.8 * reach);
    expect(high).toBeGreaterThan(60 + 0.8 * reach);
    expect(high).toBeLessThan(60 + 1.2 * reach);
  });

  test('is the same for the same seed, and a point where nothing is uncertain', () => {
    expect(bandOf(7)).toEqual(bandOf(7));
    expect(bandOf(7, 'b')).not.toEqual(bandOf(7));
    expect(bandOf(0)).toEqual([60, 60]);
  });

  test('holds the score itself, also where draws can only move inwards', () => {
    const ends: PhaseDraws = {
      visual: (random) => both(100 * random.next()),
      personality: null,
      biological: null,
    };
    const [low, high] = scoreBand(ends, weights, { mutual: 99, seed: 'a' });
    expect(low).toBeLessThan(40);
    expect(high).toBe(99);
  });

  test('is the score alone when no phase with a weight is left', () => {
    const none: PhaseDraws = { visual: null, personality: () => both(10), biological: null };
    expect(scoreBand(none, { ...weights, personality: 0 }, { mutual: 42, seed: 'a' })).toEqual([42, 42]);
  });
});

const percentile = fc.double({ min: 0, max: 100, noNaN: true });
const ways = fc.record({ forth: percentile, back: percentile });

describe('what each phase moved', () => {
  test('sums to the distance of the score from the middle, with phases present or missing', () => {
    fc.assert(
      fc.property(
        fc.record({ visual: ways, personality: fc.option(ways), biological: fc.option(ways) }),
        (percentiles) => {
          const way = (name: keyof BothWays): number =>
            fuse(
              Object.fromEntries(
                Object.entries(percentiles).map(([phase, value]) => [phase, value?.[name] ?? null]),
              ),
              weights,
            ).score;
          const moves = phaseMoves(percentiles, weights);
          const sum = Object.values(moves).reduce<number>((total, move) => total + (move ?? 0), 0);
          expect(sum).toBeCloseTo(mutualScore(way('forth'), way('back')) - 50, 8);
          expect(moves.personality === null).toBe(percentiles.personality === null);
        },
      ),
    );
  });

  test('is nothing for a phase in the middle, and null for one without weight', () => {
    const moves = phaseMoves(
      { visual: both(80), personality: both(50), biological: both(90) },
      { visual: 50, personality: 50, biological: 0 },
    );
    expect(moves).toEqual({
      visual: expect.closeTo(15, 8),
      personality: expect.closeTo(0, 8),
      biological: null,
    });
  });
});
