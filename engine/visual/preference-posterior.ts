import {
  addScaled,
  choleskyFactor,
  choleskySolve,
  createMatrix,
  dot,
  type Matrix,
  multiplyVector,
  quadraticForm,
  rowOf,
} from './linear-algebra.ts';

/** The distribution of raters' tastes: weights w ~ N(mean, covariance) of a face's features, and the noise of a rating. */
export interface RaterPrior {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
  /** Variance of a single rating around phi'w. */
  readonly noise: number;
}

/** The distribution of one participant's taste after their ratings, in the same form, so that it can be updated again. */
export type Posterior = RaterPrior;

/** A graded swipe: 1 strong no, 2 no, 3 yes, 4 strong yes. */
export type Swipe = 1 | 2 | 3 | 4;

/** One rating of a calibration face. A face may come twice. */
export interface FaceRating {
  readonly features: Float64Array;
  readonly rating: Swipe;
}

/** A rating on the prior's scale, 0..1. */
export interface ScaledRating {
  readonly features: Float64Array;
  readonly value: number;
}

/** The prior's noise has the weight of this many repeated ratings. */
const noiseWeight = 12;

/** The prior's scale is 0 (lowest rating) .. 1 (highest); a swipe becomes the middle of its quarter. */
export const scaleSwipe = (swipe: Swipe): number => (swipe - 0.5) / 4;

/**
 * The posterior over a person's weights, in closed form: w = m + C A' (A C A' + s2 I)^-1 (y - A m).
 * Without ratings it is the prior, whose mean ranks faces almost as the consensus does.
 */
export function fitPosterior(prior: RaterPrior, ratings: readonly FaceRating[]): Posterior {
  const scaled = ratings.map(({ features, rating }) => ({ features, value: scaleSwipe(rating) }));
  return fitScaled({ ...prior, noise: noiseOf(prior, scaled) }, scaled);
}

/** The mean of that posterior, without its covariance: scores need no more, and it is most of the work. */
export function fitTaste(prior: RaterPrior, ratings: readonly FaceRating[]): Float64Array {
  const scaled = ratings.map(({ features, rating }) => ({ features, value: scaleSwipe(rating) }));
  return updateMean({ ...prior, noise: noiseOf(prior, scaled) }, scaled).mean;
}

/** As fitPosterior, for ratings that are on the prior's scale already and with the prior's noise as it is. */
export function fitScaled(prior: RaterPrior, ratings: readonly ScaledRating[]): Posterior {
  const { covariance, noise } = prior;
  const { mean, update } = updateMean(prior, ratings);
  return {
    mean,
    covariance: update ? shrink(covariance, update.crossCovariance, update.factor) : covariance,
    noise,
  };
}

/** The new mean, and what the covariance is updated with; nothing without ratings. */
function updateMean(
  { mean, covariance, noise }: RaterPrior,
  ratings: readonly ScaledRating[],
): { mean: Float64Array; update?: { crossCovariance: Matrix; factor: Matrix } } {
  if (ratings.length === 0) return { mean };
  const count = ratings.length;
  const crossCovariance = createMatrix(count, mean.length);
  ratings.forEach(({ features }, row) =>
    rowOf(crossCovariance, row).set(multiplyVector(covariance, features)),
  );
  const gram = createMatrix(count, count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      gram.data[row * count + column] = dot(rowOf(crossCovariance, row), ratings[column]!.features);
    }
    gram.data[row * count + row]! += noise;
  }
  const factor = choleskyFactor(gram);
  const gain = choleskySolve(
    factor,
    ratings.map(({ features, value }) => value - dot(features, mean)),
  );
  const newMean = Float64Array.from(mean);
  gain.forEach((weight, row) => addScaled(newMean, rowOf(crossCovariance, row), weight));
  return { mean: newMean, update: { crossCovariance, factor } };
}

/** The predicted rating of a face on the prior's scale, and its standard deviation without the noise of one rating. */
export function predict(posterior: Posterior, features: Float64Array): { mean: number; sd: number } {
  return {
    mean: dot(features, posterior.mean),
    sd: Math.sqrt(Math.max(0, quadraticForm(posterior.covariance, features))),
  };
}

/** C - C A' K^-1 A C, kept symmetric. */
function shrink(covariance: Matrix, crossCovariance: Matrix, factor: Matrix): Matrix {
  const size = covariance.rows;
  const result = createMatrix(size, size, covariance.data);
  const column = new Float64Array(crossCovariance.rows);
  for (let at = 0; at < size; at++) {
    for (let row = 0; row < crossCovariance.rows; row++) column[row] = crossCovariance.data[row * size + at]!;
    const solved = choleskySolve(factor, column);
    for (let row = 0; row < crossCovariance.rows; row++) {
      addScaled(rowOf(result, at), rowOf(crossCovariance, row), -solved[row]!);
    }
  }
  for (let row = 0; row < size; row++) {
    for (let other = 0; other < row; other++) {
      const middle = (result.data[row * size + other]! + result.data[other * size + row]!) / 2;
      result.data[row * size + other] = middle;
      result.data[other * size + row] = middle;
    }
  }
  return result;
}

/**
 * The participant's own noise: two ratings of one face differ with variance 2 s2. Two repeats are a weak estimate, so it
 * is averaged with the prior's noise and kept between half and twice the prior's.
 */
function noiseOf(prior: RaterPrior, ratings: readonly ScaledRating[]): number {
  let squares = 0;
  let pairs = 0;
  ratings.forEach((first, at) => {
    const second = ratings.slice(at + 1).find(({ features }) => sameFace(features, first.features));
    if (second) {
      squares += (first.value - second.value) ** 2 / 2;
      pairs++;
    }
  });
  const estimate = (noiseWeight * prior.noise + squares) / (noiseWeight + pairs);
  return Math.min(2 * prior.noise, Math.max(prior.noise / 2, estimate));
}

const sameFace = (a: Float64Array, b: Float64Array): boolean =>
  a === b || a.every((value, index) => value === b[index]);
