import {
  addScaled,
  createMatrix,
  dot,
  inverse,
  type Matrix,
  multiplyVector,
  rowOf,
} from '../../visual/linear-algebra.ts';
import type { RaterPrior, ScaledRating } from '../../visual/preference-posterior.ts';

export interface RaterPriorOptions {
  readonly rounds: number;
  /** By how much covariances between two features are shrunken, 0..1. */
  readonly diagonalShare: number;
  /**
   * How many of the first features may have a mean weight other than 0. What raters have in common is predicted by the
   * consensus; mean weights of the components would be a second consensus, which predicts new faces worse.
   */
  readonly leadingFeatures: number;
}

/**
 * Learns how raters differ: weights w ~ N(mean, covariance) per rater and ratings phi'w + noise, by expectation
 * maximisation (Laird and Ware 1982). Every rater has the same weight; the number of their ratings does not matter.
 */
export function learnRaterPrior(
  raters: readonly (readonly ScaledRating[])[],
  { rounds, diagonalShare, leadingFeatures }: RaterPriorOptions,
): RaterPrior {
  const size = raters[0]![0]!.features.length;
  const statistics = raters.map((ratings) => sufficient(ratings, size));
  const count = statistics.reduce((sum, one) => sum + one.count, 0);
  let mean = new Float64Array(size);
  mean[0] = statistics.reduce((sum, one) => sum + one.right[0]!, 0) / count;
  let covariance = createMatrix(size, size);
  for (let at = 0; at < size; at++) covariance.data[at * size + at] = 0.01;
  let noise = 0.05;
  for (let round = 0; round < rounds; round++) {
    const precision = inverse(covariance);
    const pull = multiplyVector(precision, mean);
    const estimates = statistics.map((one) => expectation(one, precision, pull, noise));
    mean = average(estimates.map(({ weights }) => weights)).fill(0, leadingFeatures);
    covariance = secondMoment(estimates, mean, diagonalShare);
    noise = estimates.reduce((sum, { residual }) => sum + residual, 0) / count;
  }
  return { mean, covariance, noise };
}

interface Sufficient {
  readonly gram: Matrix;
  readonly right: Float64Array;
  readonly squares: number;
  readonly count: number;
}

interface Estimate {
  readonly weights: Float64Array;
  readonly uncertainty: Matrix;
  /** Expected sum of squared residuals. */
  readonly residual: number;
}

function sufficient(ratings: readonly ScaledRating[], size: number): Sufficient {
  const gram = createMatrix(size, size);
  const right = new Float64Array(size);
  let squares = 0;
  for (const { features, value } of ratings) {
    for (let row = 0; row < size; row++) addScaled(rowOf(gram, row), features, features[row]!);
    addScaled(right, features, value);
    squares += value * value;
  }
  return { gram, right, squares, count: ratings.length };
}

function expectation(rater: Sufficient, precision: Matrix, pull: Float64Array, noise: number): Estimate {
  const total = createMatrix(precision.rows, precision.columns, precision.data);
  addScaled(total.data, rater.gram.data, 1 / noise);
  const uncertainty = inverse(total);
  const right = Float64Array.from(pull);
  addScaled(right, rater.right, 1 / noise);
  const weights = multiplyVector(uncertainty, right);
  const fitted = dot(multiplyVector(rater.gram, weights), weights);
  const uncertain = dot(rater.gram.data, uncertainty.data);
  return {
    weights,
    uncertainty,
    residual: rater.squares - 2 * dot(rater.right, weights) + fitted + uncertain,
  };
}

function average(vectors: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) addScaled(mean, vector, 1 / vectors.length);
  return mean;
}

function secondMoment(estimates: readonly Estimate[], mean: Float64Array, diagonalShare: number): Matrix {
  const size = mean.length;
  const result = createMatrix(size, size);
  for (const { weights, uncertainty } of estimates) {
    addScaled(result.data, uncertainty.data, 1 / estimates.length);
    const deviation = weights.map((value, at) => value - mean[at]!);
    for (let row = 0; row < size; row++) {
      addScaled(rowOf(result, row), deviation, deviation[row]! / estimates.length);
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (row !== column) result.data[row * size + column]! *= 1 - diagonalShare;
    }
  }
  return result;
}
