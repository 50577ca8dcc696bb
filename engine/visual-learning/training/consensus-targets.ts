import type { FaceSet } from './face-set.ts';

/** What the consensus should predict for each face of a set, and how much each says; weight 0 where nothing is known. */
export interface ConsensusTargets {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** A rater who saw fewer faces of a sex than this has no level of their own to measure from. */
const fewestRatings = 3;
/** Faces rated by fewer are not learned from. */
const fewestRaters = 3;
const usualRaters = 10;

/**
 * Mean ratings with each rater's own level for faces of that sex taken out, brought to mean 0 and deviation 1 within
 * the set so that sources with different scales and tastes for extremes can be mixed. A face counts by how many rated
 * it, up to three times as much as one that ten people did.
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
 * Ratings grouped by rater, question and sex of the face: raters answer the questions, and rate women and men, at
 * different levels, and one level for all would move a woman's mean by how many men her raters saw.
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
