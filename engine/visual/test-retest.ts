import type { CalibrationRating } from '../ports/phases.ts';

/**
 * The first two ratings, 1–4, of every face that a participant rated more than once.
 * @param ratings in the order in which they were given
 */
export function repeatedSwipes(
  ratings: readonly Pick<CalibrationRating, 'faceId' | 'rating'>[],
): (readonly [first: number, second: number])[] {
  const first = new Map<string, number>();
  const pairs = new Map<string, readonly [number, number]>();
  for (const { faceId, rating } of ratings) {
    const before = first.get(faceId);
    if (before === undefined) first.set(faceId, rating);
    else if (!pairs.has(faceId)) pairs.set(faceId, [before, rating]);
  }
  return [...pairs.values()];
}
