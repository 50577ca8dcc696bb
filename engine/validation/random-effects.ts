import { studentQuantile } from './distributions.ts';
import { cutTo, type Figure, type Interval } from './dyadic-interval.ts';

/** One figure over several cohorts. */
export interface RandomEffects {
  /** Mean over cohorts like these. */
  estimate: number;
  /** 95 %, Hartung–Knapp, cut to what the figure can be. */
  interval: Interval;
  standardError: number;
  cohorts: number;
  /** Variance of the true values between cohorts. */
  tau2: number;
  /** Cochran's Q, and its degrees of freedom. */
  q: number;
  degrees: number;
}

const mostSteps = 200;
const closeEnough = 1e-14;

/**
 * Random-effects mean of a figure's estimates: variance between cohorts by restricted maximum likelihood, interval by Hartung &
 * Knapp (2001) with k − 1 degrees of freedom, and never narrower than with the variances taken as known, as
 * `rma(method = "REML", test = "adhoc")` of the R package metafor. With two cohorts the quantile is 12.7: the interval is wide
 * because two cohorts say little about how much cohorts differ. Null with fewer than two cohorts that have a standard error.
 * @param bounds what the figure can be
 */
export function randomEffects(figures: readonly (Figure | null)[], bounds: Interval): RandomEffects | null {
  const known = figures.flatMap((figure) =>
    figure?.standardError ? [{ estimate: figure.estimate, variance: figure.standardError ** 2 }] : [],
  );
  if (known.length < 2) return null;
  const degrees = known.length - 1;
  const tau2 = restrictedMaximum(known);
  const { mean, weight, spread } = weighted(known, tau2);
  const standardError = Math.sqrt(Math.max(1, spread / degrees) / weight);
  const half = studentQuantile(0.975, degrees) * standardError;
  return {
    estimate: mean,
    interval: cutTo(bounds, mean, half),
    standardError,
    cohorts: known.length,
    tau2,
    q: weighted(known, 0).spread,
    degrees,
  };
}

interface Known {
  estimate: number;
  variance: number;
}

/** The mean with weights 1 / (variance + τ²), their sum, and the weighted squares about the mean. */
function weighted(known: readonly Known[], tau2: number) {
  const weights = known.map(({ variance }) => 1 / (variance + tau2));
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const mean = known.reduce((sum, { estimate }, at) => sum + weights[at]! * estimate, 0) / weight;
  const spread = known.reduce((sum, { estimate }, at) => sum + weights[at]! * (estimate - mean) ** 2, 0);
  return { weights, weight, mean, spread };
}

/** Fisher scoring (Viechtbauer 2005), not below 0. */
function restrictedMaximum(known: readonly Known[]): number {
  const scale = known.reduce((sum, { variance }) => sum + variance, 0) / known.length;
  let tau2 = scale;
  for (let step = 0; step < mostSteps; step++) {
    const { weights, weight, mean } = weighted(known, tau2);
    const power = (exponent: number): number => weights.reduce((sum, one) => sum + one ** exponent, 0);
    const [second, third] = [power(2), power(3)];
    const squares = known.reduce((sum, { estimate }, at) => sum + (weights[at]! * (estimate - mean)) ** 2, 0);
    const information = second - (2 * third) / weight + (second / weight) ** 2;
    const next = Math.max(0, tau2 + (squares - (weight - second / weight)) / information);
    const moved = Math.abs(next - tau2);
    tau2 = next;
    if (moved <= closeEnough * scale) break;
  }
  return tau2;
}
