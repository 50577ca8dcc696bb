import type { Swipe } from './preference-posterior.ts';

export interface CalibrationRating {
  readonly faceId: string;
  readonly rating: Swipe;
}

/** How well a participant's two ratings of the same face agree. */
export interface TestRetest {
  readonly pairs: number;
  /** 1 when all repeats got the same rating, 0 when each moved from one end to the other; absent without pairs. */
  readonly agreement?: number;
  /** Share of repeats that are again a yes, or again a no, of any strength; absent without pairs. */
  readonly sameSide?: number;
}

/** Compares the first two ratings of every face that was rated more than once. */
export function testRetest(ratings: readonly CalibrationRating[]): TestRetest {
  const first = new Map<string, Swipe>();
  const pairs = new Map<string, [Swipe, Swipe]>();
  for (const { faceId, rating } of ratings) {
    const before = first.get(faceId);
    if (before === undefined) first.set(faceId, rating);
    else if (!pairs.has(faceId)) pairs.set(faceId, [before, rating]);
  }
  const values = [...pairs.values()];
  if (values.length === 0) return { pairs: 0 };
  const distance = values.reduce((sum, [before, after]) => sum + Math.abs(before - after), 0);
  const same = values.filter(([before, after]) => before > 2 === after > 2).length;
  return {
    pairs: values.length,
    agreement: 1 - distance / (3 * values.length),
    sameSide: same / values.length,
  };
}
