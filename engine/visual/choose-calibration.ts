import { addScaled, createMatrix, dot, type Matrix, multiplyVector, rowOf } from './linear-algebra.ts';
import type { RaterPrior } from './preference-posterior.ts';

/**
 * The indices of the faces that tell most about a taste, best first: D-optimal by greedy steps. Each next face is
 * the one about whose rating the posterior so far is least sure, which adds most to the log determinant of the
 * information (Fedorov 1972). Looks at faces only, never at ratings.
 */
export function chooseCalibration(
  prior: RaterPrior,
  features: readonly Float64Array[],
  count: number,
): number[] {
  let covariance = prior.covariance;
  const left = new Set(features.keys());
  const chosen: number[] = [];
  while (chosen.length < count && left.size > 0) {
    let best = -1;
    let bestVariance = -1;
    for (const at of left) {
      const variance = dot(multiplyVector(covariance, features[at]!), features[at]!);
      if (variance > bestVariance) [best, bestVariance] = [at, variance];
    }
    left.delete(best);
    chosen.push(best);
    covariance = afterRating(covariance, features[best]!, prior.noise);
  }
  return chosen;
}

/** The covariance of the weights once one more rating is known: C - C x x' C / (x' C x + s2). */
function afterRating(covariance: Matrix, features: Float64Array, noise: number): Matrix {
  const spread = multiplyVector(covariance, features);
  const variance = dot(spread, features) + noise;
  const result = createMatrix(covariance.rows, covariance.columns, covariance.data);
  spread.forEach((value, row) => addScaled(rowOf(result, row), spread, -value / variance));
  return result;
}
