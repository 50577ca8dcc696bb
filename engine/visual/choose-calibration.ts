import { addScaled, createMatrix, dot, type Matrix, multiplyVector, rowOf } from './linear-algebra.ts';
import type { RaterPrior } from './preference-posterior.ts';

/**
 * The indices of the faces whose ratings are most informative about a taste, best first: D-optimal by greedy steps. Each
 * next face is the one whose predicted rating has the largest variance, which adds most to the log determinant of the
 * information (Fedorov 1972). The choice depends on faces only, not on ratings.
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
  const covarianceWithRating = multiplyVector(covariance, features);
  const variance = dot(covarianceWithRating, features) + noise;
  const result = createMatrix(covariance.rows, covariance.columns, covariance.data);
  covarianceWithRating.forEach((value, row) =>
    addScaled(rowOf(result, row), covarianceWithRating, -value / variance),
  );
  return result;
}
