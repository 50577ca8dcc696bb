import type { FaceSet } from './face-set.ts';

/** What the consensus should predict for each face of a set, and the weight of each; 0 for faces without ratings. */
export interface ConsensusTargets {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** With fewer faces of a sex, a rater's mean rating is too uncertain to be subtracted. */
const fewestRatings = 3;
/** Faces rated by fewer are not learned from. */
const fewestRaters = 3;
const usualRaters = 10;

/**
 * Mean ratings after each rater's own mean for faces of that sex is subtracted, standardised within the set so that sources
 * with different scales can be mixed. A face's weight grows with its number of raters, up to three times the weight of a
 * face with ten.
 */
export function consensusTargets(set: FaceSet): ConsensusTargets {
  if (set.means) {
    return standardised(Float64Array.from(set.means), new Float64Array(set.faces.length).fill(1));
  }
  const sums = new Float64Array(set.faces.length);
  const counts = new Float64Array(set.faces.length);
  for (const ratings of ratingsByRater(set).values()) {
    if (ratings.length < fewestRatings) continue;
    const level = ratings.reduce((sum, { value }) => sum + value, 0) / ratings.length;
    for (const { face, value } of ratings) {
      sums[face]! += value - level;
      counts[face]!++;
    }
  }
  const values = sums.map((sum, face) => (counts[face]! > 0 ? sum / counts[face]! : 0));
  const weights = counts.map((count) =>
    count < fewestRaters ? 0 : Math.min(3, Math.max(0.1, count / usualRaters)),
  );
  return standardised(values, weights);
}

/**
 * Ratings grouped by rater, question and sex of the face. A rater's mean differs between questions and between women and
 * men. With one mean for both, a woman's target would depend on how many men her raters saw.
 */
function ratingsByRater(set: FaceSet): Map<string, FaceSet['ratings'][number][]> {
  return Map.groupBy(
    set.ratings,
    ({ rater, question, face }) => `${question} ${set.faces[face]!.sex} ${rater}`,
  );
}

function standardised(values: Float64Array, weights: Float64Array): ConsensusTargets {
  const known = values.filter((_, at) => weights[at]! > 0);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return { values: values.map((value) => (value - mean) / deviation), weights };
}
