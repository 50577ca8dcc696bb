import type { Sex } from '../ports/participants.ts';
import { dot, quadraticForm } from './linear-algebra.ts';
import { type Posterior, predict } from './preference-posterior.ts';
import type { ReferencePool } from './prior.ts';

/**
 * The percentile of a face for this participant among the reference faces of its sex, 0..100. The reference is stored as
 * the mean and covariance of its features; scores under any weights are taken as normal.
 */
export function directedVisualScore(
  posterior: Posterior,
  featuresOfB: Float64Array,
  sexOfB: Sex,
  reference: Readonly<Record<Sex, ReferencePool>>,
): number {
  const pool = reference[sexOfB];
  const centre = dot(pool.mean, posterior.mean);
  const deviation = Math.sqrt(quadraticForm(pool.covariance, posterior.mean));
  if (!(deviation > 0)) return 50;
  return 100 * normalCumulative((dot(featuresOfB, posterior.mean) - centre) / deviation);
}

/**
 * The standard deviation of that score before it becomes a percentile, in standard deviations of the reference: what the
 * ratings leave open about this participant's taste. The distance from the mean face of the reference is predicted, so
 * the uncertainty that all faces share cancels.
 */
export function directedVisualSpread(
  posterior: Posterior,
  featuresOfB: Float64Array,
  sexOfB: Sex,
  reference: Readonly<Record<Sex, ReferencePool>>,
): number {
  const pool = reference[sexOfB];
  const deviation = Math.sqrt(quadraticForm(pool.covariance, posterior.mean));
  if (!(deviation > 0)) return 0;
  const distance = featuresOfB.map((value, at) => value - pool.mean[at]!);
  return predict(posterior, distance).sd / deviation;
}

/** The standard normal distribution function, exact to 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalCumulative(value: number): number {
  const size = Math.abs(value);
  const t = 1 / (1 + 0.2316419 * size);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-size * size) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return value >= 0 ? 1 - tail : tail;
}

const furthestDeviate = 6;

/** The standard normal deviate with this percentile, 0..100, within ±6: the inverse of 100 x `normalCumulative`. */
export function normalDeviate(percentile: number): number {
  let [low, high] = [-furthestDeviate, furthestDeviate];
  for (let halvings = 0; halvings < 40; halvings++) {
    const middle = (low + high) / 2;
    if (100 * normalCumulative(middle) < percentile) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
